"""The ladder: the domain's examples, amounts, the order of programmes, what is unlocked."""

from datetime import date
from decimal import Decimal as D

import pytest

from assistance.rules.assess import assess
from assistance.rules.capacity import care_level
from assistance.rules.facts import PropertyFact, RigidExpenseFact, Status
from assistance.rules.texts import render
from tests.rules.households import ON, household, member, old, policy, wage

THREE = (member("a"), member("b"), member("c"))
CAR = PropertyFact("04", status=Status.UPHELD, vehicle_kind="car")


def proposed(facts):
    found = assess(facts, policy(), ON).proposal
    return None if found is None else (found.programme, str(found.verdict))


def test_amount_is_rounded_once_for_the_household():
    found = assess(household(*THREE, monthly="1000"), policy(), ON)
    dibao = found.outcome("dibao")
    assert found.per_capita == D("333.33")
    assert (dibao.amount, dibao.gap, dibao.covered) == (D(1139), D("379.67"), ("a", "b", "c"))
    assert render(dibao.arithmetic[0]) == (
        "（保障标准 713.00 − 家庭月收入 1,000.00 ÷ 3 人）× 保障人口 3 人 = 1,139.00，"
        "向上取整为每月 1,139.00 元。"
    )


@pytest.mark.parametrize(
    ("monthly", "amount"), [("1000.00", 1139), ("999.99", 1140), ("1000.01", 1139), ("2138.99", 1)]
)
def test_amount_goes_up_to_whole_yuan(monthly, amount):
    assert (
        assess(household(*THREE, monthly=monthly), policy(), ON).outcome("dibao").amount == amount
    )


@pytest.mark.parametrize(
    ("monthly", "amount"), [("569.99", 144), ("570.40", 143), ("570.41", 143), ("700", 143)]
)
def test_amount_has_the_locality_s_floor(monthly, amount):
    chosen = policy(dibao_minimum_share="0.2")
    assert assess(household(monthly=monthly), chosen, ON).outcome("dibao").amount == amount


def test_only_covered_members_are_paid_for():
    facts = household(member(), member("b", covered=False), monthly="1000")
    assert assess(facts, policy(), ON).outcome("dibao").amount == 213


def test_highest_top_up_alone_is_added_and_rounded_by_itself():
    chosen = policy(top_up__over_70="0.2", top_up__serious_disease="0.3")
    dibao = assess(household(old(serious_disease=True), member("b")), chosen, ON).outcome("dibao")
    assert dibao.amount == 2 * 713 + 214
    assert "213.90" not in render(dibao.arithmetic[1])
    assert len(dibao.arithmetic) == 2


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (household(old()), ("tekun", "yes")),
        (household(monthly="712.99"), ("dibao", "yes")),
        (household(monthly="713"), ("low_income", "yes")),
        (household(monthly="1069.49"), ("low_income", "yes")),
        (household(monthly="1069.50"), None),
        (household(member(serious_disease=True), member("b"), incomes=(wage("2200", "b"),)),
         ("single_person", "yes")),
        (household(monthly="2000", expenses=(RigidExpenseFact("a", "medical", D(1600), 1),)),
         ("rigid_expense", "yes")),
        (household(monthly="9000", hardship="accident"), ("temporary", "yes")),
        (household(monthly="100", properties=(CAR,)), None),
        (household(monthly="1000", properties=(CAR,)), None),
        (household(incomes_known=False), ("dibao", "undecided")),
        (household(incomes_known=False, local_hukou=False), None),
    ],
)  # fmt: skip
def test_first_fitting_programme_is_proposed(facts, expected):
    assert proposed(facts) == expected


def test_low_income_unlocks_five_kinds_of_aid():
    found = assess(household(monthly="1000"), policy(), ON).outcome("low_income")
    assert found.unlocks == ("heating", "charity", "medical", "education", "rehabilitation")
    assert found.amount is None
    assert [c.finding.margin for c in found.conditions[1:3]] == [D(287), D("69.50")]
    poorer = assess(household(monthly="100"), policy(), ON).outcome("low_income")
    assert poorer.unlocks == ()


def test_poor_family_beyond_dibao_s_property_alone_is_low_income_under_wider_limits():
    savings = PropertyFact("08", D(20_000), Status.UPHELD)
    facts = household(monthly="100", properties=(savings,))
    assert proposed(facts) is None
    wider = policy().with_value("low_income.fin_asset_months", "36", "test")
    found = assess(facts, wider, ON).proposal
    assert (found.programme, found.verdict) == ("low_income", "yes")


@pytest.mark.parametrize(("monthly", "amount"), [("1425.99", 713), ("1426", 357), ("1426.01", 357)])
def test_single_person_share_falls_at_twice_the_standard(monthly, amount):
    ill = member("b", serious_disease=True)
    facts = household(member(), ill, incomes=(wage(str(D(monthly) * 2)),))
    found = assess(facts, policy(), ON).outcome("single_person")
    assert (found.verdict, found.covered, found.amount) == ("yes", ("b",), amount)


def test_third_grade_of_mind_qualifies_only_in_low_income_families_since_2021_07():
    facts = household(member(disability_category="6", disability_grade="3"), monthly="800")
    assert assess(facts, policy(), ON).outcome("single_person").verdict == "yes"
    richer = household(member(disability_category="6", disability_grade="3"), monthly="1100")
    assert assess(richer, policy(), ON).outcome("single_person").verdict == "no"
    before = date(2021, 6, 30)
    then = household(member(disability_category="6", disability_grade="3"), monthly="600")
    assert assess(then, policy(before), before).outcome("single_person").verdict == "no"


def test_tekun_pays_the_stored_standard_and_care_by_level():
    chosen = policy(care_allowance__full="600", care_allowance__partial="300")
    people = (old(failed_self_care=4), old("b", failed_self_care=3), old("c", failed_self_care=0))
    found = assess(household(*people), chosen, ON).outcome("tekun")
    assert found.amount == 3 * 927 + 600 + 300
    unassessed = assess(household(old()), chosen, ON).outcome("tekun")
    assert (unassessed.amount, len(unassessed.arithmetic)) == (D(927), 2)


def test_care_level_by_items_failed():
    levels = [care_level(failed) for failed in range(7)]
    assert levels == ["self", "partial", "partial", "partial", "full", "full", "full"]
    for outside in (-1, 7):
        with pytest.raises(ValueError):
            care_level(outside)


def test_temporary_aid_is_a_multiple_of_the_standard():
    found = assess(household(monthly="9000", hardship="accident"), policy(), ON)
    assert found.outcome("temporary").amount == 1426


def test_an_open_ruling_names_what_is_missing_and_exemption_settles_it():
    open_car = PropertyFact("04", vehicle_kind="car")
    found = assess(household(monthly="100", properties=(open_car,)), policy(), ON).proposal
    assert (found.programme, found.verdict, found.amount) == ("dibao", "undecided", None)
    assert [render(text) for text in found.missing] == ["财产疑点尚未认定（属实或豁免）。"]
    exempted = PropertyFact("04", status=Status.EXEMPTED, vehicle_kind="car")
    assert proposed(household(monthly="100", properties=(exempted,))) == ("dibao", "yes")
