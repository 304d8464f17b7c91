"""Judging a household before anybody has applied: nothing is written (预判)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistance.models import Programme
from assistance.rules.assess import Assessment, assess
from assistance.rules.facts import HouseholdFacts
from assistance.rules.policy import Policy
from assistance.services import facts as household_facts
from assistance.services import policies
from households.models import Household
from surveys.models import CurrentFacts, Visit


@dataclass(frozen=True)
class Judged:
    """Facts and parameters as they were read, and what the rules found in them."""

    facts: HouseholdFacts
    policy: Policy
    assessment: Assessment

    @property
    def dibao_distance(self) -> Decimal | None:
        """Yuan a person a month below the dibao standard; negative above it."""
        return self.assessment.outcome(Programme.DIBAO).gap

    @property
    def low_income_distance(self) -> Decimal | None:
        """Yuan a person a month below the low-income line; negative above it."""
        return self.assessment.outcome(Programme.LOW_INCOME).gap

    @property
    def is_below_a_line(self) -> bool:
        """Whether income a head is under the dibao standard or the low-income line."""
        return (self.low_income_distance or Decimal(0)) > 0

    @property
    def low_income_line(self) -> Decimal | None:
        return low_income_line(self.policy)


def low_income_line(policy: Policy) -> Decimal | None:
    """The line of low-income households in yuan a person a month (1.5 times the standard)."""
    if policy.dibao_standard is None:
        return None
    times = Decimal(policy.low_income_multiple) / 10_000
    return (policy.dibao_standard * times).quantize(Decimal("0.01"))


def judge(
    *,
    content: Mapping[str, Any],
    household: Household,
    on: datetime.date,
    rulings: household_facts.Rulings | None = None,
) -> Judged:
    """Judge a visit's content by the parameters in force on a day.

    Raises InputError when the content names nobody.
    """
    known = household_facts.household_facts(content, household, rulings)
    policy = policies.policy_for(household.area_id, household.urban_rural, on)
    return Judged(known, policy, assess(known, policy, on))


def of_visit(visit: Visit, on: datetime.date) -> Judged:
    """Judge what stands in a visit now, a draft included. Raises InputError."""
    return judge(content=visit.content, household=visit.household, on=on)


def of_household(household: Household, on: datetime.date) -> Judged | None:
    """Judge the current facts of a household; ``None`` when it has never been visited."""
    current = CurrentFacts.objects.filter(household=household).first()
    if current is None:
        return None
    return judge(content=current.content, household=household, on=on)
