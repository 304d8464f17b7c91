"""What a clerk takes along: own villages only, masked, recorded, the open visit whole."""

import datetime
import uuid

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Device
from tests.factories import reports as make
from tests.factories.households import household
from tests.factories.surveys import approved_visit, assignment, content, draft

pytestmark = pytest.mark.django_db
VILLAGES = "/api/v1/packs/"


def test_a_village_is_taken_along(caseworker, client_for, seen_by):
    home = household()
    with seen_by(caseworker):
        visit = draft(home, by=caseworker)
    client = client_for(caseworker)
    (village,) = client.get(VILLAGES).json()
    assert (village["code"], village["households"]) == (home.area_id, 1)
    answer = client.get(f"{VILLAGES}{home.area_id}/")
    (one,) = answer.json()["households"]
    assert one["head"] == home.head_name
    assert one["visit"]["uuid"] == str(visit.uuid)
    assert "****" in one["people"][0]["number"]
    assert len(one["content"]["members"]) == 1
    with seen_by(caseworker):
        taken = AuditEvent.objects.filter(action="household.taken_along", household_id=home.pk)
        assert taken.count() == 1


def test_what_the_device_has_already_is_not_sent_again(caseworker, client_for):
    home = household()
    client = client_for(caseworker)
    first = client.get(f"{VILLAGES}{home.area_id}/")
    again = client.get(f"{VILLAGES}{home.area_id}/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_whose_turn_it_is_comes_along(caseworker, client_for):
    home = household()
    task = assignment(home)
    (one,) = client_for(task.first).get(f"{VILLAGES}{home.area_id}/").json()["households"]
    assert one["due_on"] == task.due_on.isoformat()


def test_who_is_still_to_be_visited_is_as_the_campaign_counts(caseworker, client_for, today):
    """A complete visit of this campaign's days covers, one of before does not."""
    campaign = make.campaign(today)
    ended = make.campaign(today, code="other", closed_at=timezone.now())
    heads = ("还没去", "去过了", "早先去的", "不在名单", "别的名单")
    homes = {head: household(head=head) for head in heads}
    for head in heads[:3]:
        make.target(homes[head], campaign)
    make.target(homes["别的名单"], ended)
    approved_visit(homes["去过了"])
    before = campaign.starts_on - datetime.timedelta(days=1)
    approved_visit(homes["早先去的"], fill=content(homes["早先去的"], on=before))
    address = f"{VILLAGES}{homes['还没去'].area_id}/"
    found = client_for(caseworker).get(address).json()["households"]
    assert {one["head"] for one in found if one["is_wanted"]} == {"还没去", "早先去的"}


def test_a_neighbour_takes_nothing_along(neighbour, caseworker, client_for):
    home = household()
    assert client_for(neighbour).get(f"{VILLAGES}{home.area_id}/").status_code == 404
    assert client_for(neighbour).get(VILLAGES).json() == []
    assert client_for(caseworker).get(f"{VILLAGES}{home.area_id}/").status_code == 200
    assert client_for(caseworker).get(f"{VILLAGES}{home.area_id}/?page=9").status_code == 404


def test_packing_asks_as_often_for_one_household_as_it_grows_by_a_few_each(
    caseworker, client_for, django_assert_max_num_queries
):
    for number in range(8):
        home = household(head=f"人{number}")
    client = client_for(caseworker)
    with django_assert_max_num_queries(25 + 8 * 6):
        client.get(f"{VILLAGES}{home.area_id}/")


def test_each_user_of_a_device_has_a_secret_of_their_own(caseworker, colleague, client_for):
    address = f"/api/v1/devices/{uuid.uuid4()}/"
    mine = [client_for(caseworker).put(address).json()["secret"] for _twice in range(2)]
    other = client_for(colleague).put(address).json()["secret"]
    assert mine[0] == mine[1] != other
    assert Device.objects.count() == 2


def test_the_session_says_who_and_when(caseworker, client, client_for):
    assert client.get("/api/v1/session/").status_code == 401
    body = client_for(caseworker).get("/api/v1/session/").json()
    assert body["user"]["id"] == caseworker.pk
    assert body["csrf"]
    assert body["server_time"]
    assert "surveys.record_visit" in body["permissions"]
