"""Ledgers 台账 as declarations, streamed into Excel workbooks with constant memory.

The writer is XlsxWriter: of the faster ones tried, none merges cells below the header row, which
household-with-members ledgers need.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from cryptography.hazmat.primitives.hashes import SM3, Hash
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from foundation.ledger_forms import Column, Heading, Kind, Ledger, depth_of, headings_of, leaves_of
from foundation.ledger_rows import (
    CellWriter,
    RowSheet,
    Value,
    clean_text,
    date_cells,
    number_cells,
    serial_cells,
    text_cells,
)

MAX_ROWS = 1_000_000
MAX_WATERMARK = 110  # Excel takes 255 characters of header or footer, "&" counting double
NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "integer": "0",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
}
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class LedgerFacts:
    """What was written: enough to prove later that a file is the one that was exported.

    ``sums`` is keyed by the column's position among ``Ledger.leaves``.
    """

    sheet_name: str
    row_count: int
    sums: Mapping[int, Decimal]
    checksum_sm3: str


class LedgerBook:
    """One workbook being written: a sheet per ``add`` and a closing 数据说明 sheet.

    Use as a context manager; nothing is complete before it closes. ``watermark`` is printed over
    and under every page: who took the file, when, and what for.
    """

    def __init__(
        self,
        target: str | Path | IO[bytes],
        *,
        region: str,
        cut_off: date,
        reported_by: str,
        data_notes: Mapping[str, str],
        watermark: str = "",
    ) -> None:
        self.region, self.cut_off, self.reported_by = region, cut_off, reported_by
        self.watermark = _line(watermark)[:MAX_WATERMARK].replace("&", "&&")
        self.data_notes = data_notes
        self.facts: list[tuple[Ledger, LedgerFacts]] = []
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = Workbook(str(target) if isinstance(target, Path) else target, options)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._explain()
        self._book.close()

    def add(
        self,
        ledger: Ledger,
        rows: Iterable[Sequence[Value]],
        *,
        sheet_name: str = "",
        merge_columns: Sequence[int] | None = None,
    ) -> LedgerFacts:
        """Write one sheet.

        ``merge_columns`` are positions among ``ledger.leaves``. Neighbouring rows with the same
        value in the first of them are one household: these columns are merged downwards, 序号
        counts the household once, and totals count its values once.

        Raises ``ValueError`` when a row has the wrong number of values or there are more rows
        than a sheet can hold.
        """
        name = self._free_name(sheet_name or ledger.title)
        made = self._book.add_worksheet(name, RowSheet)
        sheet = _Sheet(self, made, ledger, tuple(merge_columns or ()))
        sheet.write_heading()
        sheet.write_rows(rows)
        facts = sheet.write_foot(name)
        self.facts.append((ledger, facts))
        return facts

    def format(self, **properties: Any) -> Format:
        """A cell format, made once per workbook."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def _free_name(self, wanted: str) -> str:
        taken = {facts.sheet_name for _ledger, facts in self.facts} | {"数据说明"}
        base = _SHEET_NAME.sub("", wanted)[:31] or "台账"
        name, number = base, 2
        while name in taken:
            name = f"{base[:27]}({number})"
            number += 1
        return name

    def _explain(self) -> None:
        sheet = self._book.add_worksheet("数据说明")
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 80)
        sheet.set_paper(9)
        label = self.format(border=1, bold=True, bg_color="#F2F2F2")
        body = self.format(border=1, text_wrap=True, num_format="@")
        for row, (name, text) in enumerate(self._explanations()):
            sheet.write_string(row, 0, name, label)
            sheet.write_string(row, 1, _line(text), body)

    def _explanations(self) -> Iterator[tuple[str, str]]:
        yield "地区", self.region
        yield "填报单位", self.reported_by
        yield "数据截止", chinese_date(self.cut_off)
        yield from self.data_notes.items()
        for ledger, facts in self.facts:
            yield "工作表", f"{facts.sheet_name}({ledger.code} {ledger.title})"
            yield "行数", str(facts.row_count)
            for position, amount in facts.sums.items():
                yield f"合计:{ledger.leaves[position].title}", f"{amount:,}"
            yield "校验码(SM3)", facts.checksum_sm3


def write_ledger(
    target: str | Path | IO[bytes],
    ledger: Ledger,
    rows: Iterable[Sequence[Value]],
    *,
    region: str,
    cut_off: date,
    reported_by: str,
    data_notes: Mapping[str, str],
    sheet_name: str = "",
    merge_columns: Sequence[int] | None = None,
) -> LedgerFacts:
    """Write a workbook of one ledger and its 数据说明; see ``LedgerBook`` for several sheets."""
    with LedgerBook(
        target, region=region, cut_off=cut_off, reported_by=reported_by, data_notes=data_notes
    ) as book:
        return book.add(ledger, rows, sheet_name=sheet_name, merge_columns=merge_columns)


def _line(text: str) -> str:
    """Text for the writer's own cells, which would take ``<r>…</r>`` for ready-made markup."""
    return clean_text(text).replace("<r>", "< r>")


def chinese_date(day: date) -> str:
    """``2021年6月18日``"""
    return f"{day.year}年{day.month}月{day.day}日"


class _Sheet:
    """One ledger sheet while it is written, from the title down to the signatures."""

    def __init__(
        self, book: LedgerBook, sheet: RowSheet, ledger: Ledger, merged: tuple[int, ...]
    ) -> None:
        self.book, self.sheet, self.ledger = book, sheet, ledger
        self.leaves = ledger.leaves
        self.offset = 1 if ledger.numbered else 0
        self.merged = merged
        self.width = len(self.leaves) + self.offset
        self.row = 0
        self.row_count = 0
        self.serial = 0
        self.sums = {i: Decimal(0) for i, leaf in enumerate(self.leaves) if leaf.total}
        self.digest = Hash(SM3())
        self.spans: list[tuple[int, int]] = []

    def write_heading(self) -> None:
        shown = [Column("序号", 6, "integer"), *self.ledger.columns]
        columns = shown if self.ledger.numbered else list(self.ledger.columns)
        for position, leaf in enumerate(leaves_of(columns)):
            self.sheet.set_column(position, position, leaf.width)
        self._page()
        title = self.book.format(bold=True, font_size=18, align="center")
        self.sheet.set_row(0, 36)
        self._band(0, 0, self.width - 1, f"{self.book.region}{self.ledger.title}", title)
        self._facts_line()
        depth = depth_of(columns)
        self._headings(headings_of(columns), 2, depth)
        self.row = 2 + depth
        self.sheet.freeze_panes(self.row, self.ledger.frozen_columns)
        self.sheet.repeat_rows(0, self.row - 1)

    def write_rows(self, rows: Iterable[Sequence[Value]]) -> None:
        cells = [self._cells(i, leaf) for i, leaf in enumerate(self.leaves)]
        serial = serial_cells(self.book.format(border=1, num_format="0", align="center"))
        merged, key = frozenset(self.merged), self.merged[0] if self.merged else None
        previous: Value = None
        self.sheet.begin_rows(self.row)
        for values in rows:
            if len(values) != len(cells):
                raise ValueError(f"{len(values)} values for {len(cells)} columns")
            if self.row_count >= MAX_ROWS:
                raise ValueError(f"a sheet holds at most {MAX_ROWS} rows")
            follows = key is not None and self.row_count > 0 and values[key] == previous
            if follows:
                values = [None if i in merged else value for i, value in enumerate(values)]
            elif key is not None:
                previous = values[key]
            self.serial += not follows
            number = str(self.row + 1)
            written = [write(number, value) for write, value in zip(cells, values, strict=True)]
            xml = [cell for cell, _proof in written]
            if self.offset:
                xml.insert(0, serial(number, None if follows else self.serial)[0])
            self.sheet.write_cells(number, xml)
            self.digest.update("\x1f".join([proof for _cell, proof in written]).encode() + b"\x1e")
            self._extend_span(follows=follows)
            self.row += 1
            self.row_count += 1
        if self.row_count:
            self.sheet.end_rows(self.row, self.width)

    def write_foot(self, name: str) -> LedgerFacts:
        """Totals and signatures; merges of the data go in now that their lengths are known."""
        for top, bottom in self.spans:
            if bottom > top:
                columns = [position + self.offset for position in self.merged]
                for column in [0, *columns] if self.offset else columns:
                    self.sheet.merge.append([top, column, bottom, column])
        if self.sums:
            self._totals()
        if self.ledger.signature_line:
            foot = self.book.format(align="left")
            self.sheet.set_row(self.row, 24)
            self._band(self.row, 0, self.width - 1, self.ledger.signature_line, foot)
        checksum = self.digest.finalize().hex()
        return LedgerFacts(name, self.row_count, self.sums, checksum)

    def _page(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.set_footer(f"&C第 &P 页 共 &N 页&R{self.book.watermark}")
        if self.book.watermark:
            self.sheet.set_header(f"&C{self.book.watermark}")

    def _facts_line(self) -> None:
        self.sheet.set_row(1, 20)
        by = f"填报单位(盖章):{self.book.reported_by}"
        until = f"数据截止:{chinese_date(self.book.cut_off)}"
        third = self.width // 3
        if third < 2:
            line = f"{by}    {until}    {self.ledger.unit_line}"
            self._band(1, 0, self.width - 1, line, self.book.format(align="left"))
            return
        left, middle, right = (self.book.format(align=a) for a in ("left", "center", "right"))
        self._band(1, 0, third - 1, by, left)
        self._band(1, third, self.width - third - 1, until, middle)
        self._band(1, self.width - third, self.width - 1, self.ledger.unit_line, right)

    def _band(self, row: int, left: int, right: int, text: str, look: Format) -> None:
        """One text over several columns of one row."""
        self.sheet.write_string(row, left, _line(text), look)
        for column in range(left + 1, right + 1):
            self.sheet.write_blank(row, column, None, look)
        if right > left:
            self.sheet.merge.append([row, left, row, right])

    def _headings(self, headings: Iterable[Heading], top: int, depth: int) -> None:
        look = self.book.format(
            bold=True, border=1, align="center", text_wrap=True, bg_color="#F2F2F2"
        )
        texts: dict[tuple[int, int], str] = {}
        for heading in headings:
            texts[heading.top, heading.left] = heading.title
            if (heading.top, heading.left) != (heading.bottom, heading.right):
                area = [top + heading.top, heading.left, top + heading.bottom, heading.right]
                self.sheet.merge.append(area)
        for level in range(depth):
            self.sheet.set_row(top + level, 30)
            for column in range(self.width):
                text = texts.get((level, column), "")
                self.sheet.write_string(top + level, column, text, look)

    def _cells(self, position: int, leaf: Column) -> CellWriter:
        column = position + self.offset
        align = {"text": "left", "integer": "right", "money": "right"}.get(leaf.kind, "center")
        look = self.book.format(border=1, num_format=NUMBER_FORMATS[leaf.kind], align=align)
        if leaf.kind == "text":
            quoted = self.book.format(border=1, num_format="@", align=align, quote_prefix=True)
            return text_cells(column, look, quoted)
        if leaf.kind in ("date", "month"):
            return date_cells(column, look)
        kind_format = "d" if leaf.kind == "integer" else "f"
        return number_cells(column, look, kind_format, self._adder(position))

    def _adder(self, position: int) -> Callable[[int | Decimal], None] | None:
        sums = self.sums
        if position not in sums:
            return None

        def add(value: int | Decimal) -> None:
            sums[position] += value

        return add

    def _extend_span(self, *, follows: bool) -> None:
        if follows:
            self.spans[-1] = (self.spans[-1][0], self.row)
        else:
            self.spans.append((self.row, self.row))

    def _totals(self) -> None:
        label = self.book.format(bold=True, border=1, align="center")
        first = min(self.sums) + self.offset
        if first:
            self._band(self.row, 0, first - 1, "合计", label)
        for column in range(first, self.width):
            amount = self.sums.get(column - self.offset)
            if amount is None:
                self.sheet.write_blank(self.row, column, None, label)
                continue
            kind = self.leaves[column - self.offset].kind
            look = self.book.format(bold=True, border=1, num_format=NUMBER_FORMATS[kind])
            self.sheet.write_number(self.row, column, amount, look)
        self.row += 1
