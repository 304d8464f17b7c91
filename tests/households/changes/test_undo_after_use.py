"""Undoing a merging after other records have named the people who were carried."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from accounts import scope
from assistance.models import Application
from households.models import DuplicatePair, Household
from households.services import duplicates
from households.services.changes import carrying, merging
from households.services.changes.merging import Merging
from tests.factories import assistance as make_assistance
from tests.factories import verification as make_verification
from tests.factories.households import household, pair
from verification.models import Step

DAY = datetime.date(2026, 2, 10)
LAOCHENG_VILLAGE = "211224101200"


@pytest.fixture
def merged(areas, caseworker, seen_by):
    survivor, gone = household(), household(head="王秀英")
    with seen_by(caseworker):
        relations = {gone.members.get().pk: "52"}
        said = Merging(survivor, gone, DAY, "共同生活", relations)
        return merging.merge(by=caseworker, merging=said)


@pytest.fixture
def carried(merged, caseworker, seen_by):
    with seen_by(caseworker):
        return merged.household.members.get(name="王秀英")


@pytest.fixture
def undone(merged, client_for, caseworker):
    """``undone()``: the undoing confirmed by the page; the answer, whatever it is."""

    def confirm():
        url = reverse("households:undo_merge", args=[merged.pk])
        data = {"on": "2026-02-12", "reason": "误合并", "confirm": "1"}
        return client_for(caseworker).post(url, data)

    return confirm


def assert_stands_in_the_way(answer, merged, *words):
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "现在还不能办理" in html
    for word in words:
        assert word in html
    with scope.whole_city("test"):
        assert Household.objects.get(pk=merged.other_id).status == "merged"


@pytest.mark.django_db(transaction=True)
def test_a_closed_finding_about_a_carried_person_is_named(merged, carried, undone):
    make_verification.finding(merged.household, member=carried, step=Step.CLOSED)
    assert_stands_in_the_way(undone(), merged, "王秀英")


@pytest.mark.django_db(transaction=True)
def test_a_refused_application_of_a_carried_person_is_named(merged, carried, undone):
    made = make_assistance.refused(of=merged.household)
    with scope.whole_city("test data"):
        Application.objects.filter(pk=made.pk).update(applicant=carried)
    assert_stands_in_the_way(undone(), merged, "王秀英")


@pytest.mark.django_db(transaction=True)
def test_an_open_pair_goes_with_the_person_carried(merged, carried, undone, caseworker, seen_by):
    pair(carried)
    with seen_by(caseworker):
        assert DuplicatePair.objects.count() == 1
    assert undone().status_code == 302
    with seen_by(caseworker):
        assert not DuplicatePair.objects.exists()
        assert Household.objects.get(pk=merged.other_id).family_size == 1


def across_townships(carried) -> DuplicatePair:
    """A pair with a namesake next door: of the county, so no caseworker sees it."""
    stranger = household(LAOCHENG_VILLAGE, head=carried.name)
    with scope.whole_city("test data"):
        return DuplicatePair.objects.create(
            area_id="211224000000", first=carried, second=stranger.members.get(), name_is="same",
            birth_is="same", place_is="county", numbers_are="differ", is_exact=False,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_open_pair_of_the_county_goes_unseen(merged, carried, undone, caseworker, seen_by):
    across_townships(carried)
    with seen_by(caseworker):
        assert not DuplicatePair.objects.exists()
    assert undone().status_code == 302
    with scope.whole_city("test"):
        assert not DuplicatePair.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_settled_pair_of_the_county_stands_in_the_way_and_is_named(
    merged, carried, undone, reviewer, seen_by
):
    made = across_townships(carried)
    with seen_by(reviewer):
        duplicates.call_different(by=reviewer, pair=made, reason="两人均已当面核实")
    assert_stands_in_the_way(undone(), merged, "王秀英", "周海峰", "不同人")
    with seen_by(reviewer):
        duplicates.reopen(by=reviewer, pair=made)
    assert undone().status_code == 302


HOLDING = """
SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
  JOIN pg_class held ON held.oid = c.confrelid AND held.relname = 'households_member'
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
 WHERE c.contype = 'f'
"""


@pytest.mark.django_db
def test_every_foreign_key_the_database_holds_is_looked_at():
    with connection.cursor() as cursor:
        cursor.execute(HOLDING)
        held = set(cursor.fetchall())
    assert ("assistance_application", "applicant_id") in held
    assert {(model._meta.db_table, f"{name}_id") for model, name in carrying.holding()} == held
