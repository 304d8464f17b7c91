"""Every doubt, on and off: saved all the same, and shown for a second look."""

import datetime

import pytest

from households import doubts
from households.derivations import years_before
from households.models import Household, Member

ON = datetime.date(2026, 1, 5)
DAY = datetime.timedelta(days=1)
LUHN, NO_LUHN = "6214490000123456780", "6214490000123456781"


def born(age: int, days: int = 0) -> datetime.date:
    return years_before(ON, age) + days * DAY


def person(**facts) -> Member:
    """Somebody of 40 of whom nothing is doubtful."""
    return Member(**{
        "name": "韩小", "relation": "99", "sex": "1", "birth_on": born(40), "student_stage": "0",
        **facts,
    })  # fmt: skip


def head(**facts) -> Member:
    return person(**{"name": "韩淑英", "relation": "02", "sex": "2", **facts})


def codes(*members, on=ON, kinds=(), **household) -> set[str]:
    home = Household(**{"head_name": "韩淑英", **household})
    return {doubt.code for doubt in doubts.doubts_of(home, members, kinds, on)}


def test_nothing_is_doubtful_of_an_ordinary_family():
    assert codes(head(), person(relation="20", birth_on=born(16))) == set()


CERTIFIED = {"disability_cert_sealed": b"x", "disability_category": "4", "disability_grade": "3"}
# (a person, the doubt about them or "")
PEOPLE = [
    ({"marital_status": "20", "birth_on": born(22, 1)}, "minor_married"),
    ({"marital_status": "20", "birth_on": born(22)}, ""),
    ({"marital_status": "20", "sex": "2", "birth_on": born(20, 1)}, "minor_married"),
    ({"marital_status": "20", "sex": "2", "birth_on": born(20)}, ""),
    ({"marital_status": "10", "birth_on": born(17)}, ""),
    ({"disability_category": "4", "disability_grade": "3"}, "certificate_missing"),
    ({"disability_category": "4"}, ""),
    (CERTIFIED, "certificate_validity"),
    ({**CERTIFIED, "disability_valid_to": ON}, ""),
    ({**CERTIFIED, "disability_valid_to": ON - DAY}, "certificate_expired"),
    ({"death_on": ON}, "dead_but_active"),
    ({"birth_on": born(7), "student_stage": "2"}, ""),
    ({"birth_on": born(7), "student_stage": "0"}, "not_at_school"),
    ({"birth_on": born(7, 1), "student_stage": "0"}, ""),
    ({"birth_on": born(14), "student_stage": "0"}, "not_at_school"),
    ({"birth_on": born(15), "student_stage": "0"}, ""),
    ({"birth_on": born(15), "student_stage": "2"}, ""),
    ({"birth_on": born(16), "student_stage": "2"}, "stage_age"),
    ({"birth_on": born(4), "student_stage": "2"}, "stage_age"),
    ({"birth_on": born(30), "student_stage": "9"}, ""),
    ({"birth_on": born(31), "student_stage": "9"}, "stage_age"),
    ({"employment_status": "9"}, "employment_school"),
    ({"employment_status": "9", "student_stage": "8"}, ""),
    ({"birth_on": born(16, 1), "labour_capacity": "1", "student_stage": "3"}, "minor_labour"),
    ({"birth_on": born(16), "labour_capacity": "1"}, ""),
    (
        {
            "labour_capacity": "1", "disability_category": "5", "disability_grade": "3",
            "disability_cert_sealed": b"x", "disability_valid_to": ON,
        },
        "disabled_labour",
    ),
    (
        {
            "labour_capacity": "2", "disability_category": "5", "disability_grade": "3",
            "disability_cert_sealed": b"x", "disability_valid_to": ON,
        },
        "",
    ),
    ({"labour_capacity": "4"}, "none_in_working_age"),
    ({"labour_capacity": "4", "birth_on": born(60)}, ""),
    ({"labour_capacity": "4", "birth_on": born(60, 1)}, "none_in_working_age"),
    ({"labour_capacity": "4", "sex": "2", "birth_on": born(55)}, ""),
    ({"labour_capacity": "4", "sex": "2", "birth_on": born(55, 1)}, "none_in_working_age"),
    ({"monthly_wage": 100, "employment_status": "7"}, "wage_without_work"),
    ({"monthly_wage": 100, "employment_status": "4"}, ""),
    ({"is_aided_insured": True, "medical_insurance": "3"}, "aided_not_insured"),
    ({"is_aided_insured": True, "medical_insurance": "2"}, ""),
    ({"monthly_pension": 100, "pension_insurance": "3"}, "pension_not_drawn"),
    ({"monthly_pension": 100, "pension_insurance": "4"}, ""),
    ({"is_covered": True, "is_counted": False}, "covered_not_counted"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "code"), PEOPLE)
def test_each_doubt_about_a_person(facts, code):
    one = person(**facts)
    found = {doubt.code for doubt in doubts.about(one, [head(), one], ON)}
    assert found == ({code} if code else set())


def test_who_left_is_no_longer_doubtful():
    gone = person(death_on=ON, is_active=False)
    assert doubts.about(gone, [head()], ON) == []


# (members, facts of the household, kinds, the doubt or "")
HOUSES = [
    ([person()], {}, (), "no_head"),
    ([head()], {}, (), ""),
    ([head(birth_on=born(18, 1))], {}, (), "minor_head"),
    ([head(birth_on=born(18))], {}, (), ""),
    ([head(relation="01"), person()], {}, (), "self_among_others"),
    ([head(relation="01")], {}, (), ""),
    ([head(), person(), person()], {}, (), "person_twice"),
    ([head(), person(), person(birth_on=born(41))], {}, (), ""),
    ([head()], {"applicant_name": "关长山"}, (), "applicant_outside"),
    ([head()], {"applicant_name": "韩淑英"}, (), ""),
    ([head()], {"applicant_name": "关长山", "agent_name": "韩淑英"}, (), ""),
    ([head()], {}, ("01",), "nobody_covered"),
    ([head(is_covered=True)], {}, ("01",), ""),
    ([head(is_covered=True)], {}, ("04",), "covered_without_kind"),
]


@pytest.mark.parametrize(("members", "facts", "kinds", "code"), HOUSES)
def test_each_doubt_about_a_household(members, facts, kinds, code):
    assert codes(*members, kinds=kinds, **facts) == ({code} if code else set())


@pytest.mark.parametrize(
    ("number", "facts", "found"),
    [
        (LUHN, {"account_name": "韩淑英"}, set()),
        (LUHN, {}, {"account_unnamed"}),
        (NO_LUHN, {"account_name": "韩淑英", "account_kind": "2"}, {"account_number"}),
        (NO_LUHN, {"account_name": "韩淑英", "account_kind": "3"}, set()),
        ("21100012", {"account_name": "韩淑英"}, {"account_number"}),
        (LUHN, {"account_name": "村委会"}, {"account_outside"}),
        (LUHN, {"account_name": "村委会", "account_agreement_on": ON}, set()),
    ],
)
def test_each_doubt_about_the_account(number, facts, found):
    home = Household(head_name="韩淑英", **facts)
    home.account_no = number
    assert {doubt.code for doubt in doubts.doubts_of(home, [head()], (), ON)} == found


def test_a_doubt_names_the_field_of_its_form():
    fields = {field.name for model in (Household, Member) for field in model._meta.get_fields()}
    fields |= {"", "account_no", "disability_cert"}
    for facts, _code in PEOPLE:
        one = person(**facts)
        assert {doubt.field for doubt in doubts.about(one, [head(), one], ON)} <= fields
