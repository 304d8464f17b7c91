"""Households and policies for the tests of rules, varied one fact at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistance.rules.defaults import CITY, ROWS
from assistance.rules.facts import HouseholdFacts, IncomeLine, MemberFacts, SupporterFact
from assistance.rules.policy import Policy, PolicyRow, select

ON = date(2025, 3, 1)
TOWNSHIP = "211224105000"
LINES = (
    PolicyRow("disposable_income_year", "24000", "test", False, CITY),
    PolicyRow("urban_disposable_income_year", "36000", "test", False, CITY),
)


def policy(on: date = ON, urban_rural: str = "1", **values: str) -> Policy:
    """The shipped policy (urban standard 713 in March 2025) with some values changed."""
    chosen = select((*ROWS, *LINES), TOWNSHIP, urban_rural, on)
    for key, value in values.items():
        chosen = chosen.with_value(key.replace("__", ":"), value, "test")
    return chosen


def member(key: str = "a", **facts: object) -> MemberFacts:
    return replace(MemberFacts(key, birth_on=date(1985, 5, 5)), **facts)


def wage(monthly: str, key: str = "a", **facts: object) -> IncomeLine:
    """A wage by the month."""
    return replace(IncomeLine(key, "1", Decimal(monthly), months=1), **facts)


def household(*members: MemberFacts, monthly: str | None = None, **facts: object) -> HouseholdFacts:
    """An urban household of local people, with so much wage a month in all."""
    people = members or (member(),)
    lines = () if monthly is None else (wage(monthly, people[0].key),)
    base = HouseholdFacts(TOWNSHIP, "1", True, people, incomes=lines)
    return replace(base, **facts)


def old(key: str = "a", **facts: object) -> MemberFacts:
    """Somebody of seventy years and more."""
    return member(key, birth_on=date(1950, 1, 1), **facts)


def supporter(**facts: object) -> SupporterFact:
    base = SupporterFact("s", ("a",), birth_on=date(1975, 1, 1))
    return replace(base, **facts)
