"""Money in yuan: always Decimal with two places, read from typing, shown, written in words."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError
from foundation.plain import narrow

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999.99")  # decimal(12, 2)

_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_PLAIN = re.compile(r"[0-9]*\.?[0-9]*")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")


class MoneyError(InputError):
    """The text is not an amount in yuan.

    Codes: ``blank``, ``not_number``, ``negative``, ``decimals``, ``too_large``.
    """


def yuan(value: Decimal | Fraction | int | str) -> Decimal:
    """Round to two places, halves away from zero (四舍五入). Floats are refused."""
    if isinstance(value, float):
        raise TypeError("money is never a float")
    if isinstance(value, Fraction):
        cents = abs(value) * 100
        rounded = Decimal((2 * cents.numerator + cents.denominator) // (2 * cents.denominator))
        return (rounded if value >= 0 else -rounded) * CENT
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def whole_yuan_up(value: Decimal | Fraction | int) -> Decimal:
    """Round up to whole yuan (见分进元), as dibao amounts are; exact for fractions."""
    if isinstance(value, float):
        raise TypeError("money is never a float")
    exact = Fraction(value)
    return Decimal(-(-exact.numerator // exact.denominator)).quantize(CENT)


def parse_yuan(text: str) -> Decimal:
    """Read an amount as people type it: full width, ``¥``, ``元`` and thousands separators.

    Raises MoneyError for nothing, no number, less than zero, more than two decimals or more
    than ten digits before the point.
    """
    typed = narrow(text).removeprefix("¥").removesuffix("元")
    if not typed:
        raise MoneyError("blank", _("Enter the amount in yuan; write 0 if there is none."))
    negative = typed[0] in "-−－–"
    unsigned = typed[1:] if negative else typed.removeprefix("+")
    if not _GROUPED.fullmatch(unsigned) and (
        not _PLAIN.fullmatch(unsigned) or unsigned in {"", "."}
    ):
        raise MoneyError("not_number", _("Enter the amount with digits only, such as 1234.50."))
    whole, _point, cents = unsigned.replace(",", "").partition(".")
    if len(cents.rstrip("0")) > 2:
        raise MoneyError("decimals", _("An amount has two decimals at most: round it to the fen."))
    if len(whole.lstrip("0")) > 10:
        raise MoneyError("too_large", _("The amount is too large: check the number of digits."))
    amount = yuan(f"{whole or 0}.{cents[:2] or 0}")
    if negative and amount:
        raise MoneyError("negative", _("The amount cannot be less than zero."))
    return amount


def format_yuan(value: Decimal | Fraction | int) -> str:
    """Two places with thousands separators: ``1,234.50``."""
    return f"{yuan(value):,.2f}"


def in_words(value: Decimal | int) -> str:
    """The amount in capital Chinese numerals (大写): ``壹仟贰佰叁拾元整``.

    By 《支付结算办法》附一 (票据和结算凭证填写规范): 整 after whole yuan, one 零 for zeros
    inside, and 零 before fen without jiao.
    """
    amount = yuan(value)
    sign, amount = ("负" if amount < 0 else ""), abs(amount)
    whole, cents = divmod(int(amount * 100), 100)
    if whole >= 10**16:
        raise ValueError("amount too large to be written in words")
    jiao, fen = divmod(cents, 10)
    words = _whole_in_words(whole) + "元" if whole or not cents else ""
    if not cents:
        return f"{sign}{words}整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif words:
        words += "零"
    return sign + words + (_DIGITS[fen] + "分" if fen else "")


def _whole_in_words(whole: int) -> str:
    if whole == 0:
        return _DIGITS[0]
    words, gap = "", False
    groups = [whole // 10000**place % 10000 for place in range(len(_GROUPS))]
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += _DIGITS[0]
        words += _group_in_words(group) + _GROUPS[place]
        gap = False
    return words


def _group_in_words(group: int) -> str:
    words, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
