"""What holds for every household: monotony, order, storage, and the logic of three answers."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from assistance.rules.answers import Answer, all_of, any_of, opposite
from assistance.rules.assess import LADDER, assess
from assistance.rules.exact import grains
from assistance.rules.facts import (
    HouseholdFacts,
    IncomeLine,
    MemberFacts,
    PropertyFact,
    RigidExpenseFact,
    Status,
    SupporterFact,
)
from assistance.rules.policy import Policy
from tests.rules.households import ON, TOWNSHIP, policy

KEYS = "abcd"
POLICIES = [
    policy(),
    policy(
        work_cost_mode="rate_of_standard", work_cost_rate="0.3", rigid_deduction_rate="0.5",
        top_up__over_70="0.2", dibao_minimum_share="0.2", support_preset="A",
    ),
]  # fmt: skip
money = st.integers(0, 600_000).map(lambda fen: D(fen).scaleb(-2))
dates = st.dates(date(1930, 1, 1), date(2024, 12, 31))
maybe = st.sampled_from([True, True, True, False, None])


@st.composite
def households(draw):
    size = draw(st.integers(1, 4))
    keys = st.sampled_from(KEYS[:size])
    members = tuple(
        MemberFacts(
            KEYS[number],
            birth_on=draw(st.none() | dates),
            disability_category=draw(st.sampled_from("1456")),
            disability_grade=draw(st.sampled_from(["", "", "", "1", "2", "3", "4"])),
            serious_disease=draw(st.booleans()),
            counted=draw(st.sampled_from([True, True, True, None])) if number else True,
            tie=draw(st.sampled_from(["child", "other"])),
            lives_at_home=draw(maybe),
        )
        for number in range(size)
    )
    lines = st.builds(
        IncomeLine,
        member=keys,
        category=st.sampled_from("12345"),
        gross=st.none() | money | money | money,
        cost=st.sampled_from([D(0), D(0), D(300)]),
        months=st.sampled_from([1, 5, 7, 12]),
        exclude_code=st.sampled_from(["", "", "", "scholarship", "medical_insurance", "gone"]),
    )
    things = st.builds(
        PropertyFact,
        kind=st.sampled_from(["01", "02", "04", "08", "13", "17"]),
        value=st.none() | money,
        status=st.sampled_from(Status),
        vehicle_kind=st.sampled_from(["car", "motorcycle"]),
        bought_on=st.none() | dates,
    )
    payers = st.builds(
        SupporterFact,
        key=st.just("s"),
        supports=st.just(("a",)),
        duty=st.sampled_from(["elder", "child"]),
        household_monthly_income=st.none() | money,
        own_monthly_income=st.none() | money,
        supported_count=st.integers(1, 4),
        actual_monthly=st.none() | money,
        birth_on=st.none() | dates,
        standing=st.sampled_from(["ordinary", "dibao"]),
    )
    costs = st.builds(
        RigidExpenseFact, keys, st.sampled_from(["medical", "education"]), st.none() | money
    )
    return HouseholdFacts(
        TOWNSHIP,
        "1",
        draw(maybe),
        members,
        tuple(draw(st.lists(lines, max_size=4))),
        tuple(draw(st.lists(things, max_size=3))),
        tuple(draw(st.lists(payers, max_size=1))),
        tuple(draw(st.lists(costs, max_size=2))),
        draw(st.sampled_from([True, True, False])),
        hardship=draw(st.sampled_from([None, "", "accident", "expenditure"])),
    )


def rank(assessment):
    """Place of the surely first programme on the ladder; later is worse."""
    names = [name for name, _judge in LADDER]
    sure = [o.programme for o in assessment.outcomes if o.verdict is Answer.YES]
    return names.index(sure[0]) if sure else len(names)


@settings(max_examples=150, deadline=None)
@given(households(), st.sampled_from(POLICIES), money, st.sampled_from("12345"))
def test_more_income_never_raises_the_amount_nor_betters_the_programme(
    facts, chosen, more, category
):
    known = replace(facts, incomes=tuple(line for line in facts.incomes if line.gross is not None))
    richer = replace(known, incomes=(*known.incomes, IncomeLine("a", category, more)))
    before, after = assess(known, chosen, ON), assess(richer, chosen, ON)
    assert after.per_capita >= before.per_capita
    assert rank(after) >= rank(before)
    for programme in ("tekun", "dibao", "temporary"):
        assert (after.outcome(programme).amount or 0) <= (before.outcome(programme).amount or 0)
    if before.outcome("single_person").covered == after.outcome("single_person").covered:
        single = [found.outcome("single_person").amount or 0 for found in (after, before)]
        assert single[0] <= single[1]


@settings(max_examples=100, deadline=None)
@given(households(), st.sampled_from(POLICIES), money)
def test_income_left_out_by_law_changes_nothing(facts, chosen, more):
    line = IncomeLine("a", "4", more, exclude_code="scholarship")
    before = assess(facts, chosen, ON)
    after = assess(replace(facts, incomes=(*facts.incomes, line)), chosen, ON)
    assert after.outcomes == before.outcomes
    assert after.income.total == before.income.total


@settings(max_examples=100, deadline=None)
@given(households(), st.sampled_from(POLICIES), st.randoms())
def test_order_does_not_matter(facts, chosen, chance):
    def shuffled(rows):
        return tuple(chance.sample(rows, len(rows)))

    other = replace(
        facts,
        members=shuffled(facts.members),
        incomes=shuffled(facts.incomes),
        properties=shuffled(facts.properties),
        expenses=shuffled(facts.expenses),
    )
    first, second = assess(facts, chosen, ON), assess(other, chosen, ON)
    assert first.income.total == second.income.total
    for one, two in zip(first.outcomes, second.outcomes, strict=True):
        assert (one.verdict, one.gap, one.amount) == (two.verdict, two.gap, two.amount)
        assert sorted(one.covered) == sorted(two.covered)


@settings(max_examples=100, deadline=None)
@given(households(), st.sampled_from(POLICIES))
def test_stored_facts_and_policy_replay_the_same_findings(facts, chosen):
    found = assess(facts, chosen, ON)
    kept = json.loads(json.dumps([facts.to_dict(), chosen.to_dict(), found.to_dict()]))
    again, rules = HouseholdFacts.from_dict(kept[0]), Policy.from_dict(kept[1])
    assert (again, rules) == (facts, chosen)
    replayed = assess(again, rules, ON)
    assert replayed == found
    assert replayed.to_dict() == kept[2]


@settings(max_examples=100, deadline=None)
@given(households(), st.sampled_from(POLICIES))
def test_sums_are_sane_and_undecided_says_why(facts, chosen):
    found = assess(facts, chosen, ON)
    assert found.per_capita >= 0
    for outcome in found.outcomes:
        assert outcome.amount is None or outcome.amount == outcome.amount.to_integral_value()
        assert bool(outcome.missing) == (outcome.verdict is Answer.UNDECIDED)
        if outcome.verdict is Answer.NO:
            assert (outcome.amount, outcome.covered) == (None, ())


@settings(max_examples=80, deadline=None)
@given(households(), st.sampled_from(POLICIES), money)
def test_learning_an_unknown_income_never_overturns_a_sure_finding(facts, chosen, sum_found):
    unknown = replace(facts, incomes=(*facts.incomes, IncomeLine("a", "4", None)))
    learned = replace(facts, incomes=(*facts.incomes, IncomeLine("a", "4", sum_found)))
    before, after = assess(unknown, chosen, ON), assess(learned, chosen, ON)
    for one, two in zip(before.outcomes, after.outcomes, strict=True):
        assert one.verdict in (Answer.UNDECIDED, two.verdict)


@settings(max_examples=120, deadline=None)
@given(households(), st.sampled_from(POLICIES), st.booleans())
def test_learning_who_counts_never_overturns_a_sure_finding(facts, chosen, counted):
    head, rest = facts.members[0], facts.members[1:]
    relative = MemberFacts("z", birth_on=date(1950, 1, 1), serious_disease=True, counted=None)
    unknown = replace(facts, members=(head, *rest, relative))
    learned = replace(facts, members=(head, *rest, replace(relative, counted=counted)))
    before, after = assess(unknown, chosen, ON), assess(learned, chosen, ON)
    for one, two in zip(before.outcomes, after.outcomes, strict=True):
        assert one.verdict in (Answer.UNDECIDED, two.verdict), one.programme


@given(st.lists(st.sampled_from(Answer)))
def test_three_valued_logic(answers):
    assert all_of(answers) is opposite(any_of([opposite(answer) for answer in answers]))
    assert all_of(sorted(answers)) is all_of(answers)
    if Answer.NO in answers:
        assert all_of(answers) is Answer.NO
    elif Answer.UNDECIDED in answers:
        assert all_of(answers) is Answer.UNDECIDED
    else:
        assert all_of(answers) is Answer.YES


@given(money, st.integers(1, 36))
def test_money_divides_without_rest(amount, shares_of):
    assert grains(amount) % shares_of == 0
