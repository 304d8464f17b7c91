"""Counted income: exclusions by date, deductions, support payments, exact sums a head."""

from datetime import date
from decimal import Decimal as D

import pytest

from assistance.rules.assess import assess
from assistance.rules.composition import counts
from assistance.rules.exact import beside_line, grains, shares, whole_yuan_up, yuan
from assistance.rules.facts import IncomeLine, MemberFacts, RigidExpenseFact
from assistance.rules.support import fee_for_one
from assistance.rules.texts import render
from tests.rules.households import ON, household, member, policy, supporter, wage


def per_head(facts, on=ON, **values):
    return assess(facts, policy(on, **values), on).per_capita


def test_sum_is_printed_with_its_arithmetic():
    four = tuple(member(key) for key in "abcd")
    lines = (
        IncomeLine("a", "1", D("7200")),
        IncomeLine("b", "2", D("15000"), cost=D("1598.40")),
    )
    found = assess(household(*four, incomes=lines), policy(), ON)
    assert found.per_capita == D("429.20")
    assert render(found.income.arithmetic) == (
        "（工资性收入 7,200.00 + 经营净收入 13,401.60）÷ 12 个月 ÷ 4 人 = 人均月收入 429.20 元"
    )
    assert render(found.income.arithmetic, "en") == (
        "(wages 7,200.00 + net business income 13,401.60) ÷ 12 months ÷ 4 persons"
        " = 429.20 yuan a head a month"
    )


def test_periods_of_different_length_are_each_divided():
    lines = (IncomeLine("a", "1", D(700), months=7), IncomeLine("a", "4", D(1200)))
    found = assess(household(incomes=lines), policy(), ON)
    assert found.per_capita == D(200)
    assert "700.00 ÷ 7 个月 + 转移净收入 1,200.00 ÷ 12 个月" in render(found.income.arithmetic)


@pytest.mark.parametrize(
    ("on", "urban_rural", "counted"),
    [
        (date(2020, 12, 31), "2", "300.00"),
        (date(2021, 1, 1), "2", "200.00"),
        (date(2021, 6, 30), "2", "200.00"),
        (date(2021, 6, 30), "1", "300.00"),
        (date(2021, 7, 1), "1", "200.00"),
        (date(2025, 12, 31), "1", "200.00"),
        (date(2026, 1, 1), "1", "200.00"),
    ],
)
def test_basic_pension_is_left_out_by_period(on, urban_rural, counted):
    lines = (wage("200"), wage("100", category="4", exclude_code="basic_pension"))
    chosen = policy(on, urban_rural)
    found = assess(household(incomes=lines), chosen, on)
    assert found.per_capita == D(counted)
    if on.year == 2026:
        assert "exclude:basic_pension" in found.unconfirmed
        assert "待市局确认" in chosen.row("exclude:basic_pension").source


def test_medical_insurance_is_left_out_for_tekun_alone():
    lines = (wage("700"), wage("100", category="4", exclude_code="medical_insurance"))
    found = assess(household(incomes=lines), policy(), ON)
    assert found.outcome("dibao").conditions[1].answer == "no"
    tekun = next(c for c in found.outcome("tekun").conditions if c.rule == "TK-02")
    assert tekun.answer == "yes"


def test_a_loss_takes_nothing_from_other_income():
    lines = (wage("100"), wage("50", category="2", cost=D(90)))
    found = assess(household(incomes=lines), policy(), ON)
    assert found.per_capita == D(100)
    assert "亏损按零计" in render(found.income.arithmetic)


@pytest.mark.parametrize(
    ("mode", "rate", "monthly", "left"),
    [
        ("none", "0.3", "1000", "1000.00"),
        ("rate_of_wage", "0.1", "1000", "900.00"),
        ("rate_of_standard", "0.3", "1000", "786.10"),
        ("rate_of_standard", "0.3", "213.90", "0.00"),
        ("rate_of_standard", "0.3", "213.91", "0.01"),
        ("rate_of_standard", "0.3", "213.89", "0.00"),
        ("rate_of_minimum_wage", "0.1", "1000", "800.00"),
    ],
)
def test_work_cost_is_deducted_and_never_more_than_the_wage(mode, rate, monthly, left):
    values = {"work_cost_mode": mode, "work_cost_rate": rate, "minimum_wage": "2000"}
    assert per_head(household(monthly=monthly), **values) == D(left)


def test_illness_is_deducted_only_at_the_locality_s_rate_and_for_the_ill():
    costs = (RigidExpenseFact("a", "medical", D(600), 1), RigidExpenseFact("b", "medical", D(50)))
    facts = household(member(serious_disease=True), member("b"), monthly="1000", expenses=costs)
    assert per_head(facts) == D(500)
    assert per_head(facts, rigid_deduction_rate="0.5") == D(350)
    assert per_head(facts, rigid_deduction_rate="1") == D(200)
    alone = household(member(serious_disease=True), monthly="100", expenses=costs[:1])
    assert per_head(alone, rigid_deduction_rate="1") == 0


def test_income_of_those_who_do_not_count_is_left_out():
    away = member("b", counted=False, not_counted_reason="2")
    facts = household(member(), away, incomes=(wage("600"), wage("5000", "b")))
    assert per_head(facts) == D(600)


def test_estimated_income_needs_a_reason():
    bare = household(incomes=(wage("100", source="推算"),))
    assert assess(bare, policy(), ON).outcome("dibao").verdict == "undecided"
    reasoned = household(incomes=(wage("100", source="推算", reason="按最低工资"),))
    assert assess(reasoned, policy(), ON).outcome("dibao").verdict == "yes"


@pytest.mark.parametrize(
    ("preset", "count", "fee"),
    [
        ("A", 1, "1430.50"), ("A", 2, "715.25"), ("A", 3, "381.47"), ("A", 4, "286.10"),
        ("B", 1, "144.40"), ("C", 1, "537.45"), ("C", 2, "268.73"), ("D", 1, "1430.50"),
    ],
)  # fmt: skip
def test_support_by_preset(preset, count, fee):
    payer = supporter(household_monthly_income=D(5000), family_size=3, supported_count=count)
    assert yuan(fee_for_one(payer, policy(support_preset=preset))[0]) == D(fee)


def test_support_is_measured_by_the_supporter_s_own_area():
    payer = supporter(household_monthly_income=D(5000), family_size=3, standard=D(557))
    assert yuan(fee_for_one(payer, policy())[0]) == D("748.05")


@pytest.mark.parametrize(("income", "fee"), [("3208.49", 0), ("3208.50", 0), ("3208.60", "0.03")])
def test_support_begins_above_the_line(income, fee):
    payer = supporter(household_monthly_income=D(income), family_size=3)
    assert yuan(fee_for_one(payer, policy())[0]) == D(fee)


@pytest.mark.parametrize(
    ("facts", "fee"),
    [
        ({"agreed_monthly": D(300)}, 300),
        ({"agreed_monthly": D(300), "actual_monthly": D(299)}, 300),
        ({"agreed_monthly": D(300), "actual_monthly": D(301)}, 301),
        ({"household_monthly_income": D(0), "actual_monthly": D(50)}, 50),
        ({"household_monthly_income": D(9000), "standing": "dibao"}, 0),
        ({"household_monthly_income": D(9000), "standing": "low_income"}, 0),
        ({"household_monthly_income": D(9000), "exempt_reason": "disabled"}, 0),
        ({"duty": "child", "own_monthly_income": D(4000)}, 1000),
        ({"duty": "child", "own_monthly_income": D(4000), "supported_count": 2}, 1000),
        ({"duty": "child", "own_monthly_income": D(4000), "supported_count": 4}, 500),
    ],
)
def test_support_priority_and_exemption(facts, fee):
    assert yuan(fee_for_one(supporter(**facts), policy())[0]) == fee


def test_unknown_supporter_income_leaves_dibao_open_but_counts_what_is_paid():
    facts = household(monthly="100", supporters=(supporter(actual_monthly=D(50)),))
    found = assess(facts, policy(), ON)
    assert found.per_capita == D(150)
    assert found.outcome("dibao").verdict == "undecided"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"counted": False}, "no"),
        ({"tie": "spouse"}, "yes"),
        ({"tie": "spouse", "not_counted_reason": "2"}, "no"),
        ({"tie": "child", "birth_on": date(2007, 3, 2)}, "yes"),
        ({"tie": "child", "birth_on": date(2007, 3, 1)}, "undecided"),
        ({"tie": "child", "birth_on": date(2007, 2, 28), "lives_at_home": False}, "no"),
        ({"tie": "child", "birth_on": None}, "undecided"),
        ({"tie": "child", "birth_on": date(2003, 1, 1), "student_stage": "7"}, "yes"),
        ({"tie": "child", "birth_on": date(2000, 1, 1), "student_stage": "8"}, "undecided"),
        (
            {"tie": "child", "birth_on": date(2000, 1, 1), "student_stage": "8",
             "lives_at_home": False},
            "no",
        ),
        (
            {"tie": "child", "birth_on": date(2000, 1, 1), "student_stage": "8",
             "lives_at_home": True},
            "yes",
        ),
        ({"tie": "child", "birth_on": date(1990, 1, 1), "independent": False}, "yes"),
        ({"tie": "other", "lives_at_home": True}, "yes"),
        ({"tie": "other", "lives_at_home": False}, "no"),
        ({}, "undecided"),
    ],
)  # fmt: skip
def test_who_counts(facts, expected):
    base = {"counted": None, **facts}
    assert counts(MemberFacts("a", **base), ON) == expected


def test_exact_money():
    assert yuan(grains(D("1000")), 3) == D("333.33")
    assert yuan(-grains(D("0.01")), 2) == D("-0.01")
    assert whole_yuan_up(grains(D("1138.01"))) == D(1139)
    assert whole_yuan_up(grains(D("1138.00"))) == D(1138)
    assert beside_line(grains(D("2138.99")), 3, grains(D(713))) == D("712.9967")
    assert beside_line(grains(D("2139.01")), 3, grains(D(713))) == D("713.0033")
    assert beside_line(grains(D("2139")), 3, grains(D(713))) == D("713.00")
    assert shares(D("0.25")) == 2500
    with pytest.raises(ValueError):
        grains(D("1E-20"))
    with pytest.raises(ValueError):
        shares(D("0.00001"))


def test_contradictory_facts_are_refused():
    with pytest.raises(ValueError):
        assess(household(incomes=(wage("1", "nobody"),)), policy(), ON)
    with pytest.raises(ValueError):
        assess(household(member(), member()), policy(), ON)
    for wrong in ({"months": 0}, {"months": 37}, {"gross": D(-1)}, {"cost": D(-1)}):
        with pytest.raises(ValueError):
            wage("1", **wrong)
