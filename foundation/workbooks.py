"""Reads what people upload: Excel and CSV, sizes checked before anything is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
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

from foundation.cell_values import (
    ERROR,
    UNCALCULATED,
    BrokenCell,
    CellValue,
    as_text,
    plain_value,
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

Merge = tuple[int, int, int, int]
MAX_BYTES = 1024 * 1024 * 1024
# Old workbooks hold 65,536 rows at most.
MAX_OLD_BYTES = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


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

    @property
    def width(self) -> int:
        """How many columns the rows have at most, whatever the file says of itself."""
        return max(self.column_count, max(map(len, self.rows()), default=0))

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
        plain = plain_value
        for row in self._sheet.iter_rows():
            yield tuple([v if v.__class__ is str and v else plain(v) for v in row])


class _OldSheet(Sheet):
    def __init__(self, book: OldWorkbook, name: str) -> None:
        _name, _hidden, rows, columns, merges, errors = next(s for s in book.sheets if s[0] == name)
        blocks = ((top, left, bottom, right) for top, left, bottom, right in merges)
        facts = PartFacts(rows, columns, errors={(row, column) for row, column in errors})
        super().__init__(name, facts, tuple(sorted(blocks)))
        self._book = book

    def _values(self) -> Iterator[tuple[CellValue, ...]]:
        for row in self._book.rows(self.name):
            yield tuple([plain_value(value) for value in row])


class _TextSheet(Sheet):
    def __init__(self, table: TextTable, facts: PartFacts) -> None:
        super().__init__("", facts, ())
        self._table = table

    def _values(self) -> Iterator[tuple[CellValue, ...]]:
        for row in self._table.rows():
            yield tuple([_unquoted(value) if value[:1] == "=" else value or None for value in row])


class Book:
    """A file opened once: what sheets it has, and these one by one."""

    @cached_property
    def sheets(self) -> tuple[SheetFacts, ...]:
        """The sheets with cells, in the file's own order."""
        return tuple(self._listed())

    def open(self, sheet: str = "") -> Sheet:
        """One sheet by name, the first without one; it may be read after the file is closed.

        Raises UnreadableWorkbook in the reader's language.
        """
        raise NotImplementedError

    def _listed(self) -> Iterator[SheetFacts]:
        raise NotImplementedError


class _ExcelBook(Book):
    def __init__(self, book: CalamineWorkbook, package: PackageFacts) -> None:
        self._book, self._package = book, package
        self._visible = {one.name: _is_visible(one) for one in _worksheets(book)}

    def open(self, sheet: str = "") -> Sheet:
        name = _chosen(sheet, self._visible)
        facts = _facts(self._book, self._package, name)
        with _no_panic():
            opened = _ExcelSheet(self._book.get_sheet_by_name(name), facts)
        has_macros = self._package.has_macros
        opened.remarks = tuple(_remarks(opened, self._visible, has_macros=has_macros))
        return opened

    def _listed(self) -> Iterator[SheetFacts]:
        for name, is_visible in self._visible.items():
            facts = _facts(self._book, self._package, name)
            yield SheetFacts(name, facts.row_count, facts.column_count, is_hidden=not is_visible)


class _OldBook(Book):
    def __init__(self, path: Path, max_rows: int, head: int | None) -> None:
        self._path, self._max_rows = path, max_rows
        self._book = _old(path, most=head or 0)
        self._has_heads = head is not None
        self._visible = {name: not is_hidden for name, is_hidden, *_rest in self._book.sheets}

    def open(self, sheet: str = "") -> Sheet:
        name = _chosen(sheet, self._visible)
        opened = _OldSheet(self._book if self._has_heads else _old(self._path, name), name)
        if opened.row_count > self._max_rows:
            raise too_long(self._max_rows)
        opened.remarks = tuple(_remarks(opened, self._visible, has_macros=False))
        return opened

    def _listed(self) -> Iterator[SheetFacts]:
        for name, is_hidden, rows, columns, *_rest in self._book.sheets:
            yield SheetFacts(name, rows, columns, is_hidden)


class _TextBook(Book):
    def __init__(self, path: Path, max_rows: int) -> None:
        self._table = TextTable(path)
        self._facts = _text_facts(self._table, max_rows)

    def open(self, sheet: str = "") -> Sheet:
        return _TextSheet(self._table, self._facts)

    def _listed(self) -> Iterator[SheetFacts]:
        yield SheetFacts("", self._facts.row_count, self._facts.column_count, is_hidden=False)


@contextmanager
def open_book(
    path: Path, *, max_rows: int = 200_000, max_bytes: int = MAX_BYTES, head: int | None = None
) -> Iterator[Book]:
    """Look through a workbook or text table and open it, once for all its sheets.

    ``max_bytes`` limits the file unpacked. Of a workbook with macros the cells are read, never
    the macros. With ``head`` no more than that many rows of each sheet are wanted. Raises
    UnreadableWorkbook in the reader's language.
    """
    start = _start(path)
    if path.stat().st_size > max_bytes:
        raise too_big()
    if start == _OLE:
        yield _OldBook(path, max_rows, head)
    elif start == _ZIP:
        package = check_package(path, max_rows, max_bytes)
        with path.open("rb") as file, _opened(file) as book:
            yield _ExcelBook(book, package)
    else:
        yield _TextBook(path, max_rows)


def open_sheet(
    path: Path, sheet: str = "", *, max_rows: int = 200_000, max_bytes: int = MAX_BYTES
) -> Sheet:
    """Open one sheet of a file by name, the first without one; see ``open_book``."""
    with open_book(path, max_rows=max_rows, max_bytes=max_bytes) as book:
        return book.open(sheet)


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


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _old(path: Path, sheet: str | None = None, *, most: int | None = None) -> OldWorkbook:
    if path.stat().st_size > MAX_OLD_BYTES:
        raise too_big()
    with _no_panic():
        return OldWorkbook(path, sheet, most=most)
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
