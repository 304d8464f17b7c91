"""Taking a household off the register and putting it back."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.faults import InputError
from households.models import Household, HouseholdChange, Member
from households.services import registration
from households.services.changes import closing, leaving
from households.services.changes.leaving import Leaving
from tests.factories.households import change, household, kind
from tests.households.changes.digests import state

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
CLOSED = {"code": "5", "on": "2026-02-10", "reason": "与邻村档案重复", "confirm": "1"}
AGAIN = {"on": "2026-03-01", "reason": "核实后并非重复", "confirm": "1"}


@pytest.fixture
def file(areas):
    made = household(members=[("韩磊", "20", BORN)])
    kind(made, "01")
    return made


@pytest.mark.django_db
def test_closing_and_reopening(file, client_for, caseworker, neighbour, leader, seen_by):
    close = reverse("households:close", args=[file.pk])
    reopen = reverse("households:reopen", args=[file.pk])
    for url, data in ((close, CLOSED), (reopen, AGAIN)):
        assert client_for(neighbour).post(url, data).status_code == 404
        assert client_for(leader).post(url, data).status_code == 403
    client = client_for(caseworker)
    asked = {name: value for name, value in CLOSED.items() if name != "confirm"}
    preview = client.post(close, asked).content.decode()
    assert "低保" in preview
    assert client.post(close, CLOSED).status_code == 302
    with seen_by(caseworker):
        saved = Household.objects.get(pk=file.pk)
        assert (saved.status, saved.family_size) == ("deregistered", 0)
        assert file.kinds.get().until == DAY
        assert not file.members.active().exists()
    assert client.post(close, CLOSED).status_code == 200
    assert client.post(reopen, AGAIN).status_code == 302
    with seen_by(caseworker):
        saved = Household.objects.get(pk=file.pk)
        assert (saved.status, saved.family_size, saved.head_name) == ("registered", 2, "韩淑英")
        assert file.kinds.get().until == DAY
    assert client.post(reopen, AGAIN).status_code == 200
    for action in ("household.deregistered", "household.reactivated"):
        assert AuditEvent.objects.filter(action=action).count() == 1


@pytest.mark.django_db
def test_twice_closes_once(file, caseworker, seen_by):
    said = {"by": caseworker, "household": file, "code": "2", "on": DAY}
    with seen_by(caseworker):
        assert closing.close(**said)
        assert closing.close(**said) is None
        assert Household.objects.get(pk=file.pk).status == "moved_out"
        assert HouseholdChange.objects.count() == 1
        back = {"by": caseworker, "household": file, "on": DAY, "reason": "迁回"}
        assert closing.reopen(**back)
        assert closing.reopen(**back) is None


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["3", "4", "8"])
def test_who_was_away_is_away_again_in_the_reopened_file(file, caseworker, seen_by, way):
    with seen_by(caseworker):
        son = file.members.select_related("household__area").get(name="韩磊")
        leaving.leave(by=caseworker, member=son, leaving=Leaving(kind=way, on=DAY))
        before = state(file)
        closing.close(by=caseworker, household=file, code="5", on=DAY)
        file.kinds.update(until=None)
        closing.reopen(by=caseworker, household=file, on=DAY, reason="误注销")
        assert state(file) == before
        assert Member.objects.get(pk=son.pk).away_kind == way
        assert leaving.come_back(by=caseworker, member=son, kind="9", on=DAY)


@pytest.mark.django_db
def test_a_file_closed_before_the_ways_were_kept_reopens(file, caseworker, seen_by):
    with seen_by(caseworker):
        old = closing.close(by=caseworker, household=file, code="5", on=DAY)
        details = {k: v for k, v in old.details.items() if k != "before"}
        change(file, "deregistered", details=details)
        closing.reopen(by=caseworker, household=file, on=DAY, reason="误注销")
        assert file.members.active().count() == 2


@pytest.mark.django_db
def test_a_file_does_not_reopen_while_its_people_are_elsewhere(file, caseworker, seen_by):
    with seen_by(caseworker):
        son = file.members.get(name="韩磊")
        closing.close(by=caseworker, household=file, code="5", on=DAY)
        data = {"name": "韩磊", "identity_number": son.identity_number}
        registration.register(by=caseworker, area=file.area, head=data)
        closed = Household.objects.get(pk=file.pk)
        assert closing.plan_reopen(household=closed).blockers
        with pytest.raises(InputError, match="韩磊"):
            closing.reopen(by=caseworker, household=closed, on=DAY, reason="误注销")
        assert not Member.objects.active().filter(household=file).exists()


@pytest.mark.django_db
def test_dates_and_reasons_are_checked(file, client_for, caseworker):
    client, url = client_for(caseworker), reverse("households:close", args=[file.pk])
    assert client.post(url, CLOSED | {"on": "2099-01-01"}).context["form"].has_error("on")
    assert client.post(url, CLOSED | {"on": "2020-01-01"}).context["form"].has_error("on")
    assert client.post(url, CLOSED | {"code": "77"}).context["form"].has_error("code")
    other = client.post(url, CLOSED | {"code": "9", "reason": ""})
    assert other.context["form"].has_error("reason")
