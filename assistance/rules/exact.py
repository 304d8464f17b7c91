"""Exact money: whole grains of a yuan, so fine that every division of the rules is even."""

from decimal import Decimal
from math import lcm

LONGEST_PERIOD = 36
"""Months an income or expense may be spread over; also the most persons one sum is shared by."""

PER_YUAN = lcm(*range(1, LONGEST_PERIOD + 1)) * 10**10
"""Grains in a yuan: two decimals of money times two rates of four decimals, by up to 36 shares."""

SHARES = 10_000
"""Rates and multiples are whole ten-thousandths."""

_FEN = PER_YUAN // 100
_ONE_FEN = Decimal("0.01")
_FINER = Decimal("0.0001")


def grains(value: Decimal) -> int:
    """The sum as whole grains; ValueError when it is finer than a grain (no money is)."""
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(numerator * PER_YUAN, denominator)
    if rest:
        raise ValueError(f"{value} has too many decimals for an amount of money")
    return whole


def shares(rate: Decimal) -> int:
    """A rate or multiple as ten-thousandths; ValueError when it is finer."""
    numerator, denominator = rate.as_integer_ratio()
    whole, rest = divmod(numerator * SHARES, denominator)
    if rest:
        raise ValueError(f"{rate} has more than four decimals")
    return whole


def yuan(total: int, people: int = 1) -> Decimal:
    """The share of one person in yuan, rounded half away from zero to the fen."""
    return _ONE_FEN * _fen(total, people)


def _fen(total: int, people: int) -> int:
    whole = _FEN * people
    if total >= 0:
        return (total + (whole >> 1)) // whole
    return -((-total + (whole >> 1)) // whole)


def whole_yuan_up(total: int) -> Decimal:
    """The sum rounded up, once, to whole yuan."""
    return Decimal(-(-total // PER_YUAN)).quantize(_ONE_FEN)


def beside_line(total: int, people: int, line: int) -> Decimal:
    """The share of one person as shown beside a line: never rounded onto a line it is not on.

    Two decimals as a rule; 712.9967 stays 712.9967 when it is compared with 713.00.
    """
    fen = _fen(total, people)
    away = total - line * people
    if not away or fen * _FEN != line:
        return _ONE_FEN * fen
    shown = _ONE_FEN * fen
    fine = shown + (Decimal(away) / Decimal(PER_YUAN * people)).quantize(_FINER)
    if fine != shown:
        return fine
    return shown + _FINER if away > 0 else shown - _FINER
