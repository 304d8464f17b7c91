"""Dates as offices type them: 1955.3.12, 1955年3月12日, 19550312, serial numbers of Excel."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.cell_values import CellValue
from foundation.faults import InputError
from foundation.plain import without_blanks

_EPOCH = date(1899, 12, 30)
# 1927 to 2064, so that no year and no month of six digits is mistaken for a serial number.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 60_000
_TIME = re.compile(r"[ T]\d{1,2}[::]\d{2}([::]\d{2})?(\.\d+)?(Z|[+-]\d\d:\d\d)?$")
_DAY = re.compile(r"(\d{4})[-./年,、\\—–](\d{1,2})[-./月,、\\—–](\d{1,2})[日号.]?")
_MONTH = re.compile(r"(\d{4})[-./年,、\\—–](\d{1,2})月?[份.]?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_YEAR = re.compile(r"(\d{4})年?")
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_NUMBER = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")


class DateError(InputError):
    """The cell holds no date. Codes: ``date``, ``date_year``, ``date_short_year``."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as read; ``has_day`` is false for 1955年3月, whose day is the first.

    ``was_serial``: the cell showed Excel's count of days. ``is_doubtful``: a number such as
    1955.1, which may have been 1955.10.
    """

    day: date
    has_day: bool = True
    was_serial: bool = False
    is_doubtful: bool = False


def read_date(value: CellValue) -> ReadDate:
    """Read a cell's date. Raises DateError with what to type instead."""
    if isinstance(value, datetime):
        return ReadDate(value.date())
    if isinstance(value, date):
        return ReadDate(value)
    if isinstance(value, bool):
        raise _no_date(str(value))
    if isinstance(value, int | float):
        return _of_number(value)
    return _of_text(str(value))


def _of_number(value: float) -> ReadDate:
    if isinstance(value, float) and not value.is_integer():
        if 1900 <= value < 2100:  # 1955.03 or 1955.1, typed with a point
            found = _of_text(f"{value:.2f}" if value * 10 % 1 > 1e-6 else f"{value:.1f}")
            return ReadDate(found.day, has_day=False, is_doubtful=found.day.month == 1)
        value = int(value) if _FIRST_SERIAL <= value <= _LAST_SERIAL else value
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return ReadDate(_EPOCH + timedelta(days=int(value)), was_serial=True)
    return _of_text(str(int(value)) if float(value).is_integer() else repr(value))


def _of_text(typed: str) -> ReadDate:
    text = unicodedata.normalize("NFKC", typed).strip()
    text = without_blanks(_TIME.sub("", text))
    text = _of_chinese(text)
    if found := _DAY.fullmatch(text):
        return ReadDate(_checked(typed, found[1], found[2], found[3]))
    if found := _DIGITS.fullmatch(text):
        year, month, day = found.groups()
        return ReadDate(_checked(typed, year, month, day or "1"), has_day=day is not None)
    if found := _MONTH.fullmatch(text):
        return ReadDate(_checked(typed, found[1], found[2], "1"), has_day=False)
    if _SERIAL.fullmatch(text) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return ReadDate(_EPOCH + timedelta(days=int(float(text))), was_serial=True)
    if _YEAR.fullmatch(text):
        message = _("“{typed}” is only a year: add month and day, as 1955-03-12.")
        raise DateError("date_year", format_lazy(message, typed=typed))
    if re.fullmatch(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{1,4}日?", text):
        message = _("Write the year of “{typed}” first and with four digits, as 1955-03-12.")
        raise DateError("date_short_year", format_lazy(message, typed=typed))
    raise _no_date(typed)


def _checked(typed: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise _no_date(typed) from None
    if not 1850 <= found.year <= 2150:
        raise _no_date(typed)
    return found


def _of_chinese(text: str) -> str:
    """一九五五年三月十二日 in digits."""
    if not any(sign in text for sign in "一二三四五六七八九十〇"):
        return text

    def number(found: re.Match[str]) -> str:
        return (found[1] or "一") + (found[2] or "〇")

    return _CHINESE_NUMBER.sub(number, text).translate(_CHINESE_DIGITS)


def _no_date(typed: str) -> DateError:
    message = _("“{typed}” is no date: write it as 1955-03-12.")
    return DateError("date", format_lazy(message, typed=typed[:30]))
