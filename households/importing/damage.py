"""Identity numbers a spreadsheet has rounded (末三位变为000), and what they say of their column.

The data dictionary (§2.7.9) has rows rejected whose identity number shows scientific notation or
has lost its last three digits. It is read here so:

* a number cell of 16 digits or more is refused whatever it shows: it keeps 15;
* scientific notation is refused, and so is a text that ends in 000 with a wrong check digit;
* a text that ends in 000 with a right check digit may be somebody's number, yet one rounded number
  in eleven passes the check as well. So it is refused where another cell of its column shows such
  damage, because the column has been through a spreadsheet as numbers; else it is only warned of.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from foundation.cell_values import EXACT, BrokenCell, CellValue
from foundation.identity import check_digit, lost_digits, normalise_identity

_DIGITS = re.compile("[0-9]{18}")


def damaged_columns(
    rows: Iterable[Sequence[CellValue]], columns: Collection[int], header_last: int
) -> frozenset[int]:
    """The ``columns`` in which some cell below the heading was certainly rounded."""
    open_, found = set(columns), set[int]()
    for index, cells in enumerate(rows):
        if index <= header_last:
            continue
        spoilt = {c for c in open_ if c < len(cells) and is_rounded(cells[c])}
        if spoilt:
            found |= spoilt
            open_ -= spoilt
        if not open_:
            break
    return frozenset(found)


def is_rounded(value: CellValue) -> bool:
    """Whether a cell has certainly lost digits."""
    if isinstance(value, bool | BrokenCell):
        return False
    if isinstance(value, int | float):
        return abs(value) >= EXACT
    if not isinstance(value, str) or not _may_be(value):
        return False
    number = normalise_identity(value)
    if not lost_digits(number):
        return False
    return not _DIGITS.fullmatch(number) or number[17] != check_digit(number[:17])


def _may_be(text: str) -> bool:
    """A quick look, as nearly every cell of a column is sound; full-width digits included."""
    return text.rstrip().endswith(("000", "０００")) or any(sign in text for sign in "EeＥｅ")
