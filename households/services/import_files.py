"""The uploaded ledger at rest and open: what it looks like, and its households one by one."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Area
from foundation import clock
from foundation.cell_values import as_text
from foundation.identity import mask_identity
from foundation.sealed_uploads import SealedFolder
from foundation.workbook_checks import UnreadableWorkbook, bytes_to_look_through
from foundation.workbooks import Book, SheetFacts, open_book, open_sheet
from households.importing.cells import is_blank
from households.importing.damage import damaged_columns
from households.importing.mapping import guess_header
from households.importing.places import Places
from households.importing.rows import ReadHousehold, ReadOptions, read_households
from households.importing.targets import TARGETS
from households.models import ImportBatch
from households.services import code_mappings
from households.services.import_payloads import Person, Reason, Waiting, without_blanks

LEDGERS = SealedFolder("ledgers", binding="ledger")
LARGEST = 60 << 20
MOST_ROWS = 200_000
AT_ONCE = 16 << 20
"""Looking through more than this (unpacked) would take longer than a page may."""
ROWS_SHOWN = 40
MOST_NAMED = 200
"""So many rows that are no data are named one by one."""
LONG_NUMBER = re.compile(r"\d{11,}[\dXx]?")
Progress = Callable[[int, int], None]
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class SheetLook:
    """One sheet as the office recognises it: its name, size, guessed heading and first rows.

    ``header_first`` and ``header_last`` are counted from 0; numbers in ``first_rows`` are masked.
    """

    name: str
    row_count: int
    column_count: int
    is_hidden: bool
    header_first: int
    header_last: int
    first_rows: list[list[str]]
    merges: list[tuple[int, int, int, int]]
    remarks: list[str] = field(default_factory=list)
    """What may surprise: macros that do not run, hidden sheets, hidden rows that are read."""


def clean_name(file_name: str) -> str:
    """The file's name without a path, and without what may be somebody's number."""
    name = re.split(r"[\\/]", file_name)[-1]
    name = "".join(character for character in name if character.isprintable())
    return LONG_NUMBER.sub("…", name)[-120:] or "…"


def suffix_of(file_name: str) -> str:
    """The known ending of a file's name, for the reader; "" when it has none."""
    ending = Path(file_name).suffix.lower()
    return ending if ending in SUFFIXES else ""


@contextmanager
def opened(batch: ImportBatch, *, use: str) -> Iterator[tuple[Path, Path]]:
    """The plain file and a private folder around it, for one use; see ``SealedFolder``."""
    suffix = suffix_of(batch.file_name)
    with LEDGERS.unsealed(
        batch.file_id, batch.size, suffix=suffix, run=f"{use}-{uuid.uuid4().hex[:8]}"
    ) as found:
        yield found


def is_quick(path: Path) -> bool:
    """Whether a look takes well under two seconds."""
    return bytes_to_look_through(path) <= AT_ONCE


def look(path: Path, progress: Progress | None = None) -> list[SheetLook]:
    """What the file holds; ``progress`` is told the sheets done, of all. Raises UnreadableWorkbook.

    A file without a single sheet cannot be used either.
    """
    looks = []
    with open_book(path, max_rows=MOST_ROWS, head=ROWS_SHOWN) as book:
        for done, facts in enumerate(book.sheets):
            if progress is not None:
                progress(done, len(book.sheets))
            looks.append(_look_at(book, facts))
    if not looks:
        raise UnreadableWorkbook(_("There is no sheet in this file."))
    return looks


def _look_at(book: Book, facts: SheetFacts) -> SheetLook:
    sheet = book.open(facts.name)
    first = list(islice(sheet.rows(), ROWS_SHOWN))
    merges = [merge for merge in sheet.merges if merge[0] < ROWS_SHOWN]
    guess = guess_header(first, merges)
    return SheetLook(
        facts.name,
        facts.row_count,
        facts.column_count,
        facts.is_hidden,
        guess.first,
        guess.last,
        [[_shown(cell) for cell in row] for row in first],
        merges,
        list(sheet.remarks),
    )


def dump_looks(looks: list[SheetLook]) -> str:
    return json.dumps([look.__dict__ for look in looks], ensure_ascii=False)


def load_looks(text: str) -> list[SheetLook]:
    looks = [SheetLook(**held) for held in json.loads(text)] if text else []
    for look in looks:
        look.merges[:] = [tuple(merge) for merge in look.merges]  # type: ignore[misc]
    return looks


@dataclass
class Reading:
    """One sheet being read: its households one by one, and how many rows were met so far."""

    path: Path
    batch: ImportBatch
    rows_met: int = 0

    def __post_init__(self) -> None:
        self._sheet = open_sheet(self.path, self.batch.sheet, max_rows=MOST_ROWS)
        self.total = max(self._sheet.row_count - self.batch.header_last - 1, 0)

    def __iter__(self) -> Iterator[Waiting]:
        batch = self.batch
        options = ReadOptions(
            mapping=batch.columns,
            header_last=batch.header_last,
            default_area=batch.default_area_id or batch.area_id,
            on=clock.today(),
            places=places_of(batch.area),
            names=batch.headings,
            ext_codes=code_mappings.read_by(batch.standard, clock.today()),
            default_kinds=[batch.default_kind] if batch.default_kind else [],
            default_urban_rural=batch.default_urban_rural,
            damaged=self._damaged(),
        )
        self._reader = read_households(self._rows(), self._sheet.merges, options)
        for read in self._reader:
            yield waiting_of(read)

    @property
    def rows_read(self) -> int:
        """Rows of data, complete once all households are read."""
        return self._reader.row_count

    @property
    def rows_skipped(self) -> int:
        """Totals, signatures and the like."""
        return len(self._reader.skipped)

    def _damaged(self) -> frozenset[int]:
        numbers = [c for c, key in self.batch.columns.items() if TARGETS[key].kind == "identity"]
        return damaged_columns(self._sheet.rows(), numbers, self.batch.header_last)

    @property
    def passed_over(self) -> list[tuple[int, str]]:
        """(row, kind) of the first of these rows."""
        return [(one.row, one.kind) for one in self._reader.skipped[:MOST_NAMED]]

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, those of the body counted apart from the reader: none may get lost."""
        for number, row in enumerate(self._sheet.rows()):
            if number > self.batch.header_last and not all(map(is_blank, row)):
                self.rows_met += 1
            yield row


def places_of(area: Area) -> Places:
    """The divisions inside an area, with the townships and county above its villages."""
    today = clock.today()
    inside = Area.objects.current(today).within(area).order_by("code")
    above = [area.county_code, area.township_code]
    rows = list(inside) + list(Area.objects.filter(code__in=above).exclude(pk__in=inside))
    return Places((found.code, found.name, "", found.parent_id) for found in rows)


def waiting_of(read: ReadHousehold) -> Waiting:
    """What the reader understood, without what blank cells leave open."""
    return Waiting(
        first_row=read.first_row,
        last_row=read.last_row,
        rows=list(read.row_numbers),
        area_code=read.area_code or "",
        household_no=read.household_no or "",
        fields=without_blanks(read.fields),
        people=[
            Person(member.row, without_blanks(member.data), sorted(member.touched))
            for member in read.members
        ],
        kinds=[dict(kind) for kind in read.kinds],
        reasons=[_reason(fault) for fault in read.faults],
        warnings=[_reason(fault) for fault in read.warnings],
    )


def _reason(fault: Any) -> Reason:
    return Reason(fault.row, str(fault.message), fault.code, fault.column, fault.field)


def _shown(cell: Any) -> str:
    """A cell as the page shows it: whole numbers without a decimal point, long ones masked."""
    text = as_text(cell)[:60]
    return LONG_NUMBER.sub(lambda found: mask_identity(found[0]), text)
