"""An agency's file layout (文件格式) as data: which column is which of our fields."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from verification.engine.identity import tidy
from verification.engine.reasons import FileProblem, FileRefused

LAYOUT_FOLDER = Path(__file__).resolve().parent.parent / "data" / "layouts"
EXCEL = "excel"
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_UNITS = frozenset({"元", "万元", "千元", "分"})
_ALWAYS = ("name", "identity_number")
_DELIMITERS = (",", "\t", "|", ";")


class LayoutInvalid(ValueError):
    """The layout contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class FileLayout:
    """How one agency delivers one item; ``columns`` maps our field to the headings it may have.

    ``format`` is csv or txt (txt: any of the usual separators); ``encoding`` only settles what
    the bytes leave open; without a heading the order of ``columns`` is the order in the file.
    Dates are tried in the order of ``date_formats`` ("excel" = serial number of a day);
    ``money_units`` gives the unit (元, 万元) of fields that hold money, 元 where not said.
    """

    agency: str
    item: str
    format: str
    encoding: str
    delimiter: str
    has_header: bool
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...] = _ALWAYS
    date_formats: tuple[str, ...] = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", EXCEL)
    money_units: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.format not in {"csv", "txt"}:
            raise LayoutInvalid(f"format must be csv or txt, not {self.format!r}")
        if self.encoding not in {"auto", "gb18030", "utf-8"}:
            raise LayoutInvalid(f"encoding must be auto, gb18030 or utf-8, not {self.encoding!r}")
        if self.delimiter not in _DELIMITERS:
            raise LayoutInvalid(f"delimiter {self.delimiter!r} is not one of , tab | ;")
        for name in self.columns:
            if not _FIELD_NAME.fullmatch(name):
                raise LayoutInvalid(f"field {name!r} must be lower-case letters, digits and _")
        missing = {"identity_number", *self.required} - set(self.columns)
        if missing:
            raise LayoutInvalid(f"columns lack {', '.join(sorted(missing))}")
        unknown = set(self.money_units.values()) - _UNITS
        if unknown:
            raise LayoutInvalid(f"unknown money units {', '.join(sorted(unknown))}")

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Self:
        """A layout from a JSON object or database row; raises ``LayoutInvalid``."""
        try:
            return cls(
                agency=data["agency"],
                item=data["item"],
                format=data["format"],
                encoding=data.get("encoding", "auto"),
                delimiter=data.get("delimiter", ","),
                has_header=data.get("has_header", True),
                columns={name: tuple(titles) for name, titles in data["columns"].items()},
                required=tuple(data.get("required", _ALWAYS)),
                date_formats=tuple(data["date_formats"]),
                money_units=dict(data.get("money_units", {})),
            )
        except KeyError as missing:
            raise LayoutInvalid(f"the layout lacks {missing}") from None

    def read_date(self, raw: str) -> date | None:
        """The day a raw value means, or None when it is no date in the formats of the layout."""
        value = tidy(raw)
        for pattern in self.date_formats:
            if pattern == EXCEL:
                if value.isdecimal() and len(value) == 5:
                    return _EXCEL_DAY_ZERO + timedelta(days=int(value))
                continue
            if pattern == "%Y%m%d" and len(value) != 8:
                continue
            try:
                return datetime.strptime(value, pattern).date()  # noqa: DTZ007 (a day, no time)
            except ValueError:
                continue
        return None


@dataclass(frozen=True, slots=True)
class FileShape:
    """What the first row told: the separator and which field stands in which column."""

    delimiter: str
    width: int
    fields: Mapping[str, int]


def load_layout(item: str) -> FileLayout:
    """The layout shipped for an item, e.g. ``vehicles`` (机动车)."""
    return FileLayout.from_mapping(
        json.loads((LAYOUT_FOLDER / f"{item}.json").read_text(encoding="utf-8"))
    )


def read_shape(layout: FileLayout, first_record: str) -> FileShape:
    """Find the separator and the columns from the first record of a file.

    Raises ``FileRefused`` naming the headings that were looked for and not found.
    """
    if not layout.has_header:
        width = len(_split(first_record, layout.delimiter))
        fields = {name: index for index, name in enumerate(layout.columns) if index < width}
        _demand(layout, fields)
        return FileShape(layout.delimiter, width, fields)
    best: FileShape | None = None
    for delimiter in dict.fromkeys([layout.delimiter, *_DELIMITERS]):
        titles = _split(first_record, delimiter)
        shape = FileShape(delimiter, len(titles), _locate(layout, titles))
        if best is None or len(shape.fields) > len(best.fields):
            best = shape
    assert best is not None  # noqa: S101 (the loop runs at least once)
    _demand(layout, best.fields)
    return best


def _split(record: str, delimiter: str) -> list[str]:
    titles = next(csv.reader([record], delimiter=delimiter), [])
    while titles and not tidy(titles[-1]):
        titles.pop()
    return titles


def _locate(layout: FileLayout, titles: Sequence[str]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for index, title in enumerate(titles):
        positions.setdefault(tidy(title), index)
    found: dict[str, int] = {}
    for name, synonyms in layout.columns.items():
        for synonym in synonyms:
            if tidy(synonym) in positions:
                found[name] = positions[tidy(synonym)]
                break
    return found


def _demand(layout: FileLayout, fields: Mapping[str, int]) -> None:
    missing = tuple(
        layout.columns[name][0] if layout.columns[name] else name
        for name in dict.fromkeys(["identity_number", *layout.required])
        if name not in fields
    )
    if missing:
        raise FileRefused(FileProblem.COLUMNS_MISSING, row_number=1, columns=missing)
