"""What follows from the members on a day, at every edge: counts, hints, living apart."""

import datetime

import pytest

from households import derivations as derive
from households.models import Household, Member

ON = datetime.date(2026, 1, 5)
DAY = datetime.timedelta(days=1)


def born(age: int, days: int = 0) -> datetime.date:
    """Somebody who is ``age`` on ``ON``; a day more makes them a year younger."""
    return derive.years_before(ON, age) + days * DAY


def person(**facts) -> Member:
    return Member(**{"name": "韩小", "relation": "99", "sex": "1", **facts})


def counted(on=ON, **facts) -> set[str]:
    """The groups the person is counted in, without the family itself."""
    return {key for key, count in derive.counts([person(**facts)], on).items() if count} - {
        "family_size"
    }


AGES = {"elderly_count", "oldest_count", "minor_count", "child_count"}


@pytest.mark.parametrize(
    ("age", "days", "groups"),
    [
        (0, 0, {"minor_count", "child_count"}),
        (16, 1, {"minor_count", "child_count"}),
        (16, 0, {"minor_count"}),
        (18, 1, {"minor_count"}),
        (18, 0, set()),
        (60, 1, set()),
        (60, 0, {"elderly_count"}),
        (80, 1, {"elderly_count"}),
        (80, 0, {"elderly_count", "oldest_count"}),
    ],
)
def test_ages_count_from_the_birthday(age, days, groups):
    assert counted(birth_on=born(age, days)) & AGES == groups


def test_who_was_born_tomorrow_or_at_no_known_day_has_no_age():
    assert counted(birth_on=ON + DAY) & AGES == set()
    assert counted(birth_on=None) & AGES == set()


@pytest.mark.parametrize(
    ("on", "is_minor"),
    [
        (datetime.date(2026, 2, 28), True),
        (datetime.date(2026, 3, 1), False),
        (datetime.date(2028, 2, 28), False),
    ],
)
def test_those_born_on_29_february_turn_18_on_1_march(on, is_minor):
    leapling = datetime.date(2008, 2, 29)
    assert ("minor_count" in counted(on, birth_on=leapling)) is is_minor
    assert (leapling > derive.years_before(on, 18)) is is_minor


def test_eighteen_years_before_29_february_is_28_february():
    assert derive.years_before(datetime.date(2028, 2, 29), 18) == datetime.date(2010, 2, 28)


@pytest.mark.parametrize(
    ("facts", "groups"),
    [
        ({"is_covered": True}, {"covered_count"}),
        ({"labour_capacity": "1"}, {"labour_count"}),
        ({"labour_capacity": "2"}, {"labour_count"}),
        ({"labour_capacity": "3"}, set()),
        ({"labour_capacity": "4"}, set()),
        ({"labour_capacity": ""}, set()),
        ({"labour_capacity": "1", "employment_status": "5"}, {"labour_count", "employed_count"}),
        ({"labour_capacity": "1", "employment_status": "6"}, {"labour_count"}),
        ({"labour_capacity": "3", "employment_status": "1"}, set()),
        ({"student_stage": "0"}, set()),
        ({"student_stage": ""}, set()),
        ({"student_stage": "1"}, {"student_count"}),
        ({"student_stage": "9"}, {"student_count"}),
        ({"disability_category": "1"}, {"disabled_count"}),
        (
            {"disability_category": "1", "disability_grade": "2"},
            {"disabled_count", "severe_disabled_count"},
        ),
        ({"disability_category": "1", "disability_grade": "3"}, {"disabled_count"}),
        ({"health": ["60"]}, {"disabled_count"}),
        ({"health": ["69", "10"]}, {"disabled_count"}),
        ({"health": ["30"]}, {"chronic_count"}),
        ({"health": ["49"]}, {"chronic_count"}),
        ({"health": ["41"]}, {"serious_ill_count"}),
        ({"health": ["10"]}, set()),
        ({"disease_kind": "1"}, {"serious_ill_count"}),
        ({"disease_kind": "2"}, {"chronic_count"}),
        ({"disease_kind": "3"}, set()),
    ],
)
def test_what_makes_somebody_count(facts, groups):
    assert counted(**facts) == groups


@pytest.mark.parametrize(
    ("facts", "is_there"),
    [
        ({}, True),
        ({"is_active": False}, False),
        ({"is_counted": False}, False),
        ({"joined_on": ON}, True),
        ({"joined_on": ON + DAY}, False),
        ({"is_active": False, "left_on": ON}, False),
        ({"is_active": False, "left_on": ON + DAY}, True),
    ],
)
def test_who_is_counted_on_a_day(facts, is_there):
    assert derive.counts([person(**facts)], ON)["family_size"] == is_there


@pytest.mark.parametrize(
    ("sex", "age", "days", "hint"),
    [
        ("1", 16, 1, "4"),
        ("1", 16, 0, "1"),
        ("1", 60, 1, "1"),
        ("1", 60, 0, "4"),
        ("2", 55, 1, "1"),
        ("2", 55, 0, "4"),
        ("0", 55, 0, "1"),
        ("1", 55, 0, "1"),
    ],
)
def test_age_and_sex_hint_at_the_ability_to_work(sex, age, days, hint):
    assert derive.labour_hint(person(sex=sex, birth_on=born(age, days)), ON) == hint


@pytest.mark.parametrize(
    ("facts", "hint"),
    [
        ({}, "1"),
        ({"disability_category": "5", "disability_grade": "3"}, "3"),
        ({"disability_category": "5", "disability_grade": "4"}, "2"),
        ({"disability_category": "6", "disability_grade": "3"}, "3"),
        ({"disability_category": "4", "disability_grade": "2"}, "3"),
        ({"disability_category": "4", "disability_grade": "3"}, "2"),
        ({"disability_category": "1", "disability_grade": "1"}, "3"),
        ({"disability_category": "1", "disability_grade": "2"}, "2"),
        ({"disability_category": "2", "disability_grade": "1"}, "2"),
        ({"disease_kind": "1"}, "2"),
        ({"health": ["64"]}, "2"),
        ({"disease_kind": "2"}, "1"),
    ],
)
def test_disability_and_illness_hint_at_the_ability_to_work(facts, hint):
    assert derive.labour_hint(person(birth_on=born(40), **facts), ON) == hint


def test_no_hint_without_an_age():
    assert derive.labour_hint(person(birth_on=None, disability_category="5"), ON) == ""


@pytest.mark.parametrize(("failed", "level"), [(0, "1"), (1, "2"), (3, "2"), (4, "3"), (6, "3")])
def test_self_care_hints_at_the_level_of_care(failed, level):
    items = [str(number) for number in range(1, failed + 1)]
    assert derive.care_hint(person(self_care=items, self_care_on=ON)) == level
    assert derive.care_hint(person(self_care=items)) == ""


@pytest.mark.parametrize(
    ("registered", "lives", "is_apart"),
    [
        ("", "靠山村 3 组", False),
        ("靠山村 3 组", "靠山村 3 组", False),
        ("靠山村３组", "靠山村 3 组", False),
        ("老城镇 1 号", "靠山村 3 组", True),
        ("老城镇 1 号", "", True),
    ],
)
def test_living_elsewhere_than_registered(registered, lives, is_apart):
    home = Household(hukou_address=registered, residence_address=lives)
    assert derive.lives_apart(home) is is_apart
