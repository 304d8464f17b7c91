"""Reads a roster kept in Excel (走访干部花名册): heads by name in any order, rows as typed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.cell_values import BrokenCell, CellValue, as_text
from foundation.faults import InputError, Text
from foundation.plain import narrow
from foundation.workbooks import Sheet, open_book
from households.importing.mapping import plain_headings

MOST_ROWS = 5000
MOST_SHEET_ROWS = 50_000
"""So many rows a sheet may have with blank ones: formats reach far below the last name."""
MOST_UNPACKED = 16 * 1024 * 1024
"""Looking through more would take longer than a page may."""
LOOKED_AT = 30
LONGEST = 300
"""Of a cell: no field takes more, and what is longer is refused for it."""

HEADS: Mapping[str, str] = {
    "name": "姓名", "unit": "单位", "duty": "职务", "level": "级别", "area": "所属地区",
    "user": "账号", "active_from": "列入日期", "reason": "增加原因",
}  # fmt: skip
"""The columns of the form, by the field each fills."""
LABELS: Mapping[str, Text] = {
    "name": _("Name"), "unit": _("Unit"), "duty": _("Duty"),
    "level": pgettext_lazy("roster column", "Level"),
    "area": pgettext_lazy("roster column", "Area"),
    "user": _("User name"), "active_from": _("On the roster from"),
    "reason": pgettext_lazy("roster column", "Reason"),
}  # fmt: skip
"""The columns in the reader's language; in Chinese as they stand in the form."""
NEEDED = ("name", "unit", "level", "area")
SERIAL, PLACE, WHY = "序号", "原表行", "退回原因"
"""Columns of ours that say nothing about a cadre."""
_SYNONYMS: Mapping[str, str] = {
    "name": (
        "姓名 名字 干部姓名 人员姓名 走访干部 走访干部姓名 包保干部 包保干部姓名 包保人 包保人姓名 "
        "走访人 走访人姓名 责任人 NAME"
    ),
    "unit": "单位 工作单位 所在单位 单位名称 所属单位 现工作单位 部门 工作单位名称 UNIT",
    "duty": "职务 职务职级 现任职务 职务名称 担任职务 岗位 职位 DUTY",
    "level": "级别 层级 干部级别 干部层级 包保级别 包保层级 市县乡村 LEVEL",
    "area": (
        "所属地区 地区 所在地区 地区名称 辖区 所属辖区 区划 所属区划 行政区划 区划名称 包保地区 "
        "走访地区 县市区 县区 区县 所属县区 乡镇 乡镇街道 镇街 街道 所属乡镇 所在乡镇 村 村社区 "
        "村居 社区 行政村 所属村 所在村 包保村 AREA"
    ),
    "user": "账号 帐号 账户 用户名 登录名 登录账号 登录帐号 系统账号 系统帐号 USERNAME",
    "active_from": (
        "列入日期 参加日期 参加时间 列入时间 起始日期 开始日期 开始时间 到岗日期 在册日期 "
        "ONTHEROSTERFROM"
    ),
    "reason": "增加原因 列入原因 补入原因 原因 REASON",
}
_FIELDS = {word: name for name, words in _SYNONYMS.items() for word in words.split()}
_OURS = frozenset((SERIAL, PLACE, WHY, "序", "编号", "NO"))
_FOOT = re.compile(
    r"(合计|总计|共计|小计|填表|填报|制表|审核|负责人|单位负责人|分管|联系电话|备注[::]|说明[::]|注[::])"
)

_COUNT = re.compile(r"\d+[人名个]?")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as typed: the number Excel shows, and the cells by field.

    A blank cell is left out; None is one whose value is lost (#N/A). ``sheet`` is "" where only
    one sheet was read.
    """

    sheet: str
    number: int
    cells: Mapping[str, str | None]


@dataclass
class RosterFile:
    """What an uploaded file holds: its rows, and what may surprise its owner.

    ``passed_over`` are totals, signatures and repeated headings, as (sheet, row); ``unused`` are
    heads nobody here asks for.
    """

    rows: list[SheetRow] = field(default_factory=list)
    passed_over: list[tuple[str, int]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Head:
    row: int
    columns: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def fields(self) -> set[str]:
        return set(self.columns.values())


def read_roster(path: Path) -> RosterFile:
    """Every visible sheet with the heads of a roster, its rows in order.

    Raises UnreadableWorkbook, and InputError for heads that are missing or doubled and for more
    than ``MOST_ROWS`` rows.
    """
    found = RosterFile()
    with open_book(path, max_rows=MOST_SHEET_ROWS, max_bytes=MOST_UNPACKED) as book:
        sheets = [book.open(one.name) for one in book.sheets if not one.is_hidden]
        heads = [(sheet, head) for sheet in sheets if (head := _head(sheet)) is not None]
        if not heads:
            raise InputError("heads", _no_heads())
        for sheet, head in heads:
            _refuse_heads(sheet, head)
        for sheet, head in heads:
            _read(sheet, head, found, sheet.name if len(heads) > 1 else "")
        # Each sheet speaks of the hidden sheets of the whole book.
        found.remarks = list(dict.fromkeys(r for sheet, _head in heads for r in sheet.remarks))
    if not found.rows:
        raise InputError("empty", _("There is no cadre below the headings: fill in the rows."))
    return found


def _no_heads() -> Text:
    message = _("No row has the headings {heads}: name the columns so, or use the form.")
    return format_lazy(message, heads="、".join(HEADS[name] for name in NEEDED))


def _head(sheet: Sheet) -> _Head | None:
    """The first of the rows that name most; None where no row looks like a roster's heading."""
    heads = [_head_of(index, row) for index, row in enumerate(_top(sheet))]
    best = max(heads, key=lambda head: (len(head.fields), -head.row), default=None)
    if best is None or "name" not in best.fields or len(best.fields) < 3:
        return None
    return best


def _top(sheet: Sheet) -> Iterator[list[CellValue]]:
    """The first rows, cells merged downwards filled: a heading may be two rows high."""
    grid = [list(row) for row in islice(sheet.rows(), LOOKED_AT)]
    for top, left, bottom, _right in sheet.merges:
        if bottom > top and top < len(grid) and left < len(grid[top]):
            for row in grid[top + 1 : bottom + 1]:
                row.extend([None] * (left + 1 - len(row)))
                row[left] = grid[top][left]
    yield from grid


def _head_of(index: int, row: Sequence[CellValue]) -> _Head:
    texts = {place: text for place, cell in enumerate(row) if (text := as_text(cell))}
    columns = {place: name for place, text in texts.items() if (name := _field_of(text))}
    return _Head(index, columns, texts)


def _field_of(text: str) -> str:
    if len(text) > 30:
        return ""
    whole, bare = plain_headings(text)
    return _FIELDS.get(whole) or _FIELDS.get(bare, "")


def _refuse_heads(sheet: Sheet, head: _Head) -> None:
    """A needed head that is missing, or one that comes twice; places may stand in several."""
    missing = [HEADS[name] for name in NEEDED if name not in head.fields]
    if missing:
        message = _("Sheet “{sheet}”: the headings {heads} are missing: add them, or use the form.")
        text = format_lazy(message, sheet=sheet.name, heads="、".join(missing))
        raise InputError("heads", text)
    seen: dict[str, str] = {}
    for place, name in head.columns.items():
        if name in seen and name != "area":
            message = _("The headings “{first}” and “{second}” say the same: keep one of them.")
            text = format_lazy(message, first=seen[name], second=head.texts[place])
            raise InputError("heads", text)
        seen[name] = head.texts[place]


def _read(sheet: Sheet, head: _Head, found: RosterFile, name: str) -> None:
    own = {place for place, text in head.texts.items() if plain_headings(text)[0] in _OURS}
    unused = (t for place, t in head.texts.items() if place not in {*head.columns, *own})
    found.unused += [text[:30] for text in unused if text[:30] not in found.unused]
    for number, row in _body(sheet, head):
        cells = _cells(row, head)
        if cells and not _is_foot(row, head, cells):
            found.rows.append(SheetRow(name, number, cells))
        elif any(as_text(c) for place, c in enumerate(row) if place not in own):
            found.passed_over.append((name, number))
        if len(found.rows) > MOST_ROWS:
            message = _("The file has more than {most} rows: split it by county or township.")
            raise InputError("too_many", format_lazy(message, most=f"{MOST_ROWS:,}"))


def _body(sheet: Sheet, head: _Head) -> Iterator[tuple[int, list[CellValue]]]:
    """The rows below the heading with their numbers; a merged cell speaks for all its rows."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in sheet.merges:
        if bottom > top > head.row and left in head.columns:
            starts.setdefault(top, []).append((left, bottom))
    reaching: dict[int, tuple[int, CellValue]] = {}
    for index, values in enumerate(sheet.rows()):
        if index <= head.row:
            continue
        row = list(values)
        for column, (bottom, value) in reaching.items():
            if index <= bottom:
                row.extend([None] * (column + 1 - len(row)))
                row[column] = value if row[column] is None else row[column]
        for column, bottom in starts.get(index, ()):
            reaching[column] = bottom, row[column] if column < len(row) else None
        yield index + 1, row


def _cells(row: Sequence[CellValue], head: _Head) -> dict[str, str | None]:
    cells: dict[str, str | None] = {}
    for place, name in head.columns.items():
        cell = row[place] if place < len(row) else None
        if isinstance(cell, BrokenCell):
            cells[name] = None
        elif text := _printable(as_text(cell)):
            # County, township and village in columns of their own are one path.
            before = cells.get(name, "")
            cells[name] = None if before is None else f"{before}{text}"[:LONGEST]
    return cells


def _printable(text: str) -> str:
    if text.isprintable():
        return text.strip()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _is_foot(row: Sequence[CellValue], head: _Head, cells: Mapping[str, str | None]) -> bool:
    """Totals, signatures, and the heading again at the top of a printed page."""
    if all(as_text(row[p]) == head.texts[p] for p in head.columns if p < len(row) and row[p]):
        return True
    first = next((narrow(text) for cell in row if (text := as_text(cell))), "")
    name = narrow(cells.get("name") or "")
    is_nobody = not name or _COUNT.fullmatch(name) or _FOOT.match(name)
    return bool(_FOOT.match(first) and is_nobody)
