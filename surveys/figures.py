"""What a visit's content adds up to: income lines, per-capita income, counts of people (pure).

These are the figures of the form as declared. Whether an income counts on a day, and what is
deducted, is decided by the rules of assistance, which start from the same lines.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foundation.money import yuan
from surveys.choices import ABLE_TO_WORK, EARNING, NOT_AT_SCHOOL, LandUse, Period
from surveys.content import day, number, rows
from surveys.schema import UNCOUNTED
from surveys.validation import age_on

Content = Mapping[str, Any]
WAGES, BUSINESS, PROPERTY, TRANSFERS, OTHER = "1", "2", "3", "4", "5"
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


@dataclass(frozen=True)
class Summary:
    """The figures shown beside the form and stored with the visit (amounts: yuan/month)."""

    family_size: int = 0
    labour_count: int = 0
    employed_count: int = 0
    student_count: int = 0
    elderly_count: int = 0
    minor_count: int = 0
    disabled_count: int = 0
    severe_disabled_count: int = 0
    ill_count: int = 0
    need_count: int = 0
    urgent_need_count: int = 0
    monthly_income: Decimal = Decimal("0.00")
    per_capita: Decimal = Decimal("0.00")
    by_category: dict[str, Decimal] = field(default_factory=dict)
    uncounted: Decimal = Decimal("0.00")
    yearly_expenses: Decimal = Decimal("0.00")
    benefits: tuple[str, ...] = ()
    benefits_monthly: Decimal = Decimal("0.00")


def income_lines(content: Content) -> list[IncomeLine]:
    """Every income of the form, land, animals and businesses included; unreadable amounts are 0."""
    return [*_written(content), *_of_land(content), *_of_animals(content), *_of_business(content)]


def counted_members(content: Content) -> dict[str, Mapping[str, Any]]:
    """Members living together (共同生活的家庭成员), by row id."""
    return {
        row_id: row for row_id, row in rows(content, "members") if row.get("is_counted") is True
    }


def monthly_income(content: Content) -> Fraction:
    """Counted net income of the family, yuan/month, exact."""
    return sum((line.net for line in income_lines(content) if not line.exclude), Fraction(0))


def per_capita(content: Content) -> Decimal:
    """Counted net income per counted member, yuan/month; 0 while nobody is counted."""
    size = len(counted_members(content))
    return yuan(monthly_income(content) / size) if size else yuan(0)


def yearly_expenses(content: Content) -> Fraction:
    """Rigid expenses of the last 12 months: those listed, and the members' own (yuan/year)."""
    listed = [_exact(row.get("amount")) for _id, row in rows(content, "expenses")]
    own = [
        _exact(row.get(name)) for _id, row in rows(content, "members")
        for name in ("medical_cost", "school_cost")
    ]  # fmt: skip
    return sum([*listed, *own], Fraction(0))


def summary(content: Content) -> Summary:
    """All figures of a visit's content; ages are those on the day of the visit."""
    people = list(counted_members(content).values())
    on = day(content["header"].get("visited_on"))
    ages = [_age(row, on) for row in people]
    needs = [row for _id, row in rows(content, "needs")]
    lines = income_lines(content)
    received = {code: row for code, row in rows(content, "coverage") if row.get("received") is True}
    return Summary(
        family_size=len(people),
        labour_count=sum(row.get("labour") in ABLE_TO_WORK for row in people),
        employed_count=sum(
            row.get("labour") in ABLE_TO_WORK and row.get("employment") in (*EARNING, "3")
            for row in people
        ),
        student_count=sum(row.get("stage") not in {None, "", NOT_AT_SCHOOL} for row in people),
        elderly_count=sum(age is not None and age >= 60 for age in ages),
        minor_count=sum(age is not None and age < 18 for age in ages),
        disabled_count=sum(row.get("is_disabled") is True for row in people),
        severe_disabled_count=sum(
            row.get("is_disabled") is True and row.get("grade") in {"1", "2"} for row in people
        ),
        ill_count=sum(row.get("is_ill") is True for row in people),
        need_count=len(needs),
        urgent_need_count=sum(row.get("urgency") in {"2", "3"} for row in needs),
        monthly_income=yuan(monthly_income(content)),
        per_capita=per_capita(content),
        by_category=_by_category(lines),
        uncounted=yuan(sum((line.net for line in lines if line.exclude), Fraction(0))),
        yearly_expenses=yuan(yearly_expenses(content)),
        benefits=tuple(received),
        benefits_monthly=yuan(sum((_monthly(row) for row in received.values()), Fraction(0))),
    )


def _written(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "incomes"):
        kind = row.get("kind") or ""
        yield IncomeLine(
            path=f"incomes.{row_id}",
            category=TRANSFERS if kind in UNCOUNTED else kind[:1] or OTHER,
            kind=kind,
            member=row.get("member") or "",
            gross=_monthly(row),
            cost=_monthly(row, "cost"),
            exclude=kind if kind in UNCOUNTED else "",
        )


def _of_land(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "land"):
        path, use = f"land.{row_id}", row.get("use")
        if use == LandUse.SELF:
            crops = _exact(row.get("area")) * _exact(row.get("yield_per_mu")) / MONTHS
            yield IncomeLine(path, BUSINESS, "201", "", crops, Fraction(0))
        elif use == LandUse.RENTED_OUT:
            rent = _exact(row.get("rent")) / MONTHS
            yield IncomeLine(path, PROPERTY, "303", "", rent, Fraction(0))


def _of_animals(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "livestock"):
        net = _exact(row.get("heads")) * _exact(row.get("net_per_head")) / MONTHS
        yield IncomeLine(f"livestock.{row_id}", BUSINESS, "202", "", net, Fraction(0))


def _of_business(content: Content) -> Iterator[IncomeLine]:
    for row_id, row in rows(content, "businesses"):
        turnover = _exact(row.get("turnover")) / MONTHS
        cost = min(_exact(row.get("cost")) / MONTHS, turnover)
        owner = row.get("owner") or ""
        yield IncomeLine(f"businesses.{row_id}", BUSINESS, "203", owner, turnover, cost)


def _by_category(lines: list[IncomeLine]) -> dict[str, Decimal]:
    return {
        category: yuan(
            sum(
                (line.net for line in lines if line.category == category and not line.exclude),
                Fraction(0),
            )
        )
        for category in (WAGES, BUSINESS, PROPERTY, TRANSFERS, OTHER)
    }


def _exact(answer: Any) -> Fraction:
    return Fraction(number(answer) or Decimal(0))


def _monthly(row: Mapping[str, Any], name: str = "amount") -> Fraction:
    amount = _exact(row.get(name))
    return amount / MONTHS if row.get("period") == Period.YEAR else amount


def _age(row: Mapping[str, Any], on: datetime.date | None) -> int | None:
    born = day(row.get("birth_on"))
    return age_on(born, on) if born and on else None
