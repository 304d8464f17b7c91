"""What a visit's content adds up to: income a head, expenses, benefits, counts of people (pure).

These are the figures of the form as declared, counted by the terms of the place.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foundation.money import yuan
from surveys.choices import ABLE_TO_WORK, EARNING, NOT_AT_SCHOOL
from surveys.content import age_on, day, rows
from surveys.counting import USUAL, Terms, count, counted_members
from surveys.income_lines import CATEGORIES, MONTHS, monthly
from surveys.income_lines import exact as amount_of

Content = Mapping[str, Any]


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
    benefits_yearly: Decimal = Decimal("0.00")


def yearly_expenses(content: Content) -> Fraction:
    """Rigid expenses of the last 12 months: those listed, and the members' own (yuan/year)."""
    listed = [amount_of(row.get("amount")) for _id, row in rows(content, "expenses")]
    own = [
        amount_of(row.get(name)) for _id, row in rows(content, "members")
        for name in ("medical_cost", "school_cost")
    ]  # fmt: skip
    return sum([*listed, *own], Fraction(0))


def summary(content: Content, terms: Terms = USUAL) -> Summary:
    """All figures of a visit's content; ages are those on the day of the visit."""
    counted = count(content, terms)
    people = list(counted_members(content).values())
    on = day(content["header"].get("visited_on"))
    ages = [_age(row, on) for row in people]
    needs = [row for _id, row in rows(content, "needs")]
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
        monthly_income=yuan(counted.total),
        per_capita=counted.per_head,
        by_category={code: yuan(counted.by_category[code]) for code in CATEGORIES},
        uncounted=yuan(counted.uncounted),
        yearly_expenses=yuan(yearly_expenses(content)),
        benefits=tuple(received),
        benefits_yearly=yuan(sum(map(monthly, received.values()), Fraction(0)) * MONTHS),
        benefits_monthly=yuan(sum(map(monthly, received.values()), Fraction(0))),
    )


def _age(row: Mapping[str, Any], on: datetime.date | None) -> int | None:
    born = day(row.get("birth_on"))
    return age_on(born, on) if born and on else None
