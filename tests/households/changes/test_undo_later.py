"""A merging taken back long afterwards: new keys, new columns, new divisions are no change."""

import datetime

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts import jobs, scope
from accounts.models import Area
from accounts.services import divisions
from households.models import Household, HouseholdChange, Member
from households.services import registration
from households.services.changes import merging, moving, unmerging
from households.services.changes.merging import Merging
from tests.accounts.test_rotate_keys import BOTH, NEW, OLD
from tests.factories import accounts as people
from tests.factories.households import VILLAGE, household, member

DAY = datetime.date(2026, 2, 10)
NEXT_VILLAGE = "211224105201"


def merge(by, *, disease="尿毒症") -> HouseholdChange:
    survivor, gone = household(), household(head="王秀英")
    with scope.user_scope(by):
        head = gone.members.get()
        head.disease, head.phone = disease, "13900000000"
        head.save()
        return merging.merge(
            by=by, merging=Merging(survivor, gone, DAY, "共同生活", {head.pk: "52"})
        )


def blockers(by, change) -> list[str]:
    with scope.user_scope(by):
        change = HouseholdChange.objects.select_related("household__area").get(pk=change.pk)
        return [str(text) for text in unmerging.plan(change=change).blockers]


def undo(by, change) -> Household:
    with scope.user_scope(by):
        unmerging.undo(by=by, change=change, on=DAY, reason="误合并")
        return Household.objects.get(pk=change.other_id)


@pytest.mark.django_db(transaction=True)
def test_new_keys_are_no_change(areas, caseworker):
    with override_settings(**OLD):
        change = merge(caseworker)
    with override_settings(**BOTH):
        call_command("rotate_keys")
    with override_settings(**NEW):
        assert blockers(caseworker, change) == []
        assert undo(caseworker, change).family_size == 1


@pytest.mark.django_db
def test_a_sealed_value_that_says_something_else_is_a_change(areas, caseworker):
    change = merge(caseworker)
    with scope.user_scope(caseworker):
        carried = change.household.members.get(name="王秀英")
        registration.change_member(by=caseworker, member=carried, data={"disease": "高血压"})
    assert len(blockers(caseworker, change)) == 1
    with scope.user_scope(caseworker):
        registration.change_member(by=caseworker, member=carried, data={"disease": "尿毒症"})
    assert blockers(caseworker, change) == []


@pytest.mark.django_db
def test_a_column_added_and_filled_later_is_no_change(areas, caseworker):
    change = merge(caseworker)
    assert "grade" in change.details["fields"]
    with scope.user_scope(caseworker), pgtrigger.ignore():
        Member.objects.filter(household=change.household).update(grade="3", pinyin="x")
    assert len(blockers(caseworker, change)) == 1
    change.details["fields"].remove("grade")
    with scope.user_scope(caseworker):
        assert unmerging.plan(change=change).blockers == []


@pytest.mark.django_db
def test_what_was_merged_before_the_fields_were_kept_can_be_undone(areas, caseworker):
    change = merge(caseworker)
    del change.details["fields"]
    change.details["people"][0]["print"] = "of the sealed columns as they were"
    with scope.user_scope(caseworker):
        assert unmerging.plan(change=change).blockers == []


def succeed(city_manager, old: str, new: str) -> None:
    asked = people.division_change(city_manager)
    divisions.add_succeed(change=asked, code=old, new_code=new)
    with transaction.atomic():
        job = divisions.carry_out(by=city_manager, change=asked)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.failure


def test_a_village_that_has_a_new_code_is_the_same_place(areas, caseworker, city_manager):
    change = merge(caseworker)
    succeed(city_manager, VILLAGE, NEXT_VILLAGE)
    assert blockers(caseworker, change) == []
    assert undo(caseworker, change).area_id == NEXT_VILLAGE


@pytest.mark.django_db
def test_a_household_that_has_moved_still_has_to_move_back(areas, caseworker):
    change = merge(caseworker)
    with scope.user_scope(caseworker):
        to = Area.objects.get(pk=NEXT_VILLAGE)
        moving.move(by=caseworker, household=change.household, to=to, on=DAY, reason="搬家")
    assert len(blockers(caseworker, change)) == 1


@pytest.mark.django_db
def test_somebody_who_came_since_is_no_obstacle(areas, caseworker):
    change = merge(caseworker)
    member(change.household, "韩小宝", "20")
    assert blockers(caseworker, change) == []
