"""A household moves to another village of the county: at once, with everything that hangs on it."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Area, AuditEvent, Message
from assistance.models import Application, ApplicationMove, Step
from foundation.faults import InputError
from households import history
from households.models import Household, HouseholdChange, Member
from households.services.changes import moving
from tests.conftest import LAOCHENG
from tests.factories import assistance as make_assistance
from tests.factories import petitions as make_petitions
from tests.factories.households import household, kind

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
NEXT_DOOR = "211224101200"  # a village of 老城镇
SAID = {"to": NEXT_DOOR, "on": "2026-02-10", "reason": "投靠女儿", "address": "老城镇 3 组"}


@pytest.fixture
def file(areas):
    made = household(members=[("韩磊", "20", BORN)])
    kind(made, "01")
    return made


@pytest.mark.django_db
def test_a_move_next_door(file, client_for, caseworker, neighbour, leader, seen_by):
    url = reverse("households:move", args=[file.pk])
    case = make_petitions.case(household=file, household_area_id=file.area_id)
    assert client_for(neighbour).post(url, SAID).status_code == 404
    assert client_for(leader).post(url, SAID).status_code == 403
    client = client_for(caseworker)
    html = client.post(url, SAID).content.decode()
    assert "宝力镇不再能查看该档案" in html
    assert f"信访件{case.case_no}" in html
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).area_id == file.area_id
    assert client.post(url, SAID | {"confirm": "1"}).status_code == 302
    with seen_by(neighbour):
        moved = Household.objects.get(pk=file.pk)
        assert (moved.area_id, moved.residence_address) == (NEXT_DOOR, "老城镇 3 组")
        assert set(Member.objects.filter(household=file).values_list("area_id", flat=True)) == {
            NEXT_DOOR
        }
        assert [k.area_id for k in file.kinds.all()] == [NEXT_DOOR]
        change = HouseholdChange.objects.get()
        assert (change.from_area_id, change.to_area_id) == (file.area_id, NEXT_DOOR)
        entered = [c for c in history.changes_of(moved) if c.is_new]
        assert {str(c.of) for c in entered} >= {"韩淑英", "韩磊"}
    with seen_by(caseworker):
        assert not Household.objects.filter(pk=file.pk).exists()
        assert not Member.objects.filter(household=file).exists()
    assert client.get(reverse("households:household", args=[file.pk])).status_code == 404
    message = Message.objects.get(to=neighbour)
    assert file.household_no in str(message)
    page = client_for(neighbour).get(reverse("households:household", args=[file.pk]))
    assert "昌图县宝力镇" in page.content.decode()
    assert AuditEvent.objects.filter(action="household.moved").count() == 1
    assert client.post(url, SAID | {"confirm": "1"}).status_code == 404


@pytest.mark.django_db
def test_what_the_old_township_kept_shows_nothing_new(file, caseworker, neighbour, seen_by):
    events = Household.pgh_event_model.objects.filter(pgh_obj_id=file.pk)
    with seen_by(caseworker):
        moving.move(by=caseworker, household=file, to=_area(NEXT_DOOR), on=DAY, reason="迁居")
        seen_before = set(events.values_list("pgh_id", flat=True))
    with seen_by(neighbour):
        Household.objects.filter(pk=file.pk).update(note="新情况")
        assert events.filter(note="新情况").exists()
        assert events.filter(area_id=file.area_id).exists()
    with seen_by(caseworker):
        assert set(events.values_list("pgh_id", flat=True)) == seen_before
        assert not events.filter(note="新情况").exists()


@pytest.mark.django_db
def test_an_application_goes_along_with_its_steps(areas, caseworker, neighbour, seen_by):
    made = make_assistance.application_at(Step.ACCEPTED)
    with seen_by(caseworker):
        file = Household.objects.select_related("area").get(pk=made.household_id)
        moving.move(by=caseworker, household=file, to=_area(NEXT_DOOR), on=DAY, reason="迁居")
        assert not Application.objects.filter(pk=made.pk).exists()
    with seen_by(neighbour):
        assert Application.objects.get(pk=made.pk).area_id == NEXT_DOOR
        steps = ApplicationMove.objects.filter(application=made)
        assert {step.area_id for step in steps} == {NEXT_DOOR}


@pytest.mark.django_db
def test_where_and_when_it_cannot_move(file, client_for, caseworker, seen_by):
    client, url = client_for(caseworker), reverse("households:move", args=[file.pk])
    for change, where in (
        ({"to": file.area_id}, "to"),
        ({"to": "211282001001"}, "to"),
        ({"to": LAOCHENG}, "to"),
        ({"on": "2099-01-01"}, "on"),
        ({"reason": ""}, "reason"),
    ):
        assert client.post(url, SAID | change).context["form"].has_error(where), change
    with seen_by(caseworker):
        for code in ("211282000000", LAOCHENG, file.area_id):
            with pytest.raises(InputError):
                moving.plan(household=file, to=_area(code), on=DAY, by=caseworker)


@pytest.mark.django_db
def test_twice_moves_once(file, caseworker, seen_by):
    inside = "211224105201"
    with seen_by(caseworker):
        said = {"by": caseworker, "household": file, "to": _area(inside), "on": DAY, "reason": "x"}
        assert moving.move(**said)
        assert moving.move(**said) is None
        assert Household.objects.get(pk=file.pk).area_id == inside


def _area(code):
    return Area.objects.get(pk=code)
