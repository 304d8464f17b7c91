"""Every income of a visit's content as one line: net, in yuan a month, exact (pure).

Whether an income counts at a place on a day, and what is deducted, is decided by ``counting`` here
and by the rules of assistance; both start from the same lines.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from foundation.money import yuan
from surveys.choices import SUPPORT_PAID, LandUse, Period
from surveys.content import number, rows
from surveys.questions.economy import UNCOUNTED

Content = Mapping[str, Any]
WAGES, BUSINESS, PROPERTY, TRANSFERS, OTHER = "1", "2", "3", "4", "5"
CATEGORIES = (WAGES, BUSINESS, PROPERTY, TRANSFERS, OTHER)
MONTHS = 12


@dataclass(frozen=True)
class IncomeLine:
    """One income of the family: net, in yuan a month, exact.

    ``path`` leads to the row it comes from; ``member`` is a row id of ``members`` or "" for the
    family's; ``kind`` is a code of ``income_kind``; ``exclude`` names the ground on which art. 13
    of 民发〔2021〕57号 leaves it out, "" when it counts.
    """

    path: str
    category: str
    kind: str
    member: str
    gross: Fraction
    cost: Fraction
    exclude: str = ""

    @property
    def net(self) -> Fraction:
        return self.gross - self.cost

    @property
    def is_support(self) -> bool:
        """Paid by a legal supporter outside: counted with what supporters owe."""
        return self.kind in SUPPORT_PAID


def income_lines(content: Content) -> list[IncomeLine]:
    """Every income of the form, land, animals and businesses included; unreadable amounts are 0."""
    return [*_written(content), *_of_land(content), *_of_animals(content), *_of_business(content)]


def _written(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "incomes"):
        kind = row.get("kind") or ""
        is_known, is_support = number(row.get("amount")) is not None, kind in SUPPORT_PAID
        gross = monthly(row)
        yield IncomeLine(
            path=f"incomes.{row_id}",
            category=TRANSFERS if kind in UNCOUNTED else kind[:1] or OTHER,
            kind=kind,
            member=row.get("member") or "",
            gross=Fraction(yuan(gross)) if is_support else gross,
            cost=monthly(row, "cost") if is_known and not is_support else Fraction(0),
            exclude=kind if kind in UNCOUNTED else "",
        )


def _of_land(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "land"):
        path, use = f"land.{row_id}", row.get("use")
        if use == LandUse.SELF:
            crops = exact(row.get("area")) * exact(row.get("yield_per_mu")) / MONTHS
            yield IncomeLine(path, BUSINESS, "201", "", crops, Fraction(0))
        elif use == LandUse.RENTED_OUT:
            rent = exact(row.get("rent")) / MONTHS
            yield IncomeLine(path, PROPERTY, "303", "", rent, Fraction(0))


def _of_animals(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "livestock"):
        net = exact(row.get("heads")) * exact(row.get("net_per_head")) / MONTHS
        yield IncomeLine(f"livestock.{row_id}", BUSINESS, "202", "", net, Fraction(0))


def _of_business(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "businesses"):
        turnover = exact(row.get("turnover")) / MONTHS
        cost = min(exact(row.get("cost")) / MONTHS, turnover)
        owner = row.get("owner") or ""
        yield IncomeLine(f"businesses.{row_id}", BUSINESS, "203", owner, turnover, cost)


def exact(answer: Any) -> Fraction:
    """The amount typed; 0 while it cannot be read."""
    return Fraction(number(answer) or 0)


def monthly(row: Mapping[str, Any], name: str = "amount") -> Fraction:
    """An amount with a period of its own, in yuan a month."""
    amount = exact(row.get(name))
    return amount / MONTHS if row.get("period") == Period.YEAR else amount
