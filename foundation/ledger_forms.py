"""The form of a ledger 台账: its columns, grouped headings and fixed lines, as declarations."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "money", "date", "month"]

_GAP = " " * 12
SIGNATURES = _GAP.join(("单位负责人:", "分管审核人:", "填表人:", "联系电话:", "填报日期:"))


@dataclass(frozen=True)
class Column:
    """One column: its heading, width in characters, and what its cells hold.

    ``money`` is yuan with two decimals (``Decimal``); identity numbers, phones and accounts are
    ``text``. ``total`` adds the column up in the 合计 row.
    """

    title: str
    width: float = 10
    kind: Kind = "text"
    total: bool = False


@dataclass(frozen=True)
class Group:
    """A heading over several columns or further groups; at most two groups deep."""

    title: str
    columns: Sequence["Column | Group"]


@dataclass(frozen=True)
class Ledger:
    """The fixed form of one ledger; a row holds one value per column, 序号 not counted."""

    code: str
    title: str
    columns: Sequence[Column | Group]
    unit_line: str = "单位:户、人、元"
    signature_line: str = SIGNATURES
    numbered: bool = True
    frozen_columns: int = 0

    @property
    def leaves(self) -> list[Column]:
        return list(leaves_of(self.columns))


@dataclass(frozen=True)
class Heading:
    """One heading cell, as first and last row and column below the top of the heading."""

    title: str
    top: int
    left: int
    bottom: int
    right: int


def leaves_of(columns: Iterable[Column | Group]) -> Iterator[Column]:
    """The columns themselves, left to right."""
    for column in columns:
        if isinstance(column, Group):
            yield from leaves_of(column.columns)
        else:
            yield column


def depth_of(columns: Iterable[Column | Group]) -> int:
    """How many heading rows the columns need."""
    return max(1 + (depth_of(c.columns) if isinstance(c, Group) else 0) for c in columns)


def headings_of(columns: Sequence[Column | Group]) -> list[Heading]:
    """Every heading cell; a column without group reaches down over all heading rows."""
    return list(_placed(columns, depth_of(columns), 0, 0))


def _placed(
    columns: Iterable[Column | Group], depth: int, top: int, left: int
) -> Iterator[Heading]:
    for column in columns:
        if isinstance(column, Group):
            right = left + sum(1 for _leaf in leaves_of(column.columns)) - 1
            yield Heading(column.title, top, left, top, right)
            yield from _placed(column.columns, depth, top + 1, left)
            left = right + 1
        else:
            yield Heading(column.title, top, left, depth - 1, left)
            left += 1
