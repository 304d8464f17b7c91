"""Gives refused rows back in the office's own columns, with the reason beside them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from foundation.cell_values import BrokenCell, CellValue
from foundation.ledger_rows import clean_text
from foundation.workbooks import Merge, Sheet, open_sheet
from households.importing.faults import Fault
from households.importing.mapping import REASON_HEADINGS

MOST_NUMBER = 1e300
"""Larger ones, and those that are none, no spreadsheet keeps: they come back as text."""
FIRST_YEAR = 1900
"""In it, and before it, spreadsheets count days wrongly or not at all."""
MOST_COMMENTS = 20_000
"""Comments slow Excel down; beyond these only the reason column speaks."""
_REASON_WIDTH = 60
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
"""Of a sheet, in the units Excel counts: a character beyond the first plane is two."""


def write_refused(
    source: Path,
    sheet: str,
    out: Path,
    faults_by_row: Mapping[int, Sequence[Fault]],
    header_last: int,
) -> int:
    """Write the rows of ``faults_by_row`` (Excel's numbers) to the workbook ``out``; how many.

    The heading and the office's own columns stay as they are, merged cells over the rows that come
    back; behind them
    stands why the row is refused, and each faulty cell carries its fault as a comment. Everything
    typed stays text: nothing becomes a formula. A row refused because of another row of its
    household has an empty sequence. Raises UnreadableWorkbook when the source cannot be read.
    """
    opened = open_sheet(source, sheet)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(out), options) as book:
        return Refused(book, opened, faults_by_row, header_last).write()


class Refused:
    """The workbook of refused rows while it is written."""

    def __init__(
        self,
        book: Workbook,
        source: Sheet,
        faults: Mapping[int, Sequence[Fault]],
        header_last: int,
    ) -> None:
        self.source, self.faults, self.header_last = source, faults, header_last
        self.sheet: Worksheet = book.add_worksheet(sheet_name(source.name))
        self.text = book.add_format({"num_format": "@", "quote_prefix": True})
        self.bad = book.add_format({"num_format": "@", "quote_prefix": True, "bg_color": "#FFE699"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.reason = book.add_format({"text_wrap": True, "font_color": "#C00000"})
        self.width = 0
        self.comments = 0
        self.lines: dict[int, int] = {}
        """Where each row of the source went, both 0-based."""

    def write(self) -> int:
        self.width = self._reason_column()
        self.sheet.set_column(0, max(self.width - 1, 0), 14)
        self.sheet.set_column(self.width, self.width, _REASON_WIDTH)
        count = 0
        for index, cells in enumerate(self._with_merged_values()):
            if index <= self.header_last:
                self._copy(index, cells, ())
                if index == self.header_last:
                    title = _("Reason for return")
                    self.sheet.write_string(len(self.lines) - 1, self.width, title, self.reason)
            elif index + 1 in self.faults:
                faults = self.faults[index + 1]
                line = self._copy(index, cells, faults)
                self._explain(line, faults)
                count += 1
        self._merge()
        return count

    def _with_merged_values(self) -> Iterator[Sequence[CellValue]]:
        """The rows; the first row of a merge to come back has its value.

        The row in which the value stands may be one that does not come back.
        """
        starts: dict[int, list[Merge]] = {}
        for merge in self.source.merges:
            if merge[2] > merge[0]:
                starts.setdefault(merge[0], []).append(merge)
        waiting: dict[int, tuple[int, CellValue]] = {}
        for index, cells in enumerate(self.source.rows()):
            comes_back = index <= self.header_last or index + 1 in self.faults
            row = list(cells)
            for column, (bottom, value) in list(waiting.items()):
                if comes_back and index <= bottom:
                    row.extend([None] * (column + 1 - len(row)))
                    row[column] = value if row[column] is None else row[column]
                if comes_back or index >= bottom:
                    del waiting[column]
            for _top, column, bottom, _right in () if comes_back else starts.get(index, ()):
                if column < len(row) and row[column] is not None:
                    waiting[column] = bottom, row[column]
            yield row

    def _reason_column(self) -> int:
        """Behind the last column, or where an earlier import has written its reasons."""
        for index, cells in enumerate(self.source.rows()):
            if index > self.header_last:
                break
            for column, value in enumerate(cells):
                if index == self.header_last and value in REASON_HEADINGS:
                    return column
        return self.source.width

    def _copy(self, index: int, cells: Sequence[CellValue], faults: Sequence[Fault]) -> int:
        line = self.lines.setdefault(index, len(self.lines))
        wrong = {fault.column for fault in faults if fault.column is not None}
        width = max([len(cells), *(column + 1 for column in wrong)])
        for column in range(min(width, self.width)):
            value = cells[column] if column < len(cells) else None
            self._write(line, column, value, self.bad if column in wrong else self.text)
        return line

    def _write(self, line: int, column: int, value: CellValue, look: Format) -> None:
        if value is None or isinstance(value, BrokenCell):
            if look is self.bad:
                self.sheet.write_blank(line, column, None, look)
        elif isinstance(value, bool):
            self.sheet.write_boolean(line, column, value)
        elif isinstance(value, int | float) and abs(value) < MOST_NUMBER:
            self.sheet.write_number(line, column, value)
        elif isinstance(value, datetime | date) and value.year > FIRST_YEAR:
            self.sheet.write_datetime(line, column, value, self.day)
        else:
            self.sheet.write_string(line, column, clean_text(str(value)), look)

    def _explain(self, line: int, faults: Sequence[Fault]) -> None:
        if not faults:
            text = _("Another row of this household must be mended first.")
        else:
            text = "\n".join(_shown(fault) for fault in faults)
        self.sheet.write_string(line, self.width, clean_text(text), self.reason)
        by_column: dict[int, list[str]] = {}
        for fault in faults:
            if fault.column is not None:
                by_column.setdefault(fault.column, []).append(str(fault.message))
        for column, messages in by_column.items():
            if self.comments < MOST_COMMENTS:
                self.comments += 1
                self.sheet.write_comment(line, column, clean_text("\n".join(messages)))

    def _merge(self) -> None:
        """Merged cells again, over those of their rows that have come along."""
        come_along = sorted(self.lines)
        for top, left, bottom, right in self.source.merges:
            first, end = bisect_left(come_along, top), bisect_right(come_along, bottom)
            is_one_cell = end - first == 1 and left == right
            if first < end and not is_one_cell and right < self.width:
                lines = self.lines[come_along[first]], self.lines[come_along[end - 1]]
                self.sheet.merge.append([lines[0], left, lines[1], right])


def sheet_name(name: str) -> str:
    """The name as Excel accepts it: without []:*?/\\, quotes at its ends and reserved words."""
    kept = _NOT_IN_NAMES.sub(" ", name).strip("' ")
    while len(kept.encode("utf-16-le")) > 2 * LONGEST_NAME:
        kept = kept[:-1]
    kept = kept.strip("' ")
    return "Sheet1" if not kept or kept.lower() == "history" else kept


def _shown(fault: Fault) -> str:
    if not fault.heading:
        return str(fault.message)
    return _("%(heading)s: %(message)s") % {"heading": fault.heading, "message": fault.message}
