"""Amounts a month and amounts a year: what a cell or a heading says of its own."""

import re
from typing import Literal

from foundation.plain import narrow

Per = Literal["", "month", "year"]
# 2021年 is a date, not what an amount is for.
_YEAR, _MONTH = re.compile("(?<![0-9])年"), re.compile("(?<![0-9])月")


def per_of(text: str) -> Per:
    """What time an amount is for as ``text`` says; "" where it says nothing, or both."""
    plain = narrow(text)
    is_year, is_month = bool(_YEAR.search(plain)), bool(_MONTH.search(plain))
    if is_year == is_month:
        return ""
    return "year" if is_year else "month"
