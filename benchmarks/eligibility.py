"""Eligibility of varied households with full explanation, beside making and storing their facts.

Run with ``python -m benchmarks.eligibility``; prints one JSON line for each size. ``seconds`` is
``assess`` for every household: six programmes, every condition with clause, figures and distance.
``cpu_seconds`` is the processor time of the same, for machines shared with others.
``baseline_seconds`` is making the same facts and writing them as JSON, in the same run.
"""

import json
import random
import sys
from datetime import date
from decimal import Decimal
from time import perf_counter, process_time

from assistance.rules.assess import assess
from assistance.rules.defaults import CITY, ROWS
from assistance.rules.facts import (
    HouseholdFacts,
    IncomeLine,
    MemberFacts,
    PropertyFact,
    RigidExpenseFact,
    SupporterFact,
)
from assistance.rules.policy import Policy, PolicyRow, select

SIZES = (5_000, 25_000)
ON = date(2025, 10, 15)
AREAS = ("211202003001", "211221100200", "211224105201", "211281102203", "211282106204")
LINES = (
    PolicyRow("disposable_income_year", "22000", "benchmark", False, CITY),
    PolicyRow("urban_disposable_income_year", "36000", "benchmark", False, CITY),
)


def varied_facts(chance: random.Random) -> HouseholdFacts:
    """One household of the kind townships visit, from a seeded source of chance."""
    size = chance.choices((1, 2, 3, 4, 5, 6), (30, 30, 18, 12, 7, 3))[0]
    members = tuple(
        MemberFacts(
            key=str(number),
            birth_on=date(chance.randint(1935, 2024), chance.randint(1, 12), 1),
            disability_category=chance.choice("1456"),
            disability_grade=chance.choices(("", "1", "2", "3", "4"), (80, 4, 6, 6, 4))[0],
            serious_disease=chance.random() < 0.1,
        )
        for number in range(size)
    )
    incomes = tuple(
        IncomeLine(
            member=str(chance.randrange(size)),
            category=chance.choice("1234"),
            gross=Decimal(chance.randint(0, 2_000_000)).scaleb(-2),
            cost=Decimal(chance.choice((0, 0, 0, 350))),
            months=chance.choice((12, 12, 12, 6, 1)),
            exclude_code=chance.choices(("", "basic_pension", "care_fee"), (80, 15, 5))[0],
        )
        for _number in range(chance.randint(0, 4))
    )
    expenses = tuple(
        RigidExpenseFact("0", "medical", Decimal(chance.randint(0, 40_000)))
        for _number in range(chance.choice((0, 1)))
    )
    return HouseholdFacts(
        area=chance.choice(AREAS),
        urban_rural=chance.choice("12"),
        local_hukou=True,
        members=members,
        incomes=incomes,
        properties=_properties(chance),
        supporters=_supporters(chance),
        expenses=expenses,
        hardship=chance.choice(("", "", "", "illness", "expenditure")),
    )


def _properties(chance: random.Random) -> tuple[PropertyFact, ...]:
    return tuple(
        PropertyFact(kind, Decimal(chance.randint(0, 30_000)), vehicle_kind="motorcycle")
        for kind in chance.choices(("01", "03", "04", "08", "13"), (60, 15, 10, 10, 5), k=2)
    )


def _supporters(chance: random.Random) -> tuple[SupporterFact, ...]:
    return tuple(
        SupporterFact(
            key="child",
            supports=("0",),
            family_size=3,
            household_monthly_income=Decimal(chance.randint(1_000, 9_000)),
            supported_count=2,
            birth_on=date(1980, 5, 1),
        )
        for _number in range(chance.choice((0, 0, 1)))
    )


def measure(size: int) -> dict[str, object]:
    """Time one size; the work is consumed as it is made, as a recompute of the city does."""
    policies: dict[tuple[str, str], Policy] = {
        (area, kind): select((*ROWS, *LINES), area, kind, ON) for area in AREAS for kind in "12"
    }
    chance = random.Random(size)
    begun = perf_counter()
    households = []
    stored = 0
    for _number in range(size):
        facts = varied_facts(chance)
        households.append(facts)
        stored += len(json.dumps(facts.to_dict()))
    made, computing = perf_counter(), process_time()
    verdicts: dict[str, int] = {}
    explained = 0
    for facts in households:
        assessment = assess(facts, policies[facts.area, facts.urban_rural], ON)
        proposal = assessment.proposal
        name = "none" if proposal is None else f"{proposal.programme}:{proposal.verdict}"
        verdicts[name] = verdicts.get(name, 0) + 1
        explained += sum([len(outcome.conditions) for outcome in assessment.outcomes])
    done, computed = perf_counter(), process_time()
    return {
        "benchmark": "eligibility",
        "n": size,
        "seconds": round(done - made, 3),
        "baseline_seconds": round(made - begun, 3),
        "cpu_seconds": round(computed - computing, 3),
        "ratio": round((done - made) / (made - begun), 3),
        "conditions": explained,
        "proposals": dict(sorted(verdicts.items())),
    }


def main() -> None:
    """Print one JSON line for each size."""
    for size in SIZES:
        sys.stdout.write(json.dumps(measure(size)) + "\n")


if __name__ == "__main__":
    main()
