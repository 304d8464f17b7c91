"""Resident identity numbers (居民身份证号码, GB 11643): read, check, convert, mask, make."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from foundation.faults import InputError, Text
from foundation.plain import narrow

MALE, FEMALE = "1", "2"  # GB/T 2261.1
OLDEST = 120

_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)


class IdentityError(InputError):
    """The text is not an identity number.

    Codes: ``blank``, ``length``, ``characters``, ``birth_date``, ``check_digit``, ``future``,
    ``too_old``, ``lost_digits`` (a spreadsheet has rounded the number).
    """


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """One valid identity number and what can be read from it.

    ``region`` is the place of first registration; it says nothing about where the person is
    registered now and must never be compared with an area.
    """

    number: str
    sex: str
    birth_on: date
    converted: bool

    @property
    def region(self) -> str:
        return self.number[:6]

    def age_on(self, on: date) -> int:
        return full_years(self.birth_on, on)

    def __str__(self) -> str:
        return self.number


def parse_identity(text: str, *, on: date) -> IdentityNumber:
    """Read an identity number as people type it.

    Full-width characters, blanks and a small x are put right; a number of 15 digits (issued
    until 1999) is converted to 18 and marked ``converted``. Source: GB 11643 (weights, check
    digit by ISO 7064 MOD 11-2). The region is deliberately not looked up: abolished and unknown
    regions are real on old cards. Raises IdentityError; ``on`` is the day of judging the age.
    """
    number = normalise_identity(text)
    _require(bool(number), "blank", _("Enter the identity number."))
    if _SCIENTIFIC.fullmatch(number):
        raise _lost_digits()
    converted = len(number) == 15
    if converted:
        number = _to_18(number)
    _require_form(number)
    birth_on = _birth_date(number)
    if number[17] != check_digit(number[:17]):
        raise _lost_digits() if number.endswith("000") else _wrong_check_digit()
    _require_possible_age(birth_on, on)
    return IdentityNumber(number, MALE if int(number[16]) % 2 else FEMALE, birth_on, converted)


def normalise_identity(text: str) -> str:
    """Narrow, without blanks, with a capital X; nothing is checked."""
    return narrow(text).lstrip("'").upper()


def check_digit(first_17: str) -> str:
    """Return the 18th character that belongs to the first 17 digits (GB 11643)."""
    return str(ric.calc_check_digit(first_17 + "0"))


def full_years(birth_on: date, on: date) -> int:
    """Age in full years (周岁); those born on 29 February turn older on 1 March in common years."""
    before_birthday = (on.month, on.day) < (birth_on.month, birth_on.day)
    return on.year - birth_on.year - before_birthday


def mask_identity(number: str) -> str:
    """Show the first and last four characters only: ``2112**********0018``."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def short_form(number: str) -> str | None:
    """The 15-digit form of an 18-character number; None unless born in 19xx."""
    if len(number) != 18 or number[6:8] != "19":
        return None
    return number[:6] + number[8:17]


def make_identity(region: str, birth_on: date, sequence: int) -> str:
    """Make a valid number for demo and test people; an odd ``sequence`` is a man.

    Use region 211299, which no living person has.
    """
    if not re.fullmatch(r"[0-9]{6}", region):
        raise ValueError("region must have six digits")
    if not 0 <= sequence <= 999:
        raise ValueError("sequence must lie between 0 and 999")
    first_17 = f"{region}{birth_on.year:04d}{birth_on.month:02d}{birth_on.day:02d}{sequence:03d}"
    return first_17 + check_digit(first_17)


def lost_digits(text: str) -> bool:
    """Whether a spreadsheet may have spoilt this number (``2.11224E+17``, or last three 000).

    A sound number can end in 000 as well; parse_identity refuses those only when the check
    digit is wrong too, an import warns about all.
    """
    number = normalise_identity(text)
    return bool(_SCIENTIFIC.fullmatch(number)) or (len(number) == 18 and number.endswith("000"))


def _to_18(number: str) -> str:
    message = _("A 15-digit identity number has digits only: correct the other characters.")
    _require(bool(re.fullmatch(r"[0-9]{15}", number)), "characters", message)
    first_17 = number[:6] + "19" + number[6:]
    return first_17 + check_digit(first_17)


def _require_form(number: str) -> None:
    message = _("An identity number has 18 characters, this has {found}: compare with the card.")
    _require(len(number) == 18, "length", format_lazy(message, found=len(number)))
    message = _("An identity number has 17 digits and then a digit or X: correct the others.")
    _require(bool(_WHOLE.fullmatch(number)), "characters", message)


def _birth_date(number: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        message = _("Digits 7 to 14 ({digits}) are no date: correct the birth date in the number.")
        raise IdentityError("birth_date", format_lazy(message, digits=number[6:14])) from None


def _require_possible_age(birth_on: date, on: date) -> None:
    born = birth_on.isoformat()
    message = _("The birth date {date} is in the future: check digits 7 to 14.")
    _require(birth_on <= on, "future", format_lazy(message, date=born))
    message = _("The birth date {date} makes the person older than 120: check digits 7 to 14.")
    _require(full_years(birth_on, on) <= OLDEST, "too_old", format_lazy(message, date=born))


def _wrong_check_digit() -> IdentityError:
    message = _("The last character does not fit the others: compare each digit with the card.")
    return IdentityError("check_digit", message)


def _lost_digits() -> IdentityError:
    message = _("A spreadsheet has rounded this number: set the cell to text and type it again.")
    return IdentityError("lost_digits", message)


def _require(condition: bool, code: str, message: Text) -> None:
    if not condition:
        raise IdentityError(code, message)
