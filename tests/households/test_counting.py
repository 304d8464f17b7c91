"""One truth about who is counted: the file, the list, its filters and its export agree."""

import datetime
import itertools

import pytest
from django.http import QueryDict

from accounts import scope
from foundation import clock
from households import derivations
from households.columns import COLUMNS, prepared
from households.conditions import conditions
from households.derivations import years_before
from households.filters import HAS
from households.models import Member
from tests.factories.households import household, member

TODAY = clock.today()
OF_GROUPS = {
    "over_60": "elderly_count",
    "over_80": "oldest_count",
    "minors": "minor_count",
    "disabled": "disabled_count",
    "students": "student_count",
}
# What tells people apart: every edge, and every way to belong or not to.
PEOPLE = [
    {},
    {"is_covered": True},
    {"labour_capacity": "1"},
    {"labour_capacity": "2", "employment_status": "4"},
    {"labour_capacity": "3", "employment_status": "1"},
    {"labour_capacity": "1", "employment_status": "7"},
    {"student_stage": ""},
    {"student_stage": "0"},
    {"student_stage": "1"},
    {"student_stage": "9"},
    {"disability_category": "4", "disability_grade": "2"},
    {"disability_category": "4", "disability_grade": "3"},
    {"disability_grade": "1"},
    {"health": ["64"]},
    {"health": ["10", "37"]},
    {"health": ["41"]},
    {"disease_kind": "1"},
    {"disease_kind": "2"},
    {"disease_kind": "4"},
    {"is_counted": False, "not_counted_reason": "2", "health": ["64"], "student_stage": "1"},
    {"is_active": False, "left_on": TODAY, "disability_category": "1"},
    {"is_active": False, "disability_category": "1"},
    {"joined_on": TODAY + datetime.timedelta(days=1), "disability_category": "1"},
]
BIRTHS = [
    None,
    TODAY,
    *(
        years_before(TODAY, years) + datetime.timedelta(days=days)
        for years, days in itertools.product((16, 18, 60, 80), (-1, 0, 1))
    ),
    datetime.date(2008, 2, 29),
]


@pytest.fixture
def crowd(areas):
    file = household()
    for facts in (*PEOPLE, *({"birth_on": born} for born in BIRTHS)):
        one = member(file, "韩小", "99")
        with scope.whole_city("test data"):
            Member.objects.filter(pk=one.pk).update(**facts)
    return file


@pytest.mark.django_db
@pytest.mark.parametrize(
    "on", [TODAY, datetime.date(2026, 2, 28), datetime.date(2026, 3, 1), datetime.date(2028, 2, 29)]
)
def test_the_database_counts_as_the_file_does(crowd, caseworker, seen_by, on):
    with seen_by(caseworker):
        everybody = list(crowd.members.all())
        for group in derivations.groups(everybody, on):
            key, people = group.key, {one.pk for one in group.members}
            found = crowd.members.filter(derivations.belonging(key, on))
            assert set(found.values_list("pk", flat=True)) == people, key
            assert derivations.count(key, everybody, on) == len(people), key


@pytest.mark.django_db
def test_the_list_shows_the_numbers_of_the_file(crowd, caseworker, seen_by):
    with seen_by(caseworker):
        showing = conditions(caseworker, QueryDict("")).rows
        (row,) = prepared(showing, [COLUMNS[key] for key in OF_GROUPS], TODAY)
        asked = type("Asked", (), {"on": TODAY})
        counted = derivations.counts(crowd.members.all(), TODAY)
        for key, group in OF_GROUPS.items():
            assert COLUMNS[key].value(row, asked) == counted[group], key


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "has", "is_there"),
    [
        ({"health": ["64"]}, "disabled", True),
        ({"disability_category": "4"}, "disabled", True),
        ({"health": ["64"], "is_counted": False, "not_counted_reason": "2"}, "disabled", False),
        ({"student_stage": "1"}, "student", True),
        ({"student_stage": "0"}, "student", False),
        ({"student_stage": "2", "is_active": False}, "student", False),
    ],
)
def test_the_filter_asks_for_whom_the_file_counts(areas, caseworker, seen_by, facts, has, is_there):
    member(household(), "韩小", "99", **facts)
    with seen_by(caseworker):
        rows = conditions(caseworker, QueryDict(f"has={has}")).rows
        assert rows.exists() is is_there


def test_every_question_of_the_filter_is_a_group_of_the_file():
    known = {group.key for group in derivations.groups([], TODAY)}
    assert {group for _label, group in HAS.values()} <= known
