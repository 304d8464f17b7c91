"""Photos of visits: sent in pieces, whole once, scoped, frozen with the visit, deleted in time."""

import datetime
import hashlib
import io
import json
import uuid
import zlib

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from foundation import clock
from foundation.images import MOST_PIXELS
from foundation.moves import MoveRefused
from surveys.models import PhotoUpload, Visit, VisitPhoto
from surveys.place_check import Point
from surveys.services import photos, places, visits
from tests.factories.households import household
from tests.factories.surveys import (
    draft,
    opened_photo,
    photograph,
    signed_visit,
    submitted_visit,
    visit_photo,
)

pytestmark = pytest.mark.django_db
HERE = {"latitude": 42.7843, "longitude": 124.1107, "accuracy": 12}


def url(visit, rest=""):
    return f"/api/v1/visits/{visit.uuid}/photos/{rest}"


def send(client, address, data, method="post"):
    return getattr(client, method)(address, json.dumps(data), content_type="application/json")


def opening(data, **changes):
    return {
        "uuid": str(uuid.uuid4()), "size": len(data), "kind": "door", "place": HERE,
        "digest": hashlib.sha256(data).hexdigest(), "taken_at": timezone.now().isoformat(),
    } | changes  # fmt: skip


def put_bytes(client, visit, photo, offset, data):
    address = url(visit, f"{photo}/bytes/?offset={offset}")
    return client.put(address, data, content_type="application/octet-stream")


def upload(client, visit, data, **changes):
    """Everything a phone does; the last answer."""
    asked = opening(data, **changes)
    assert send(client, url(visit), asked).status_code == 201
    for offset in range(0, len(data), 4096):
        put_bytes(client, visit, asked["uuid"], offset, data[offset : offset + 4096])
    return send(client, url(visit, f"{asked['uuid']}/complete/"), {})


def files():
    return sorted(path for path in settings.PRIVATE_DIR.rglob("*") if path.is_file())


@pytest.fixture
def visit(caseworker):
    return draft(household(), by=caseworker)


@pytest.fixture
def clerk(caseworker, client_for):
    return client_for(caseworker)


def test_a_photo_arrives_in_pieces_and_is_shown(visit, clerk, caseworker, seen_by):
    data = photograph()
    answer = upload(clerk, visit, data, kind="interior")
    row = answer.json()
    assert (answer.status_code, row["kind"], row["by"]) == (200, "interior", caseworker.name)
    for what in ("picture", "thumbnail"):
        shown = clerk.get(row[what])
        assert shown.headers["Cache-Control"] == "private, no-store"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(io.BytesIO(shown.content)).format == "JPEG"
    with seen_by(caseworker):
        photo = VisitPhoto.objects.get()
        held = Visit.objects.get(pk=visit.pk)
        assert not PhotoUpload.objects.exists()
    assert (photo.width, photo.height, photo.place) == (640, 480, Point(42.7843, 124.1107, 12))
    assert held.place == photo.place  # a visit without a place of its own takes the photo's
    assert len(files()) == 2
    assert not any(path.read_bytes().startswith(b"\xff\xd8") for path in files())
    acts = AuditEvent.objects.filter(household_id=visit.household_id, action__contains="photo")
    assert sorted(acts.values_list("action", flat=True)) == [
        "visit.photo_added",
        "visit.photo_opened",
    ]
    assert clerk.get(url(visit)).json() == [row]
    assert clerk.get(f"/api/v1/visits/{visit.uuid}/").json()["photos"] == [row]


def test_every_step_sent_twice_changes_nothing(visit, clerk, caseworker, seen_by):
    data = photograph()
    asked = opening(data)
    for _twice in range(2):
        assert send(clerk, url(visit), asked).json()["offset"] == 0
    for _twice in range(2):
        assert put_bytes(clerk, visit, asked["uuid"], 0, data[:1000]).json()["offset"] == 1000
    assert send(clerk, url(visit), asked).json() == {
        "state": "waiting", "offset": 1000, "size": len(data),
    }  # fmt: skip
    for _twice in range(2):
        put_bytes(clerk, visit, asked["uuid"], 1000, data[1000:])
    done = [send(clerk, url(visit, f"{asked['uuid']}/complete/"), {}).json() for _ in range(2)]
    assert done[0] == done[1]
    assert send(clerk, url(visit), asked).json()["state"] == "done"
    assert put_bytes(clerk, visit, asked["uuid"], 0, data[:9]).json()["state"] == "done"
    with seen_by(caseworker):
        assert VisitPhoto.objects.count() == 1
    assert len(files()) == 2


def test_a_neighbour_finds_nothing(visit, neighbour, client_for):
    photo = visit_photo(visit)
    stranger = client_for(neighbour)
    data = photograph()
    assert stranger.get(url(visit)).status_code == 404
    assert send(stranger, url(visit), opening(data)).status_code == 404
    assert put_bytes(stranger, visit, photo.uuid, 0, data).status_code == 404
    assert send(stranger, url(visit, f"{photo.uuid}/complete/"), {}).status_code == 404
    assert stranger.get(url(visit, f"{photo.uuid}/picture/")).status_code == 404
    assert stranger.get(url(visit, f"{photo.uuid}/thumbnail/")).status_code == 404
    assert stranger.delete(url(visit, f"{photo.uuid}/?reason=unclear")).status_code == 404
    assert stranger.get(f"/visits/{visit.uuid}/photos/{photo.uuid}/").status_code == 404


def test_another_visits_photo_is_not_found_through_mine(visit, clerk, caseworker):
    other = visit_photo(draft(household(head="孙桂芝"), by=caseworker))
    assert clerk.get(url(visit, f"{other.uuid}/picture/")).status_code == 404
    assert clerk.delete(url(visit, f"{other.uuid}/?reason=unclear")).status_code == 404


def test_who_may_only_read_sees_and_sends_nothing(visit, reviewer, client_for):
    photo = visit_photo(visit)
    reader = client_for(reviewer)
    assert reader.get(url(visit, f"{photo.uuid}/thumbnail/")).status_code == 200
    assert send(reader, url(visit), opening(photograph())).status_code == 403
    assert reader.delete(url(visit, f"{photo.uuid}/?reason=unclear")).status_code == 403


def test_after_submission_nothing_is_added_or_removed(caseworker, clerk, seen_by):
    visit = signed_visit(household(), by=caseworker)
    photo = visit_photo(visit)
    data = photograph(colour="#335577")
    waiting = opened_photo(visit, data)
    with seen_by(caseworker):
        visits.submit(visit_uuid=visit.uuid, by=caseworker)
    asked = opening(data)
    answers = [
        send(clerk, url(visit), asked),
        put_bytes(clerk, visit, waiting.uuid, 0, data),
        send(clerk, url(visit, f"{waiting.uuid}/complete/"), {}),
        send(clerk, url(visit, f"{photo.uuid}/"), {"kind": "other"}, "patch"),
        clerk.delete(url(visit, f"{photo.uuid}/?reason=unclear")),
    ]
    assert {answer.status_code for answer in answers} == {409}
    assert {a.json()["errors"]["reasons"][0]["code"] for a in answers} == {"wrong_step"}


def bomb():
    """A few kilobytes of PNG that say they are 400 million pixels."""
    side = 20_000
    assert side * side > MOST_PIXELS
    head = side.to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"

    def part(name, body):
        crc = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + crc

    body = zlib.compress(bytes(1000))
    parts = part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"%PDF-1.7 no photo", "type", "这不是照片"),
        (b"just words", "type", "这不是照片"),
        (photograph()[:2000], "damaged", "重新"),
        (bomb(), "pixels", "像素"),
    ],
    ids=["pdf", "text", "truncated", "bomb"],
)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_kept(
    data, code, words, visit, clerk, caseworker, seen_by
):
    answer = upload(clerk, visit, data)
    assert answer.status_code == 400
    ((found, (message,)),) = answer.json()["errors"].items()
    assert found == code
    assert words in message
    assert files() == []
    with seen_by(caseworker):
        assert not VisitPhoto.objects.exists()
        assert not PhotoUpload.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": 40 * 1024 * 1024}, "size"),
        ({"size": 0}, "empty"),
        ({"digest": "not hexadecimal"}, "digest"),
        ({"kind": "selfie"}, "kind"),
        ({"taken_at": "yesterday"}, "taken_at"),
        ({"place": {"latitude": 0, "longitude": 0, "accuracy": 1}}, "place"),
        ({"place": {"latitude": 91, "longitude": 0, "accuracy": 1}}, "place"),
        ({"place": {"latitude": "nan", "longitude": 124, "accuracy": 1}}, "place"),
        ({"uuid": "1"}, "uuid"),
    ],
)
def test_what_cannot_be_opened(changes, code, visit, clerk):
    answer = send(clerk, url(visit), opening(photograph(), **changes))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [code])


def test_bytes_that_do_not_fit_are_asked_for_anew(visit, clerk):
    data = photograph()
    asked = opening(data)
    send(clerk, url(visit), asked)
    put_bytes(clerk, visit, asked["uuid"], 0, bytes(len(data)))
    answer = send(clerk, url(visit, f"{asked['uuid']}/complete/"), {})
    assert list(answer.json()["errors"]) == ["digest"]
    assert send(clerk, url(visit), asked).json()["offset"] == 0
    assert files() == []
    put_bytes(clerk, visit, asked["uuid"], 0, data)
    assert send(clerk, url(visit, f"{asked['uuid']}/complete/"), {}).status_code == 200


def test_pieces_that_cannot_be(visit, clerk):
    data = photograph()
    asked = opening(data)
    send(clerk, url(visit), asked)
    which = asked["uuid"]
    assert put_bytes(clerk, visit, which, 500, data[500:]).json()["offset"] == 0
    too_long = put_bytes(clerk, visit, which, 0, data + b"!")
    assert list(too_long.json()["errors"]) == ["too_long"]
    too_large = put_bytes(clerk, visit, which, 0, bytes(1024 * 1024 + 1))
    assert list(too_large.json()["errors"]) == ["piece_size"]
    assert put_bytes(clerk, visit, which, "x", data).status_code == 400
    assert put_bytes(clerk, visit, uuid.uuid4(), 0, data).status_code == 404
    assert send(clerk, url(visit, f"{which}/bytes/?offset=0"), {}, "put").status_code == 400
    early = send(clerk, url(visit, f"{which}/complete/"), {})
    assert list(early.json()["errors"]) == ["not_whole"]
    other = send(clerk, url(visit), asked | {"digest": "0" * 64})
    assert list(other.json()["errors"]) == ["other_photo"]
    assert files() == []


def test_a_visit_holds_twenty(visit, clerk):
    for _number in range(20):
        opened_photo(visit, photograph())
    answer = send(clerk, url(visit), opening(photograph()))
    assert list(answer.json()["errors"]) == ["too_many"]
    assert "20 张" in answer.json()["errors"]["too_many"][0]


def test_the_devices_clock_is_set_right(visit, clerk, caseworker, seen_by):
    now = clock.now()
    fast = datetime.timedelta(hours=3)
    taken = now - datetime.timedelta(minutes=10)
    upload(
        clerk, visit, photograph(), taken_at=(taken + fast).isoformat(),
        device_time=(now + fast).isoformat(),
    )  # fmt: skip
    upload(clerk, visit, photograph(colour="#111111"), taken_at=(now + fast).isoformat())
    with seen_by(caseworker):
        first, second = VisitPhoto.objects.order_by("received_at")
    assert abs(first.taken_at - taken) < datetime.timedelta(minutes=1)
    assert second.taken_at <= clock.now()


def test_naming_anew_and_removing(visit, clerk, caseworker, seen_by):
    photo = visit_photo(visit)
    named = send(clerk, url(visit, f"{photo.uuid}/"), {"kind": "respondent"}, "patch")
    assert [p["kind"] for p in named.json()["photos"]] == ["respondent"]
    assert clerk.delete(url(visit, f"{photo.uuid}/")).status_code == 400
    for _twice in range(2):
        gone = clerk.delete(url(visit, f"{photo.uuid}/?reason=objected"))
        assert gone.json()["photos"] == []
    assert clerk.get(url(visit, f"{photo.uuid}/picture/")).status_code == 404
    with seen_by(caseworker):
        removed = VisitPhoto.objects.get()
    assert (removed.removed_by, removed.removed_reason) == (caseworker, "objected")
    assert photos.purge() == 1  # who does not agree need not wait
    assert files() == []
    assert photos.purge() == 0


def test_a_photo_on_its_way_can_be_dropped(visit, clerk):
    data = photograph()
    waiting = opened_photo(visit, data)
    put_bytes(clerk, visit, waiting.uuid, 0, data[:100])
    assert len(files()) == 1
    assert clerk.delete(url(visit, f"{waiting.uuid}/?reason=mistaken")).status_code == 200
    assert files() == []


def test_half_photos_and_removed_ones_are_deleted_in_time(visit, clerk, caseworker, seen_by):
    data = photograph()
    waiting = opened_photo(visit, data)
    put_bytes(clerk, visit, waiting.uuid, 0, data[:100])
    photo = visit_photo(visit)
    with seen_by(caseworker):
        photos.remove(visit_uuid=visit.uuid, photo_uuid=photo.uuid, reason="unclear", by=caseworker)
    now = timezone.now()
    assert photos.purge(now=now + datetime.timedelta(days=13)) == 0
    assert photos.purge(now=now + datetime.timedelta(days=15)) == 1
    assert len(files()) == 2
    assert photos.purge(now=now + datetime.timedelta(days=31)) == 1
    assert files() == []


def test_the_place_of_a_visit_is_noted_once(visit, clerk, caseworker, seen_by):
    address = f"/api/v1/visits/{visit.uuid}/place/"
    assert send(clerk, address, HERE, "put").json()["has_place"] is True
    send(clerk, address, HERE | {"latitude": 41.0}, "put")
    with seen_by(caseworker):
        held = Visit.objects.get(pk=visit.pk)
        assert held.place.latitude == HERE["latitude"]
        plain = Visit.objects.filter(pk=visit.pk).values().get()
    assert "42.78" not in str({**plain, "place_sealed": bytes(plain["place_sealed"])})
    wrong = send(clerk, address, {"latitude": 0, "longitude": 0, "accuracy": 5}, "put")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["place"])


def test_a_submitted_visit_takes_no_place(caseworker, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(caseworker), pytest.raises(MoveRefused):
        places.note_place(visit_uuid=visit.uuid, place=Point(42, 124), by=caseworker)
