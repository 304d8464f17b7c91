"""Every rule in the register at its boundary: one below, exactly at, one above."""

from datetime import date
from decimal import Decimal as D

import pytest

from assistance.rules import assess as ladder
from assistance.rules.assess import assess
from assistance.rules.facts import PropertyFact, RigidExpenseFact, Status
from assistance.rules.judgement import REGISTER
from assistance.rules.wording import RULE_NAMES
from tests.rules.households import ON, household, member, old, policy, supporter

ILL = member("a", serious_disease=True)
SEVERE = member("a", disability_category="4", disability_grade="1")
BEFORE = date(2021, 6, 30)


def with_property(*items, **facts):
    return household(properties=items, **facts)


def thing(kind, status=Status.OPEN, **facts):
    return PropertyFact(kind, status=status, **facts)


def savings(value, status=Status.OPEN):
    return PropertyFact("08", D(value) if value else None, status)


def bought(on):
    return with_property(thing("01", Status.UPHELD, bought_on=on))


def spending(amount, monthly="2000"):
    return household(monthly=monthly, expenses=(RigidExpenseFact("a", "medical", amount, 1),))


def expenditure(monthly, spent="500"):
    costs = (RigidExpenseFact("a", "medical", D(spent), 1),)
    return household(monthly=monthly, expenses=costs, hardship="expenditure")


UNASKED = household(incomes_known=False)
HALF_KNOWN = household(monthly="713", incomes_known=False)
ABLE = {"household_monthly_income": D(5000), "own_monthly_income": D(5000)}
AGED = {"own_monthly_income": D(1999), "property_within": True}
UPHELD, EXEMPTED = Status.UPHELD, Status.EXEMPTED

# rule -> rows of (programme it is read from, facts, expected answer)
TABLES = {
    "HK-01": [
        ("dibao", household(local_hukou=True), "yes"),
        ("dibao", household(local_hukou=False), "no"),
        ("dibao", household(local_hukou=None), "undecided"),
    ],
    "DB-01": [
        ("dibao", household(monthly="712.99"), "yes"),
        ("dibao", household(monthly="713.00"), "no"),
        ("dibao", household(monthly="713.01"), "no"),
        ("dibao", UNASKED, "undecided"),
        ("dibao", HALF_KNOWN, "no"),
        ("dibao", household(member(counted=None, tie="")), "undecided"),
    ],
    "LI-01": [
        ("low_income", household(monthly="712.99"), "no"),
        ("low_income", household(monthly="713.00"), "yes"),
        ("low_income", household(monthly="713.01"), "yes"),
        ("low_income", UNASKED, "undecided"),
        ("low_income", HALF_KNOWN, "yes"),
    ],
    "LI-02": [
        ("low_income", household(monthly="1069.49"), "yes"),
        ("low_income", household(monthly="1069.50"), "no"),
        ("low_income", household(monthly="1069.51"), "no"),
        ("low_income", UNASKED, "undecided"),
    ],
    "TK-01": [
        ("tekun", household(member(birth_on=date(1965, 3, 2))), "no"),
        ("tekun", household(member(birth_on=date(1965, 3, 1))), "yes"),
        ("tekun", household(member(birth_on=date(1965, 2, 28))), "yes"),
        ("tekun", household(member(birth_on=date(2009, 3, 2))), "yes"),
        ("tekun", household(member(birth_on=date(2009, 3, 1))), "no"),
        ("tekun", household(member(birth_on=None)), "undecided"),
        ("tekun", household(member(birth_on=None), member("b")), "no"),
        ("tekun", household(member(disability_category="5", disability_grade="3")), "yes"),
        ("tekun", household(member(disability_category="5", disability_grade="4")), "no"),
        ("tekun", household(member(disability_category="4", disability_grade="2")), "yes"),
        ("tekun", household(member(disability_category="4", disability_grade="3")), "no"),
        ("tekun", household(member(disability_category="1", disability_grade="1")), "yes"),
        ("tekun", household(member(disability_category="1", disability_grade="2")), "no"),
    ],
    "TK-02": [
        ("tekun", household(old(), monthly="712.99"), "yes"),
        ("tekun", household(old(), monthly="713"), "no"),
        ("tekun", household(old(), monthly="713.01"), "no"),
    ],
    "TK-03": [
        ("tekun", household(old()), "yes"),
        ("tekun", household(old(), supporters_known=False), "undecided"),
        ("tekun", household(old(), supporters=(supporter(**ABLE, property_within=True),)), "no"),
        ("tekun", household(old(), supporters=(supporter(standing="tekun"),)), "yes"),
        *[
            ("tekun", household(old(), supporters=(supporter(standing="dibao", birth_on=b),)), e)
            for b, e in (
                (date(1965, 3, 2), "no"), (date(1965, 3, 1), "yes"), (date(1964, 1, 1), "yes"),
                (None, "undecided"),
            )
        ],
        *[
            ("tekun", household(old(), supporters=(supporter(**AGED, birth_on=b),)), e)
            for b, e in (
                (date(1955, 3, 2), "no"), (date(1955, 3, 1), "yes"), (date(1955, 2, 28), "yes"),
            )
        ],
        *[
            ("tekun", household(old(), supporters=(supporter(
                birth_on=date(1950, 1, 1), property_within=True, own_monthly_income=D(i)),)), e)
            for i, e in (("1999.99", "yes"), ("2000.00", "no"), ("2000.01", "no"))
        ],
        ("tekun", household(old(), supporters=(supporter(
            incapacity="in_prison", property_within=True),)), "yes"),
        ("tekun", household(old(), supporters=(supporter(
            incapacity="in_prison", property_within=None),)), "undecided"),
    ],
    "TK-04": [
        ("tekun", household(member(birth_on=date(2015, 1, 1))), "yes"),
        ("tekun", household(member(birth_on=date(2015, 1, 1), in_child_scheme=True)), "no"),
    ],
    "SP-01": [
        ("single_person", household(ILL, monthly="712.99"), "no"),
        ("single_person", household(ILL, monthly="713"), "yes"),
        ("single_person", household(ILL, monthly="713.01"), "yes"),
        ("single_person", household(ILL, incomes_known=False), "undecided"),
    ],
    "SP-02": [
        ("single_person", household(ILL, monthly="3564.99"), "yes"),
        ("single_person", household(ILL, monthly="3565"), "yes"),
        ("single_person", household(ILL, monthly="3565.01"), "no"),
        ("single_person", household(SEVERE, monthly="2138.99"), "yes"),
        ("single_person", household(SEVERE, monthly="2139"), "yes"),
        ("single_person", household(SEVERE, monthly="2139.01"), "no"),
        ("single_person", household(monthly="1000"), "no"),
        ("single_person", household(ILL, incomes_known=False), "undecided"),
    ],
    "SP-03": [
        # two persons: the family is above the low-income line, the ill one earns the figure
        *[
            ("single_person", household(
                member("b"), member("a", serious_disease=True), monthly="3000",
                supporters=(supporter(agreed_monthly=D(own)),)), e)
            for own, e in (("712.99", "yes"), ("713", "no"), ("713.01", "no"))
        ],
        ("single_person", household(ILL, monthly="1000"), "yes"),
        ("single_person", household(ILL, incomes_known=False), "undecided"),
    ],
    "RE-01": [
        ("rigid_expense", household(monthly="2999.99"), "yes"),
        ("rigid_expense", household(monthly="3000"), "no"),
        ("rigid_expense", household(monthly="3000.01"), "no"),
    ],
    "RE-02": [
        ("rigid_expense", spending(D("1599.99")), "no"),
        ("rigid_expense", spending(D("1600.00")), "yes"),
        ("rigid_expense", spending(D("1600.01")), "yes"),
        ("rigid_expense", spending(None), "undecided"),
        ("rigid_expense", household(), "no"),
    ],
    "RE-03": [
        ("rigid_expense", household(monthly="1069.49"), "no"),
        ("rigid_expense", household(monthly="1069.50"), "yes"),
        ("rigid_expense", household(monthly="1069.51"), "yes"),
        ("rigid_expense", UNASKED, "undecided"),
    ],
    "TA-01": [
        ("temporary", household(hardship="accident"), "yes"),
        ("temporary", household(hardship=""), "no"),
        ("temporary", household(hardship=None), "undecided"),
    ],
    "TA-02": [
        ("temporary", expenditure("1212.99"), "yes"),
        ("temporary", expenditure("1213"), "no"),
        ("temporary", expenditure("1213.01"), "no"),
        ("temporary", household(monthly="9000", hardship="accident"), "yes"),
        ("temporary", household(incomes_known=False, hardship="expenditure"), "undecided"),
    ],
    "TA-03": [
        ("temporary", household(temporary_aids=1), "yes"),
        ("temporary", household(temporary_aids=2), "no"),
        ("temporary", household(temporary_aids=3), "no"),
    ],
    "PR-01": [  # limit 24 × 713 = 17,112 a head
        ("dibao", with_property(savings("17111.99", UPHELD)), "yes"),
        ("dibao", with_property(savings("17112", UPHELD)), "yes"),
        ("dibao", with_property(savings("17112.01", UPHELD)), "no"),
        ("dibao", with_property(savings("17112.01")), "undecided"),
        ("dibao", with_property(savings("17112.01", EXEMPTED)), "yes"),
        ("dibao", with_property(savings(None)), "undecided"),
        ("dibao", with_property(savings("17000", UPHELD), savings("200")), "undecided"),
        ("dibao", household(properties_known=False), "undecided"),
    ],
    "PR-02": [
        ("dibao", with_property(thing("04", UPHELD, vehicle_kind="motorcycle")), "yes"),
        ("dibao", with_property(thing("04", UPHELD, vehicle_kind="car")), "no"),
        ("dibao", with_property(thing("04", vehicle_kind="car")), "undecided"),
        ("dibao", with_property(thing("04", EXEMPTED, vehicle_kind="car")), "yes"),
    ],
    "PR-03": [
        ("dibao", household(), "yes"),
        ("dibao", with_property(thing("01", UPHELD)), "yes"),
        ("dibao", with_property(thing("01"), thing("03", UPHELD)), "no"),
        ("dibao", with_property(thing("01"), thing("03")), "undecided"),
        ("dibao", with_property(thing("01"), thing("03", EXEMPTED)), "yes"),
    ],
    "PR-04": [
        ("dibao", with_property(thing("17", UPHELD)), "yes"),
        ("dibao", with_property(thing("02", UPHELD)), "no"),
        ("dibao", with_property(thing("02")), "undecided"),
        ("dibao", with_property(thing("02", EXEMPTED)), "yes"),
    ],
    "PR-05": [
        ("dibao", with_property(thing("13", EXEMPTED)), "yes"),
        ("dibao", with_property(thing("13", UPHELD)), "no"),
        ("dibao", with_property(thing("14"), thing("15", UPHELD)), "no"),
        ("dibao", with_property(thing("14")), "undecided"),
    ],
    "PR-06": [  # 36 months before 2025-03-01
        ("dibao", bought(date(2022, 2, 28)), "yes"),
        ("dibao", bought(date(2022, 3, 1)), "yes"),
        ("dibao", bought(date(2022, 3, 2)), "no"),
    ],
}  # fmt: skip

ROWS = [(number, *row) for number, rows in TABLES.items() for row in rows]


def judged(assessment, programme, number):
    """The answers a rule gave in a programme."""
    return [c for c in assessment.outcome(programme).conditions if c.rule == number]


@pytest.mark.parametrize(("number", "programme", "facts", "expected"), ROWS)
def test_rule_answers_at_its_boundary(number, programme, facts, expected):
    found = judged(assess(facts, policy(), ON), programme, number)
    assert [c.answer for c in found] == [expected]
    assert found[0].clause
    assert bool(found[0].finding.missing) == (expected == "undecided")


def test_every_rule_has_a_table_with_both_answers_and_a_name():
    assert len(ladder.LADDER) == 6
    assert TABLES.keys() == REGISTER.keys() == RULE_NAMES.keys()
    for number, rows in TABLES.items():
        assert {"yes", "no"} <= {row[-1] for row in rows}, number


def test_no_condition_is_cut_short():
    refused = household(local_hukou=False, monthly="9000", properties_known=False)
    for outcome in assess(refused, policy(), ON).outcomes:
        expected = {"temporary": 3, "tekun": 11, "dibao": 8, "low_income": 9}
        assert len(outcome.conditions) == expected.get(outcome.programme, len(outcome.conditions))
    assert len(assess(refused, policy(), ON).outcome("rigid_expense").conditions) == 10


def test_unknown_standard_leaves_income_undecided():
    bare = policy(on=date(2018, 1, 1))
    found = assess(household(monthly="1"), bare, date(2018, 1, 1))
    assert found.proposal is not None
    assert found.outcome("dibao").verdict == "undecided"
    assert found.outcome("dibao").missing


@pytest.mark.parametrize(
    ("category", "grade", "before", "after"),
    [("5", "2", "yes", "yes"), ("5", "3", "no", "yes"), ("4", "1", "yes", "yes"),
     ("4", "2", "no", "yes"), ("1", "1", "no", "yes"), ("2", "1", "no", "no")],
)  # fmt: skip
def test_tekun_disability_widened_on_the_day_the_rules_changed(category, grade, before, after):
    facts = household(member(disability_category=category, disability_grade=grade))
    first, second = BEFORE, date(2021, 7, 1)
    earlier = judged(assess(facts, policy(first), first), "tekun", "TK-01")[0]
    later = judged(assess(facts, policy(second), second), "tekun", "TK-01")[0]
    assert (earlier.answer, later.answer) == (before, after)
    assert "178号" in earlier.clause
    assert "43号" in later.clause


def test_clause_of_dibao_follows_the_date():
    facts = household(monthly="100")
    earlier = judged(assess(facts, policy(BEFORE), BEFORE), "dibao", "DB-01")[0]
    later = judged(assess(facts, policy(), ON), "dibao", "DB-01")[0]
    assert "220号" in earlier.clause
    assert "57号" in later.clause
