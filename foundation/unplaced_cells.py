"""Cells of a sheet that do not say where they stand: each follows the one before it.

Some programs leave ``r="B2"`` out, which the format allows. The places are counted here as the
reader counts them, so that the limits on rows and columns hold for such sheets too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ELEMENT = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])((?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)(/?>)")
_PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']\s*\$?([A-Za-z]{0,3})\$?(\d{1,10})")
_TYPE = re.compile(rb"(?:^|\s)t\s*=\s*[\"'](\w+)")
_FORMULA = re.compile(rb"\s*<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")


@dataclass
class Cursor:
    """The row and column the next element without a place gets; kept from piece to piece."""

    row: int = -1
    column: int = 0


@dataclass(frozen=True)
class Found:
    """One cell, 0-based; ``kind`` is "error", "uncalculated" or ""."""

    row: int
    column: int
    kind: str


def cells_of(piece: bytes, cursor: Cursor) -> Iterator[Found]:
    """The cells of a piece in order; ``cursor`` goes along."""
    for element in _ELEMENT.finditer(piece):
        name, attributes = element[1], element[2]
        place = _PLACE.search(attributes)
        if name == b"row":
            cursor.row = int(place[2]) - 1 if place else cursor.row + 1
            cursor.column = 0
            continue
        if place and place[1]:
            cursor.row, cursor.column = int(place[2]) - 1, column_number(place[1]) - 1
        yield Found(cursor.row, cursor.column, _kind_of(piece, element, attributes))
        cursor.column += 1


def _kind_of(piece: bytes, element: re.Match[bytes], attributes: bytes) -> str:
    kind = _TYPE.search(attributes)
    if kind and kind[1] == b"e":
        return "error"
    formula = _FORMULA.match(piece, element.end())
    is_empty_text = formula is not None and formula[1] and kind is not None and kind[1] == b"str"
    return "uncalculated" if formula is not None and not is_empty_text else ""


def column_number(letters: bytes) -> int:
    """1 for A; 0 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
