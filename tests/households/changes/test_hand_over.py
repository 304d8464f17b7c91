"""A file goes to another county: offered, read, accepted or declined or taken back."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from accounts.models import Area, AuditEvent, Message
from accounts.models.users import Role
from assistance.models import Step
from foundation import clock
from foundation.faults import InputError
from households import tasks
from households.models import Grant, HandOver, Household, HouseholdChange, Member
from households.services import doors
from households.services.changes import closing, handing_over
from households.worklist import items
from tests.conftest import KAIYUAN
from tests.factories import accounts as people
from tests.factories import assistance as make_assistance
from tests.factories.households import hand_over, household, kind

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
OFFER = {"to_county": KAIYUAN, "on": "2026-02-10", "reason": "迁居开原", "address": "某街 5 号"}


@pytest.fixture
def file(areas):
    made = household(members=[("韩磊", "20", BORN)])
    kind(made, "01")
    return made


@pytest.fixture
def receiver(areas):
    return people.user(Role.COUNTY_SECTION_CHIEF, KAIYUAN, "kai.guzhang", "周股长")


@pytest.fixture
def village(areas):
    return areas.within(areas.get(pk=KAIYUAN)).villages().order_by("code").first()


@pytest.fixture
def offered(file, caseworker, receiver, seen_by):
    with seen_by(caseworker):
        return handing_over.propose(
            by=caseworker, household=file, to_county=Area.objects.get(pk=KAIYUAN),
            on=DAY, reason="迁居", address="某街 5 号",
        )  # fmt: skip


@pytest.mark.django_db
def test_offering(file, client_for, caseworker, neighbour, leader, receiver, seen_by):
    url = reverse("households:hand_over", args=[file.pk])
    page = reverse("households:household", args=[file.pk])
    assert client_for(neighbour).post(url, OFFER).status_code == 404
    assert client_for(leader).post(url, OFFER).status_code == 403
    assert client_for(receiver).get(page).status_code == 404
    client = client_for(caseworker)
    assert "开原市接收后" in client.post(url, OFFER).content.decode()
    assert client.post(url, OFFER | {"confirm": "1"}).status_code == 302
    assert client.post(url, OFFER | {"confirm": "1"}).status_code == 200
    with seen_by(caseworker):
        assert HandOver.objects.get().status == "proposed"
        assert Household.objects.get(pk=file.pk).area_id == file.area_id
    reading = client_for(receiver)
    assert reading.get(page).status_code == 200
    change = reverse("households:change_household", args=[file.pk])
    assert reading.get(change).status_code == 403
    assert Message.objects.filter(to=receiver).count() == 1
    with seen_by(receiver):
        assert [item.about for item in items(receiver, DAY)] == ["韩淑英"]
        assert Household.objects.filter(pk=file.pk).update(note="x") == 0
    assert file.household_no in reading.get(reverse("households:hand_overs")).content.decode()


@pytest.mark.django_db
def test_accepting(
    file, offered, village, client_for, caseworker, chief, neighbour, receiver, seen_by
):
    url = reverse("households:accept", args=[offered.pk])
    data = {"to": village.code, "on": "2026-02-20"}
    assert client_for(neighbour).post(url, data).status_code == 403
    assert client_for(caseworker).post(url, data).status_code == 403
    assert "由接收县" in client_for(chief).post(url, data).content.decode()
    client = client_for(receiver)
    assert client.post(url, data | {"to": file.area_id}).context["form"].has_error("to")
    assert village.full_name in client.post(url, data).content.decode()
    assert client.post(url, data | {"confirm": "1"}).status_code == 302
    with seen_by(receiver):
        taken = Household.objects.get(pk=file.pk)
        assert (taken.area_id, taken.residence_address) == (village.code, "某街 5 号")
        assert Member.objects.filter(household=file, area_id=village.code).count() == 2
        change = HouseholdChange.objects.get(kind="handed_over")
        assert (change.from_area_id, change.to_area_id) == (file.area_id, village.code)
        assert Household.objects.filter(pk=file.pk).update(note="可以改") == 1
        assert handing_over.accept(
            by=receiver, hand_over=offered, to=village, on=DAY
        ).status == "accepted"  # fmt: skip
        assert Member.pgh_event_model.objects.filter(area_id=file.area_id).exists()
    with seen_by(caseworker):
        assert not Household.objects.filter(pk=file.pk).exists()
        assert HandOver.objects.get().status == "accepted"
        assert not Household.pgh_event_model.objects.filter(note="可以改").exists()
    assert client_for(caseworker).get(
        reverse("households:household", args=[file.pk])
    ).status_code == 404  # fmt: skip
    listed = client_for(caseworker).get(reverse("households:hand_overs")).content.decode()
    assert file.household_no in listed
    assert "韩淑英" not in listed
    assert AuditEvent.objects.filter(action="handover.accepted").count() == 1
    assert Message.objects.filter(to=caseworker).count() == 1


@pytest.mark.django_db
def test_declining(file, offered, client_for, caseworker, leader, chief, receiver, seen_by):
    url = reverse("households:decline", args=[offered.pk])
    data = {"reason": "人户不在本市"}
    assert client_for(leader).post(url, data).status_code == 403
    assert "由接收县" in client_for(chief).post(url, data).content.decode()
    client = client_for(receiver)
    assert client.post(url, {"reason": ""}).context["form"].has_error("reason")
    assert client.post(url, data).status_code == 302
    assert client.get(reverse("households:household", args=[file.pk])).status_code == 404
    with seen_by(caseworker):
        answered = HandOver.objects.get()
        assert (answered.status, answered.answer) == ("declined", "人户不在本市")
        assert Household.objects.get(pk=file.pk).area_id == file.area_id
        assert Grant.objects.get().until < clock.today()
    with seen_by(receiver):
        again = handing_over.decline(by=receiver, hand_over=offered, reason="x")
        assert again.answer == "人户不在本市"
    assert "人户不在本市" in client_for(caseworker).get(
        reverse("households:hand_overs")
    ).content.decode()  # fmt: skip


@pytest.mark.django_db
def test_taking_an_offer_back(file, offered, village, client_for, caseworker, receiver, seen_by):
    url = reverse("households:cancel_hand_over", args=[offered.pk])
    client_for(receiver).post(url)
    with seen_by(caseworker):
        assert HandOver.objects.get().status == "proposed"
    assert client_for(caseworker).post(url).status_code == 302
    with seen_by(caseworker):
        assert HandOver.objects.get().status == "cancelled"
        handing_over.cancel(by=caseworker, hand_over=offered)
    with seen_by(receiver):
        assert not Household.objects.filter(pk=file.pk).exists()
        with pytest.raises(InputError):
            handing_over.accept(by=receiver, hand_over=offered, to=village, on=DAY)
        with pytest.raises(InputError):
            handing_over.decline(by=receiver, hand_over=offered, reason="x")


@pytest.fixture(params=["by hand", "by its day"])
def unreadable(request, offered, chief, seen_by):
    """The offer stands, but the receiving county may not read the file any more."""
    with seen_by(chief):
        if request.param == "by hand":
            doors.end_grant(by=chief, grant=offered.grant, on=clock.today())
        else:
            Grant.objects.update(until=clock.today() - datetime.timedelta(days=1))
    return offered


@pytest.mark.django_db
def test_an_offer_is_accepted_without_leave_to_read(
    file, unreadable, village, client_for, receiver, seen_by
):
    client, url = client_for(receiver), reverse("households:accept", args=[unreadable.pk])
    with seen_by(receiver):
        assert [item.about for item in items(receiver, DAY)] == [file.household_no]
    page = client.get(url)
    assert page.status_code == 200
    assert file.household_no in page.content.decode()
    assert "韩淑英" not in page.content.decode()
    data = {"to": village.code, "on": "2026-02-20"}
    assert village.full_name in client.post(url, data).content.decode()
    assert client.post(url, data | {"confirm": "1"}).status_code == 302
    with seen_by(receiver):
        assert Household.objects.get(pk=file.pk).area_id == village.code


@pytest.mark.django_db
def test_an_offer_is_declined_without_leave_to_read(unreadable, client_for, receiver, caseworker):
    url = reverse("households:decline", args=[unreadable.pk])
    client = client_for(receiver)
    assert unreadable.household_no in client.get(url).content.decode()
    assert client.post(url, {"reason": "人户不在本市"}).status_code == 302
    assert Message.objects.filter(to=caseworker).count() == 1


def overdue(days):
    """Leave the only offer unanswered until so many days after its last day."""
    with scope.whole_city("the test's own rows"):
        HandOver.objects.update(answer_by=clock.today() - datetime.timedelta(days=days))


@pytest.mark.django_db
def test_an_offer_nobody_answers_runs_out(
    file, offered, village, client_for, caseworker, receiver, seen_by
):
    assert offered.answer_by == offered.grant.until
    overdue(0)
    assert tasks.lapse_hand_overs() == 0
    overdue(1)
    assert [tasks.lapse_hand_overs() for _twice in range(2)] == [1, 0]
    for person in (caseworker, receiver):
        told = Message.objects.filter(to=person, figures={"number": file.household_no}).first()
        assert "逾期" in str(told)
    assert AuditEvent.objects.filter(action="handover.lapsed").count() == 1
    listed = client_for(caseworker).get(reverse("households:hand_overs")).content.decode()
    assert "逾期未答复" in listed
    with seen_by(receiver):
        assert not items(receiver, DAY)
        assert not Household.objects.filter(pk=file.pk).exists()
        with pytest.raises(InputError):
            handing_over.accept(by=receiver, hand_over=offered, to=village, on=DAY)
    with seen_by(caseworker):  # nothing stands in the way any more, of another offer neither
        handing_over.propose(
            by=caseworker, household=file, to_county=offered.to_county, on=DAY, reason="x"
        )


@pytest.mark.django_db
def test_an_open_offer_and_open_work_stand_in_the_way(
    file, offered, caseworker, receiver, village, seen_by
):
    with seen_by(caseworker), pytest.raises(InputError, match="开原市"):
        closing.close(by=caseworker, household=file, code="5", on=DAY)
    made = make_assistance.application_at(Step.SUBMITTED)
    with seen_by(caseworker):
        other = Household.objects.select_related("area").get(pk=made.household_id)
        with pytest.raises(InputError, match=made.application_no):
            handing_over.propose(
                by=caseworker, household=other, to_county=offered.to_county, on=DAY, reason="x"
            )


@pytest.mark.django_db
def test_the_receiving_township_is_led_to_the_file(
    file, offered, village, client_for, receiver, seen_by
):
    clerk = people.user(Role.TOWNSHIP_CASEWORKER, village.township_code, "kai.banshi", "孙办事")
    with seen_by(receiver):
        handing_over.accept(by=receiver, hand_over=offered, to=village, on=DAY)
    told = Message.objects.get(to=clerk)
    assert told.url == reverse("households:household", args=[file.pk])
    assert client_for(clerk).get(told.url).status_code == 200


@pytest.mark.django_db
def test_open_offers_come_first_and_the_others_on_further_pages(client_for, chief, receiver, areas):
    oldest = household(head="最早")
    still_open = hand_over(oldest, KAIYUAN)
    with scope.whole_city("the test's own rows"):
        for _each in range(51):
            made = hand_over(household(), KAIYUAN)
            HandOver.objects.filter(pk=made.pk).update(
                status="declined", answer="不在本市", answered_at=timezone.now()
            )
    for person, mine in ((receiver, "incoming"), (chief, "outgoing")):
        client, url = client_for(person), reverse("households:hand_overs")
        first = client.get(url)
        assert [row.pk for row in first.context[mine]][0] == still_open.pk
        assert len(first.context[mine]) == 50
        rest = client.get(url, {mine: "2"})
        assert len(rest.context[mine]) == 2
        assert f"?{mine}=1" in rest.content.decode()


@pytest.mark.django_db
def test_a_longer_list_of_offers_asks_no_more(client_for, receiver, django_assert_num_queries):
    url = reverse("households:hand_overs")
    hand_over(household(), KAIYUAN)
    client = client_for(receiver)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _each in range(5):
        hand_over(household(), KAIYUAN)
    with django_assert_num_queries(len(one)):
        client.get(url)
