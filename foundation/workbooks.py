"""Reads what people upload: Excel and CSV, sizes checked before anything is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from foundation.old_workbooks import OldWorkbook
from foundation.text_tables import TextTable
from foundation.workbook_checks import (
    MAX_CELLS,
    MAX_COLUMNS,
    PackageFacts,
    PartFacts,
    UnreadableWorkbook,
    check_package,
    damaged,
    has_password,
    too_big,
    too_long,
    too_wide,
)

CellValue = str | int | float | bool | date | datetime | None
Merge = tuple[int, int, int, int]
MAX_BYTES = 1024 * 1024 * 1024
# Old workbooks hold 65,536 rows at most.
MAX_OLD_BYTES = 64 * 1024 * 1024
EXACT = 10**15
"""From here on a spreadsheet has rounded a number: it keeps 15 digits."""
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


class BrokenCell(str):
    """What a cell without a usable value shows; ``code`` says why it has none.

    ``error`` is a cell that shows an error such as #N/A, ``uncalculated`` a formula whose value
    was never kept.
    """

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str) -> "BrokenCell":
        made = super().__new__(cls, "#")
        made.code = code
        return made


ERROR = BrokenCell("error")
UNCALCULATED = BrokenCell("uncalculated")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet of a workbook, to choose from; a text table is one sheet named ""."""

    name: str
    row_count: int
    column_count: int
    is_hidden: bool


class Sheet:
    """One sheet opened for reading, its cells with their types.

    Places are 0-based. ``remarks`` tell the reader what was passed over or may surprise: macros,
    hidden sheets and rows. ``merges`` are (first row, first column, last row, last column).
    """

    def __init__(self, name: str, facts: PartFacts, merges: tuple[Merge, ...]) -> None:
        self.name = name
        self.row_count = facts.row_count
        self.column_count = facts.column_count
        self.hidden_rows = frozenset(facts.hidden_rows)
        self.merges = merges
        self.remarks: tuple[str, ...] = ()
        self._broken = dict.fromkeys(facts.errors, ERROR) | dict.fromkeys(
            facts.uncalculated, UNCALCULATED
        )

    def rows(self) -> Iterator[tuple[CellValue, ...]]:
        """Every row from the first of the sheet on, blank ones included; may be asked again."""
        broken: dict[int, list[tuple[int, BrokenCell]]] = {}
        for (row, column), cell in self._broken.items():
            broken.setdefault(row, []).append((column, cell))
        for index, values in enumerate(self._values()):
            if index in broken:
                yield _with_broken(values, broken[index])
            else:
                yield values

    def _values(self) -> Iterator[tuple[CellValue, ...]]:
        raise NotImplementedError


class _ExcelSheet(Sheet):
    def __init__(self, sheet: CalamineSheet, facts: PartFacts) -> None:
        ranges = sheet.merged_cell_ranges or []
        merges = tuple(sorted((*start, *end) for start, end in ranges))
        super().__init__(sheet.name, facts, merges)
        self._sheet = sheet

    def _values(self) -> Iterator[tuple[CellValue, ...]]:
        if self._sheet.start is None:
            return
        plain = _plain
        for row in self._sheet.iter_rows():
            yield tuple([v if v.__class__ is str and v else plain(v) for v in row])


class _OldSheet(Sheet):
    def __init__(self, book: OldWorkbook, name: str) -> None:
        rows, columns, merges = next(
            (rows, columns, merges) for one, _hidden, rows, columns, merges in book.sheets
            if one == name
        )  # fmt: skip
        blocks = ((top, left, bottom, right) for top, left, bottom, right in merges)
        super().__init__(name, PartFacts(rows, columns), tuple(sorted(blocks)))
        self._book = book

    def _values(self) -> Iterator[tuple[CellValue, ...]]:
        for row in self._book.rows():
            yield tuple([_plain(value) for value in row])


class _TextSheet(Sheet):
    def __init__(self, table: TextTable, facts: PartFacts) -> None:
        super().__init__("", facts, ())
        self._table = table

    def _values(self) -> Iterator[tuple[CellValue, ...]]:
        for row in self._table.rows():
            yield tuple([_unquoted(value) if value[:1] == "=" else value or None for value in row])


def list_sheets(path: Path, *, max_rows: int = 1_048_576) -> tuple[SheetFacts, ...]:
    """The sheets with cells of a workbook or text table, in its own order.

    Raises UnreadableWorkbook in the reader's language.
    """
    start = _start(path)
    if start == _OLE:
        found = [(name, PartFacts(r, c), h) for name, h, r, c, _m in _old(path).sheets]
    elif start == _ZIP:
        package = _package(path, max_rows, MAX_BYTES)
        with path.open("rb") as file, _opened(file) as book:
            found = [
                (sheet.name, _facts(book, package, sheet.name), not _is_visible(sheet))
                for sheet in _worksheets(book)
            ]
    else:
        found = [("", _text_facts(TextTable(path), max_rows), False)]
    return tuple(
        SheetFacts(name, facts.row_count, facts.column_count, is_hidden)
        for name, facts, is_hidden in found
    )


def open_sheet(
    path: Path, sheet: str = "", *, max_rows: int = 200_000, max_bytes: int = MAX_BYTES
) -> Sheet:
    """Open one sheet by name, the first of the workbook without one.

    ``max_bytes`` limits the file unpacked. Of a workbook with macros the cells are read, never
    the macros. Raises UnreadableWorkbook in the reader's language.
    """
    start = _start(path)
    if path.stat().st_size > max_bytes:
        raise too_big()
    if start == _OLE:
        return _open_old(path, sheet, max_rows)
    if start != _ZIP:
        table = TextTable(path)
        return _TextSheet(table, _text_facts(table, max_rows))
    package = _package(path, max_rows, max_bytes)
    with path.open("rb") as file, _opened(file) as book, _no_panic():
        visible = {one.name: _is_visible(one) for one in _worksheets(book)}
        name = _chosen(sheet, visible)
        facts = _facts(book, package, name)
        opened = _ExcelSheet(book.get_sheet_by_name(name), facts)
    opened.remarks = tuple(_remarks(opened, visible, has_macros=package.has_macros))
    return opened


def _open_old(path: Path, sheet: str, max_rows: int) -> Sheet:
    first = _old(path)
    visible = {name: not is_hidden for name, is_hidden, *_rest in first.sheets}
    name = _chosen(sheet, visible)
    opened = _OldSheet(_old(path, name), name)
    if opened.row_count > max_rows:
        raise too_long(max_rows)
    opened.remarks = tuple(_remarks(opened, visible, has_macros=False))
    return opened


def read_workbook(
    path: Path, *, max_rows: int = 50_000, max_bytes: int = 100 * 1024 * 1024
) -> list[list[str]]:
    """All cells of the first sheet as text, header rows included, empty rows at the end dropped.

    ``max_bytes`` limits the file unpacked. Whole numbers come without decimals, dates as
    ``2021-06-18``. Raises ``UnreadableWorkbook`` in the reader's language.
    """
    opened = open_sheet(path, max_rows=max_rows, max_bytes=max_bytes)
    rows = [[as_text(value) for value in row] for row in opened.rows()]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def as_text(value: CellValue) -> str:
    """A cell's value as people read it."""
    if value is None or isinstance(value, BrokenCell):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value).strip()


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _package(path: Path, max_rows: int, max_bytes: int) -> PackageFacts:
    if path.stat().st_size > max_bytes:
        raise too_big()
    return check_package(path, max_rows, max_bytes)


def _old(path: Path, sheet: str | None = None) -> OldWorkbook:
    if path.stat().st_size > MAX_OLD_BYTES:
        raise too_big()
    with _no_panic():
        return OldWorkbook(path, sheet)
    raise damaged()  # not reached: whatever is wrong has been raised


def _opened(file: Any) -> CalamineWorkbook:
    with _no_panic():
        return CalamineWorkbook.from_filelike(file)
    raise damaged()  # not reached: whatever is wrong has been raised


@contextmanager
def _no_panic() -> Iterator[None]:
    """Turn whatever the reader says about a file into a refusal; its panics are no Exception."""
    try:
        yield
    except PasswordError as error:
        raise has_password() from error
    except UnreadableWorkbook:
        raise
    except (CalamineError, ValueError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error


def _worksheets(book: CalamineWorkbook) -> list[SheetMetadata]:
    return [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]


def _is_visible(sheet: SheetMetadata) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible


def _chosen(sheet: str, visible: dict[str, bool]) -> str:
    name = sheet or next(iter(visible), "")
    if name not in visible:
        raise UnreadableWorkbook(_("The workbook has no such sheet: choose another one."))
    return name


def _facts(book: CalamineWorkbook, package: PackageFacts, name: str) -> PartFacts:
    """What is known of a sheet; where its part is not named, by reading it."""
    if name in package.sheets:
        return package.sheets[name]
    with _no_panic():
        row, column = book.get_sheet_by_name(name).end or (-1, -1)
    return PartFacts(row + 1, column + 1)


def _text_facts(table: TextTable, max_rows: int) -> PartFacts:
    facts = PartFacts()
    for row in table.rows():
        facts.row_count += 1
        facts.column_count = max(facts.column_count, len(row))
        facts.element_count += len(row)
        if facts.row_count > max_rows or facts.element_count > MAX_CELLS:
            raise too_long(max_rows)
        if facts.column_count > MAX_COLUMNS:
            raise too_wide()
    return facts


def _remarks(sheet: Sheet, visible: dict[str, bool], *, has_macros: bool) -> Iterator[str]:
    if has_macros:
        yield _("The workbook has macros: only the cells are read, no macro runs.")
    hidden = [name for name, shown in visible.items() if not shown and name != sheet.name]
    if hidden:
        yield _("Hidden sheets: %(names)s.") % {"names": "、".join(hidden)}
    if not visible[sheet.name]:
        yield _("This sheet is hidden in the workbook.")
    if sheet.hidden_rows:
        message = _("%(count)s rows are hidden (filtered or folded away); they are read as well.")
        yield message % {"count": len(sheet.hidden_rows)}


def _with_broken(
    values: tuple[CellValue, ...], broken: list[tuple[int, BrokenCell]]
) -> tuple[CellValue, ...]:
    row = list(values)
    for column, cell in broken:
        row.extend([None] * (column + 1 - len(row)))
        row[column] = cell
    return tuple(row)


def _unquoted(value: str) -> str:
    """The text in ``="0123"``, by which systems keep Excel from rounding numbers in a CSV."""
    return value[2:-1] if value.startswith('="') and value.endswith('"') else value


def _plain(value: Any) -> CellValue:
    """Blank as None, whole numbers as int while they are exact, times of day as text."""
    if value == "" or value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, time | timedelta):
        return str(value)
    return value  # type: ignore[no-any-return]
