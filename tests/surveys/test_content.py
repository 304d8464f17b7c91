"""What is wrong with a visit's content is said at the field, and the figures add up."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.content import ContentError, blank, well_formed
from surveys.figures import summary
from surveys.income_lines import income_lines
from surveys.merge import with_value
from surveys.validation import hard, validate
from tests.factories.surveys import HOME, INCOME, LAND, NEED, SOMEBODY, content, person

ON = datetime.date(2026, 6, 22)
CASES = [
    (f"incomes.{INCOME}.amount", "-5", "negative"),
    (f"incomes.{INCOME}.amount", "很多", "not_number"),
    (f"incomes.{INCOME}.amount", "9999999", "too_large"),
    (f"incomes.{INCOME}.amount", "", "required"),
    (f"incomes.{INCOME}.cost", "600", "cost"),
    (f"land.{LAND}.area", "5", "land_sum"),
    (f"members.{SOMEBODY}.birth_on", "1861-01-01", "birth"),
    (f"members.{SOMEBODY}.birth_on", "62年5月", "date"),
    (f"members.{SOMEBODY}.labour", "9", "choice"),
    ("header.visited_on", "2026-06-23", "future"),
    ("header.ended_at", "09:00", "order"),
    ("economy.has_vehicle", True, "rows_missing"),
    ("conclusion.has_needs", False, "rows_unexpected"),
    (f"needs.{NEED}.unit", "", "required"),
    ("coverage.dibao.received", None, "required"),
    (f"homes.{HOME}.danger", None, "required"),
]


def faults(made):
    return {(f.path, f.code) for f in hard(validate(made, on=ON))}


def test_a_whole_visit_has_no_hard_faults():
    assert faults(content(on=ON)) == set()


@pytest.mark.parametrize(("path", "value", "code"), CASES)
def test_each_mistake_is_found_at_its_field(path, value, code):
    found = faults(with_value(content(on=ON), path, value))
    assert {f_code for f_path, f_code in found if f_path == path} == {code}


def test_an_unanswered_part_is_missing():
    made = content(on=ON) | {"coverage": blank()["coverage"]}
    assert len([p for p, code in faults(made) if p.startswith("coverage.")]) == 14


def test_messages_are_in_the_readers_language():
    made = with_value(content(on=ON), f"land.{LAND}.area", "5")
    with translation.override("zh-hans"):
        (fault,) = hard(validate(made, on=ON))
        assert str(fault.message) == "承包地合计应为 8 亩，现在是 5 亩"
    with translation.override("en"):
        (fault,) = hard(validate(made, on=ON))
        assert "8 mu" in str(fault.message)


def test_a_visit_that_met_nobody_answers_only_the_first_section():
    made = blank()
    made["header"] = {"kind": "1", "result": "2", "visited_on": "2026-06-22"}
    assert faults(made) == set()


def test_a_wage_earner_without_an_income_line_is_asked_for_it():
    made = content(on=ON)
    made["members"][INCOME] = person(name="高德海", employment="4", relation="11")
    assert ("incomes", "income_missing") in faults(made)


def test_an_unusual_amount_is_only_a_warning():
    made = with_value(content(on=ON), f"incomes.{INCOME}.amount", "12000")
    found = validate(made, on=ON)
    assert [(f.code, f.level) for f in found] == [("unusual", "soft")]


def test_figures_are_exact():
    made = content(on=ON)
    made["members"][INCOME] = person(name="高德海", is_disabled=True, disability="4", grade="2")
    figures = summary(made)
    # 500 + 8 x 612.50 / 12 = 908.333…; two people
    assert figures.monthly_income == Decimal("908.33")
    assert figures.per_capita == Decimal("454.17")
    assert figures.by_category["2"] == Decimal("408.33")
    assert (figures.family_size, figures.severe_disabled_count, figures.elderly_count) == (2, 1, 2)


def test_income_left_out_by_law_does_not_count():
    row = {"member": SOMEBODY, "kind": "basic_pension", "amount": "120", "period": "month"}
    made = with_value(content(on=ON), f"incomes.{HOME}", row)
    assert summary(made).monthly_income == summary(content(on=ON)).monthly_income
    assert summary(made).uncounted == Decimal("120.00")
    assert [line.exclude for line in income_lines(made)] == ["", "basic_pension", ""]


def test_yearly_amounts_are_divided_and_costs_deducted():
    row = {"member": SOMEBODY, "kind": "101", "amount": "12,000", "cost": "1200", "period": "year"}
    made = with_value(content(on=ON, wages="0"), f"incomes.{INCOME}", row)
    assert summary(made).by_category["1"] == Decimal("900.00")


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"secrets": {}},
        {"header": {"hack": "1"}},
        {"incomes": {"../../etc": {}}},
        {"economy": {"has_vehicle": "yes"}},
        {"header": {"remarks": "长" * 2001}},
        {"conclusion": {"proposals": ["99"]}},
    ],
)
def test_what_is_no_visit_is_refused(wrong):
    with pytest.raises(ContentError):
        well_formed(wrong)
