"""Photos frozen with their visit, moved with their household, and read by quality pages."""

import pytest

from accounts.models import Area
from foundation import clock
from households.services.changes import moving
from surveys.digests import frozen_digest
from surveys.models import PhotoUpload, Visit, VisitPhoto
from surveys.place_check import Point
from surveys.services import photos, visits
from tests.factories.households import household
from tests.factories.surveys import (
    approved_visit,
    draft,
    opened_photo,
    photograph,
    signed_visit,
    team,
    visit_photo,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(caseworker):
    return draft(household(), by=caseworker)


def test_approval_covers_the_photos(caseworker, leader, seen_by):
    home = household()
    visit = signed_visit(home, by=caseworker)
    photo = visit_photo(visit)
    with seen_by(caseworker):
        visits.submit(visit_uuid=visit.uuid, by=caseworker)
    with seen_by(leader):
        approved = visits.approve(visit_uuid=visit.uuid, by=team(home)[2])
        signatures = visits._signature_digests(approved)
        proof = frozen_digest(approved.content, signatures, [f"{photo.uuid}:{photo.digest}"])
        without = frozen_digest(approved.content, signatures)
    assert approved.digest == proof != without


def test_visits_approved_before_there_were_photos_are_still_proven(caseworker, leader, seen_by):
    visit = approved_visit(household(), by=caseworker)
    with seen_by(leader):
        signatures = visits._signature_digests(visit)
        assert visit.digest == frozen_digest(visit.content, signatures)
    assert frozen_digest({"a": "1"}, ["s"]) == frozen_digest({"a": "1"}, ["s"], [])


def test_photos_far_from_the_villages_other_visits_and_visits_without_any(caseworker, seen_by):
    near, far = Point(42.7843, 124.1107, 10), Point(42.9000, 124.1107, 10)
    with seen_by(caseworker):
        for number in range(5):
            done = approved_visit(household(head=f"韩{number}"), by=caseworker)
            done.place = near
            done.save(update_fields=["place_sealed"])
        away, home = (draft(household(head=name), by=caseworker) for name in ("远一", "近一"))
        bare = draft(household(head="无一"), by=caseworker)
        dropped = draft(household(head="删一"), by=caseworker)
        strange = visit_photo(away, place=far)
        visit_photo(home, place=near)
        gone = visit_photo(dropped)
        photos.remove(
            visit_uuid=dropped.uuid, photo_uuid=gone.uuid, reason="unclear", by=caseworker
        )
        assert list(VisitPhoto.objects.outside()) == [strange]
        assert list(VisitPhoto.objects.kept().filter(place_sealed=None)) == []
        assert list(Visit.objects.outside()) == [away]
        assert set(Visit.objects.open().without_photos()) == {bare, dropped}
    assert 12_000 < strange.distance < 14_000


def test_photos_move_with_their_household(visit, caseworker, neighbour, seen_by):
    photo = visit_photo(visit)
    opened_photo(visit, photograph(colour="#222222"))
    village = Area.objects.get(pk="211224101200")
    with seen_by(caseworker):
        moving.move(
            by=caseworker, household=visit.household, to=village, on=clock.today(), reason="迁居"
        )
        assert not VisitPhoto.objects.exists()
    with seen_by(neighbour):
        assert VisitPhoto.objects.get().area_id == village.pk
        assert PhotoUpload.objects.get().area_id == village.pk
        assert photos.open_thumbnail(photo)
