"""What a family's records add up to over twelve months (pure): income by category, a head, costs.

The figures are those of the register as written. What a household may receive is judged by the
rules of assistance, which deduct and compare on a day of their own.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from foundation.money import yuan

WAGES, BUSINESS, PROPERTY, TRANSFERS, OTHER = "1", "2", "3", "4", "5"
CATEGORIES = (WAGES, BUSINESS, PROPERTY, TRANSFERS, OTHER)
MONTHS = 12
NOT_COUNTED_MEMBER = "not_counted_member"
FARMED, RENTED_OUT = "self", "rented_out"  # land_use


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, the first and the last of them included."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        return max(0, (self.last - self.first).days + 1)

    def within(self, other: "Span") -> "Span":
        """The days both have; a span of no days when they do not meet."""
        return Span(max(self.first, other.first), min(self.last, other.last))


@dataclass(frozen=True, slots=True)
class Line:
    """One income: yuan net of cost that fall into the months looked at, exact.

    ``left_out``: a code of ``income_exclusion`` or NOT_COUNTED_MEMBER, "" when it counts.
    """

    category: str
    net: Fraction
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counted income in yuan, rounded once: by category, together, a month, and a head a month.

    ``left_out`` holds what is not counted, by its ground. A category never falls below 0: a loss
    in one is not set against another.
    """

    people: int = 0
    by_category: dict[str, Decimal] = field(default_factory=dict)
    year: Decimal = Decimal("0.00")
    month: Decimal = Decimal("0.00")
    head_month: Decimal = Decimal("0.00")
    left_out: dict[str, Decimal] = field(default_factory=dict)

    @property
    def not_counted(self) -> Decimal:
        return sum(self.left_out.values(), Decimal("0.00"))


def months_before(on: datetime.date, months: int = MONTHS) -> Span:
    """The whole months before the month of ``on``: the period 57号 looks at by default."""
    last = on.replace(day=1) - datetime.timedelta(days=1)
    number = last.year * 12 + last.month - months
    return Span(datetime.date(number // 12, number % 12 + 1, 1), last)


def net(gross: Decimal, cost: Decimal) -> Decimal:
    """Net income (净收入): what is left of it after its cost; below 0 it is a loss."""
    return yuan(gross - cost)


def land_income(
    use: str, mu: Decimal, net_per_mu: Decimal | None, rent: Decimal | None
) -> tuple[str, Decimal]:
    """Category and yuan a year of one piece of land: mu × yield where farmed, the rent where
    rented out (财产净), nothing where others farm it or it lies idle."""
    if use == FARMED:
        return BUSINESS, yuan(mu * (net_per_mu or Decimal(0)))
    return PROPERTY, yuan(rent or Decimal(0)) if use == RENTED_OUT else Decimal("0.00")


def livestock_income(heads: int, net_per_head: Decimal) -> Decimal:
    """Yuan a year: heads × what one brings in."""
    return yuan(heads * net_per_head)


def part(amount: Decimal, of: Span, ended_on: datetime.date | None, within: Span) -> Fraction:
    """The part of an amount of a period that falls into another, spread evenly over its days.

    Of a record ended early only the days up to ``ended_on`` count.
    """
    last = of.last if ended_on is None else min(of.last, ended_on)
    shared = Span(of.first, last).within(within).days
    return Fraction(amount) * shared / of.days if of.days else Fraction(0)


def totals(lines: Iterable[Line], people: int) -> Totals:
    """The counted income of ``people`` family members living together over a year."""
    sums = dict.fromkeys(CATEGORIES, Fraction(0))
    left_out: dict[str, Fraction] = {}
    for line in lines:
        if line.left_out:
            left_out[line.left_out] = left_out.get(line.left_out, Fraction(0)) + line.net
        else:
            sums[line.category] += line.net
    floored = {category: max(Fraction(0), amount) for category, amount in sums.items()}
    year = sum(floored.values(), Fraction(0))
    return Totals(
        people=people,
        by_category={category: yuan(amount) for category, amount in floored.items()},
        year=yuan(year),
        month=yuan(year / MONTHS),
        head_month=yuan(year / MONTHS / people) if people else yuan(0),
        left_out={ground: yuan(amount) for ground, amount in left_out.items() if amount},
    )
