"""What a cell of an uploaded table holds, whatever the format of the file."""

from datetime import date, datetime, time, timedelta
from typing import Any

CellValue = str | int | float | bool | date | datetime | None
EXACT = 10**15
"""From here on a spreadsheet has rounded a number: it keeps 15 digits."""


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


def plain_value(value: Any) -> CellValue:
    """Blank as None, whole numbers as int while they are exact, times of day as text."""
    if value == "" or value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, time | timedelta):
        return str(value)
    return value  # type: ignore[no-any-return]
