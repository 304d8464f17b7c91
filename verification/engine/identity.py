"""Tidy identity numbers and names: one table of characters serves Python and SQL alike."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_BLANKS = [
    chr(code)
    for code in [*range(1, 0x3001), 0xFEFF]
    if chr(code).isspace() or unicodedata.category(chr(code)) in {"Zs", "Cc", "Cf"}
]
_APOSTROPHES = ["'", "‘", "’", "`", "´", "′"]
_WIDE = [chr(code) for code in range(0xFF01, 0xFF5F)]
_NARROW = [chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF07]
_WIDE_APOSTROPHE = "\uff07"

#: Characters to change, and what they become; those past the end of TIDY_TO are dropped
#: (the meaning SQL's translate() gives to unequal lengths).
TIDY_FROM = "".join(
    [*(char for char in _WIDE if char != _WIDE_APOSTROPHE), *_BLANKS, *_APOSTROPHES]
) + (_WIDE_APOSTROPHE)
TIDY_TO = "".join(_NARROW)
_TIDY = {
    ord(char): (TIDY_TO[index] if index < len(TIDY_TO) else None)
    for index, char in enumerate(TIDY_FROM)
}
_TIDY_NUMBER = re.compile(r"[0-9X]+")
_TIDY_NAME = re.compile("[\u4e00-\u9fff]+")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙．.", "·"))

#: A number that needs no tidying, as a regular expression both engines understand.
REGULAR_NUMBER = r"[0-9]{17}[0-9X]|[0-9]{15}"
#: Visible characters a masked number must keep to be compared at all.
LEAST_VISIBLE = 6
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class MemberKey:
    """What the comparison knows of one household member, decrypted for one run only.

    ``short_form`` is the 15-digit number of those born 19xx, None for everybody else.
    """

    member_id: int
    household_id: int
    area_id: int
    identity_number: str
    short_form: str | None
    name: str
    birth_on: date | None


def tidy(text: str) -> str:
    """Full width to half width, blanks of all kinds and apostrophes out, capital letters."""
    # Nearly every number is tidy already, and translating costs ten times the look.
    return text if _TIDY_NUMBER.fullmatch(text) else text.translate(_TIDY).upper()


def tidy_name(name: str) -> str:
    """A name fit for comparing: tidied, with one kind of middle dot (间隔号)."""
    return name if _TIDY_NAME.fullmatch(name) else tidy(name).translate(_DOTS)


def names_agree(ours: str, theirs: str) -> bool:
    """Whether an agency's name can be ours; stars hide any one character, a blank says nothing."""
    if ours == theirs:
        return True
    ours, theirs = tidy_name(ours), tidy_name(theirs)
    if "*" not in theirs:
        return not theirs or ours == theirs
    pattern = "".join(".+" if part[0] == "*" else re.escape(part) for part in _runs(theirs))
    return re.fullmatch(pattern, ours) is not None


def fits_mask(masked: str, number: str) -> bool:
    """Whether a full number agrees with every visible digit of a tidied masked one."""
    if len(masked) == len(number):
        return all(char in ("*", digit) for char, digit in zip(masked, number, strict=True))
    runs = _runs(masked)
    if sum(part[0] == "*" for part in runs) != 1:
        return False
    head, tail = masked[: masked.index("*")], masked[masked.rindex("*") + 1 :]
    return number.startswith(head) and number.endswith(tail)


def check_character(first17: str) -> str:
    """The check character of an 18-digit number (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def _runs(text: str) -> list[str]:
    return re.findall(r"\*+|[^*]+", text)
