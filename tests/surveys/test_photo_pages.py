"""Photos on the leader's page and on a page of their own: what is missing, where, who looked."""

import uuid

import pytest

from accounts import scope
from accounts.models import AuditEvent
from surveys.models import Visit
from surveys.place_check import Point
from surveys.services import visits
from tests.factories.households import household
from tests.factories.surveys import approved_visit, signed_visit, visit_photo

pytestmark = pytest.mark.django_db
NEAR, FAR = Point(42.7843, 124.1107, 8), Point(42.9, 124.1107, 8)


@pytest.fixture
def village(caseworker, seen_by):
    """Five approved visits of the village, all in one place."""
    with seen_by(caseworker):
        for number in range(5):
            done = approved_visit(household(head=f"韩{number}"), by=caseworker)
            done.place = NEAR
            done.save(update_fields=["place_sealed"])


@pytest.fixture
def visit(caseworker, seen_by):
    made = signed_visit(household(), by=caseworker)
    visit_photo(made, kind="door", place=FAR)
    visit_photo(made, kind="interior")
    with seen_by(caseworker):
        return visits.submit(visit_uuid=made.uuid, by=caseworker)


def test_the_leader_sees_photos_and_what_to_look_at_twice(village, visit, leader, client_for):
    page = client_for(leader).get(f"/visits/{visit.uuid}/review/").content.decode()
    assert page.count("/thumbnail/") == 2
    assert "没有拍摄：被访人" in page
    assert "1 张照片的位置离本村其他走访较远" in page
    assert "1 张照片未取得位置" in page
    assert "北纬 42.90000°" in page


def test_a_visit_without_photos_is_shown_and_approved(caseworker, leader, client_for, seen_by):
    visit = signed_visit(household(), by=caseworker)
    with seen_by(caseworker):
        visits.submit(visit_uuid=visit.uuid, by=caseworker)
    client = client_for(leader)
    page = client.get(f"/visits/{visit.uuid}/review/").content.decode()
    assert "没有拍摄：门牌、室内、被访人" in page
    client.post(f"/visits/{visit.uuid}/review/", {"decision": "approve", "opinion": ""})
    with seen_by(leader):
        assert Visit.objects.get(pk=visit.pk).step == "approved"


def test_one_photo_large_with_what_is_known_of_it(village, visit, leader, client_for, seen_by):
    with seen_by(leader):
        first, second = visit.photos.for_gallery()
    client = client_for(leader)
    page = client.get(f"/visits/{visit.uuid}/photos/{first.uuid}/").content.decode()
    assert "第 1 张，共 2 张" in page
    assert "离本村其他走访较远（12.9 公里）" in page
    assert f"/visits/{visit.uuid}/photos/{second.uuid}/" in page
    looked = AuditEvent.objects.filter(household_id=visit.household_id, action="household.viewed")
    assert looked.count() == 1
    other = client.get(f"/visits/{visit.uuid}/photos/{second.uuid}/").content.decode()
    assert "未取得位置" in other


def test_the_number_of_queries_does_not_grow_with_the_photos(
    visit, leader, client_for, django_assert_max_num_queries
):
    client = client_for(leader)
    address = f"/visits/{visit.uuid}/review/"
    client.get(address)
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    for _more in range(6):
        _again(visit)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def _again(visit):
    """One more photo of a visit that is already in: as if it had been sent before."""
    with scope.whole_city("test data"):
        photo = visit.photos.get(kind="interior", digest__gt="")
        photo.pk, photo.uuid, photo.kind = None, uuid.uuid4(), "other"
        photo._state.adding = True
        photo.save(force_insert=True)


def test_camera_and_position_are_for_our_own_pages_only(caseworker, client_for):
    policy = client_for(caseworker).get("/visits/field/").headers["Permissions-Policy"]
    assert "camera=(self)" in policy
    assert "geolocation=(self)" in policy
    assert "microphone=()" in policy
