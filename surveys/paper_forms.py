"""The form W13 (入户调查表) on paper: cells, tick boxes and tables from the schema (pure).

The same layout filled in and empty, so that paper and screen ask the same; Chinese only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.choices import Benefit
from surveys.content import Content, is_blank, rows
from surveys.fields import Field, Section
from surveys.reading import in_words, row_title
from surveys.schema import SECTIONS

BLANK_ROWS = {
    "members": 4, "supporters": 2, "incomes": 5, "land": 3, "livestock": 2, "vehicles": 2,
    "businesses": 1, "homes": 2, "assets": 3, "expenses": 3, "needs": 3,
}  # fmt: skip
"""Rows of each table of an empty form: what nine of ten families need; more go on a second form."""
SPARE = 1
FEW, SHORT, LETTERS = 4, 5, 15
"""In a column: boxes for so many answers of so many letters; else a number is written."""
ONLY_THEN = "※"
NOT_ASKED = "／"


@dataclass(frozen=True)
class Box:
    """One answer to tick."""

    label: str
    is_on: bool = False


@dataclass(frozen=True)
class Cell:
    """One question on paper: its words, tick boxes or space; ``is_wide`` takes the whole line."""

    label: str
    words: str = ""
    boxes: Sequence[Box] = ()
    unit: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Grid:
    """Questions in lines of two; a wide one has a line of its own."""

    title: str
    lines: list[list[Cell]]


@dataclass(frozen=True)
class Table:
    """Rows with one column for each question; ``legend`` says which codes may be written."""

    heads: list[str]
    body: list[list[Cell]]
    legend: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """One section of the form."""

    title: str
    part: int
    grids: list[Grid]
    table: Table | None = None


def blocks(
    content: Content, *, is_filled: bool, numbers: Mapping[str, str] | None = None
) -> list[Block]:
    """The whole form. An unfilled one has boxes and spare rows; ``numbers`` are masked numbers
    of the members by row id."""
    return [
        _block(section, content, is_filled, numbers or {})
        for section in SECTIONS
        if not section.is_hidden
    ]


def _block(
    section: Section, content: Content, is_filled: bool, numbers: Mapping[str, str]
) -> Block:
    title = str(section.label)
    if section.shape == "single":
        lines = _lines(section, content[section.name], content)
        return Block(title, section.part, [Grid("", lines)])
    if section.shape == "benefits":
        return Block(title, section.part, [], _benefits(section, content, is_filled))
    found = list(rows(content, section.name))
    if section.name == "members":
        return Block(title, section.part, _members(section, content, found, is_filled, numbers))
    return Block(title, section.part, [], _table(section, content, found, is_filled))


def _members(
    section: Section,
    content: Content,
    found: list[tuple[str, dict[str, Any]]],
    is_filled: bool,
    numbers: Mapping[str, str],
) -> list[Grid]:
    spare = 0 if is_filled else max(BLANK_ROWS["members"] - len(found), SPARE)
    grids = []
    for place, (row_id, row) in enumerate([*found, *[("", {})] * spare], start=1):
        name = row_title(section, row_id, row, content) if row else ""
        number = Cell("身份证号", numbers.get(row_id, ""))
        relation = section.field("relation")
        words = in_words(relation, row.get("relation"), content) if relation else ""
        told = [Cell("与户主关系", words), number]
        grids.append(
            Grid(f"成员 {place}　{name}", [told, *_lines(section, row, content, with_given=False)])
        )
    return grids


def _lines(
    section: Section, row: Mapping[str, Any], content: Content, *, with_given: bool = True
) -> list[list[Cell]]:
    """Cells two by two; what is wide stands alone."""
    lines: list[list[Cell]] = []
    half: list[Cell] = []
    for asked in section.fields:
        if asked.is_hidden or (asked.is_given and not with_given):
            continue
        cell = _cell(asked, row.get(asked.name), content, boxes_up_to=99)
        if cell.is_wide:
            lines += [half] if half else []
            lines.append([cell])
            half = []
            continue
        half.append(cell)
        if len(half) == 2:
            lines.append(half)
            half = []
    return [*lines, half] if half else lines


def _table(
    section: Section,
    content: Content,
    found: list[tuple[str, dict[str, Any]]],
    is_filled: bool,
) -> Table:
    spare = 0 if is_filled else max(BLANK_ROWS[section.name] - len(found), SPARE)
    body = [
        [
            _cell(asked, row.get(asked.name), content, boxes_up_to=0 if is_filled else FEW)
            for asked in section.fields
        ]
        for row in [*(row for _id, row in found), *[{}] * spare]
    ]
    heads = [_label(asked) for asked in section.fields]
    return Table(heads, body, [] if is_filled else list(_legend(section)))


def _benefits(section: Section, content: Content, is_filled: bool) -> Table:
    """One line for each benefit; what is not asked of it is struck out, as on the screen."""
    body = []
    for code, row in rows(content, section.name):
        wanted = section.fields_of(code)
        cells = [
            _cell(asked, row.get(asked.name), content, boxes_up_to=0 if is_filled else FEW)
            if asked in wanted
            else Cell(_label(asked), NOT_ASKED)
            for asked in section.fields
        ]
        body.append([Cell("", str(Benefit(code).label)), *cells])
    return Table(["项目", *(str(asked.label) for asked in section.fields)], body)


def _cell(asked: Field, answer: Any, content: Content, *, boxes_up_to: int) -> Cell:
    options = _options(asked, content)
    label, unit = _label(asked), str(asked.unit)
    fits = boxes_up_to != FEW or _fits_a_column(options)
    if options and fits and len(options) <= boxes_up_to:
        chosen = answer if isinstance(answer, list) else [answer]
        boxes = [Box(words, code in chosen) for code, words in options]
        letters = sum(len(box.label) + 2 for box in boxes)
        return Cell(label, "", boxes, is_wide=letters > LETTERS)
    words = "" if is_blank(answer) else in_words(asked, answer, content)
    is_wide = asked.kind in {"long", "multi"}
    return Cell(label, words, (), "" if words else unit, is_wide)


def _options(asked: Field, content: Content) -> list[tuple[Any, str]]:
    if asked.kind == "bool":
        if asked.name.startswith("has_"):
            return [(True, "有"), (False, "没有")]
        return [(True, "是"), (False, "否")]
    if asked.kind in {"choice", "multi"}:
        return [(code, str(words)) for code, words in asked.choices]
    return []


def _fits_a_column(options: Sequence[tuple[Any, str]]) -> bool:
    """Few and short enough to be ticked in a column without standing letter below letter."""
    return len(options) <= FEW and all(len(words) <= SHORT for _code, words in options)


def _label(asked: Field) -> str:
    return f"{asked.label}{ONLY_THEN if asked.shown_if or asked.also_if else ''}"


def _legend(section: Section) -> Iterator[str]:
    """The codes of a column too long for boxes: written instead of ticked."""
    for asked in section.fields:
        if asked.kind == "choice" and not _fits_a_column(_options(asked, {})):
            codes = "　".join(f"{n} {words}" for n, (_code, words) in enumerate(asked.choices, 1))
            yield f"{asked.label}填序号：{codes}"
