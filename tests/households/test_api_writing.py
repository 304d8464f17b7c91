"""Machines write through the pages' forms and services: once, losing nobody's change."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts.models import ApiWrite, AuditEvent
from accounts.models.users import Role
from accounts.services import api_writes
from households.history import changes_of
from households.models import Household, HouseholdKind, Member
from tests.conftest import BAOLI, LAOCHENG
from tests.factories import accounts as people
from tests.factories.households import VILLAGE, attachment, household, identity, kind

HOUSEHOLDS, MEMBERS = "/api/v1/households/", "/api/v1/members/"


class Machine:
    """A machine user's requests in JSON."""

    def __init__(self, area, name, role=Role.TOWNSHIP_CASEWORKER):
        self.user = people.user(role, area, name, is_machine=True)
        key = Token.objects.create(user=self.user).key
        self.client = Client(headers={"Authorization": f"Bearer {key}"})

    def send(self, method, url, data, **headers):
        body = json.dumps(data, default=str)
        send = getattr(self.client, method)
        return send(url, body, content_type="application/json", headers=headers)

    def post(self, url, data, key="request-0001"):
        return self.send("post", url, data, **{"Idempotency-Key": key})

    def patch(self, url, data, etag=None):
        etag = etag or self.client.get(url)["ETag"]
        return self.send("patch", url, data, **{"If-Match": etag})


@pytest.fixture
def machine(areas):
    return Machine(BAOLI, "machine.baoli")


@pytest.fixture
def stranger(areas):
    return Machine(LAOCHENG, "machine.laocheng")


@pytest.fixture
def file(areas):
    return household(members=[("韩磊", "20", datetime.date(1988, 3, 2))])


def new_household(**changes):
    return {
        "area": VILLAGE, "urban_rural": "2", "residence_address": "靠山村 3 组",
        "phone": "13812345678",
        "head": {"name": "关长山", "identity_kind": "1", "identity_number": identity()},
        "members": [
            {
                "name": "关小山", "relation": "20", "identity_kind": "1",
                "identity_number": identity(),
            },
        ],
        **changes,
    }  # fmt: skip


@pytest.mark.django_db
def test_registering_a_household_once(machine, stranger, seen_by):
    data = new_household()
    first, again = (machine.post(HOUSEHOLDS, data) for _twice in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert first.json()["phone"] == "138****5678"
    assert first["ETag"]
    with seen_by(machine.user):
        made = Household.objects.get()
        assert (made.head_name, made.family_size) == ("关长山", 2)
    assert AuditEvent.objects.filter(action="household.registered").count() == 1
    assert not any(number in first.content.decode() for number in _numbers(data))
    assert stranger.post(HOUSEHOLDS, data, key="request-0002").status_code == 400
    assert "关" not in json.dumps(list(ApiWrite.objects.values("key", "digest")))


def _numbers(data):
    return [one["identity_number"] for one in (data["head"], *data["members"])]


@pytest.mark.django_db
def test_the_files_history_names_the_machine_user(machine, file, caseworker, client_for, seen_by):
    type(machine.user).objects.filter(pk=machine.user.pk).update(name="省平台接口")
    assert machine.patch(f"{HOUSEHOLDS}{file.pk}/", {"note": "房屋漏雨"}).status_code == 200
    with seen_by(caseworker):
        assert [c.by for c in changes_of(file) if c.differences] == ["省平台接口"]
    page = client_for(caseworker).get(reverse("households:history", args=[file.pk]))
    assert "省平台接口" in page.content.decode()


@pytest.mark.django_db
def test_a_key_is_for_one_request(machine):
    assert machine.post(HOUSEHOLDS, new_household()).status_code == 201
    other = machine.post(HOUSEHOLDS, new_household())
    assert other.status_code == 422
    for key in ("", "short", "é" * 9):
        refused = machine.send("post", HOUSEHOLDS, new_household(), **{"Idempotency-Key": key})
        assert set(refused.json()["errors"]) == {"Idempotency-Key"}


@pytest.mark.django_db
def test_faults_name_the_field_in_both_languages_and_keep_nothing(machine, seen_by):
    data = new_household(urban_rural="7", shoe_size="42")
    problem = machine.post(HOUSEHOLDS, data).json()
    assert set(problem["errors"]) == {"shoe_size"}
    del data["shoe_size"]
    data["head"]["identity_number"] = "211299196205040001"
    data["members"][0]["relation"] = ""
    answer = machine.post(HOUSEHOLDS, data)
    assert answer["Content-Type"].startswith("application/problem+json")
    errors = answer.json()["errors"]
    assert set(errors) == {"urban_rural", "head.identity_number", "members.0.relation"}
    for faults in errors.values():
        assert faults[0]["zh-hans"] != faults[0]["en"]
    assert answer.json()["title"]["zh-hans"] == "提交的内容有误"
    with seen_by(machine.user):
        assert not Household.objects.exists()
    assert not ApiWrite.objects.exists()


@pytest.mark.django_db
def test_changing_a_household_loses_nobodys_change(machine, stranger, file, seen_by):
    url = f"{HOUSEHOLDS}{file.pk}/"
    seen = machine.client.get(url)["ETag"]
    assert machine.send("patch", url, {"note": "x"}).status_code == 428
    assert machine.patch(url, {"note": "房屋漏雨"}, seen).status_code == 200
    stale = machine.patch(url, {"note": "已修"}, seen)
    assert (stale.status_code, set(stale.json()["errors"])) == (412, {"If-Match"})
    assert set(machine.patch(url, {"phone": "12"}).json()["errors"]) == {"phone"}
    assert stranger.send("patch", url, {}, **{"If-Match": seen}).status_code == 404
    with seen_by(machine.user):
        saved = Household.objects.get(pk=file.pk)
        assert (saved.note, saved.residence_address) == ("房屋漏雨", "某村 2 组")


@pytest.mark.django_db
def test_members_join_change_and_leave(machine, stranger, file, seen_by):
    number = identity()
    data = {
        "household": file.pk, "name": "韩小宝", "relation": "41", "identity_kind": "1",
        "identity_number": number, "joined_kind": "1", "joined_on": "2026-02-01",
        "ethnic": "01",
    }  # fmt: skip
    assert stranger.post(MEMBERS, data).status_code == 404
    made = machine.post(MEMBERS, data)
    assert made.status_code == 201, made.content.decode()
    assert number not in made.content.decode()
    twice = machine.post(MEMBERS, data, key="request-0002")
    assert set(twice.json()["errors"]) == {"identity_number"}
    url = f"{MEMBERS}{made.json()['id']}/"
    assert machine.patch(url, {"education": "80"}).json()["education"] == "80"
    assert set(machine.patch(url, {"education": "xx"}).json()["errors"]) == {"education"}
    assert stranger.send("patch", url, {}).status_code == 404
    left = {"kind": "9", "on": "2026-03-01", "reason": "随父母生活"}
    assert stranger.post(f"{url}leave/", left).status_code == 404
    for _twice in range(2):
        gone = machine.post(f"{url}leave/", left, key="request-0003")
        assert (gone.status_code, gone.json()["is_active"]) == (200, False)
    with seen_by(machine.user):
        assert Member.objects.get(pk=made.json()["id"]).identity_number == number


@pytest.mark.django_db
def test_a_head_leaves_only_with_a_new_one(machine, file, seen_by):
    with seen_by(machine.user):
        head, son = file.members.order_by("pk")
    url = f"{MEMBERS}{head.pk}/leave/"
    left = {"kind": "1", "on": "2026-03-01"}
    assert machine.post(url, left).status_code == 400
    answer = machine.post(url, {**left, "new_head": son.pk}, key="request-0002")
    assert answer.status_code == 200, answer.content.decode()
    with seen_by(machine.user):
        assert Household.objects.get(pk=file.pk).head_name == son.name


@pytest.mark.django_db
def test_only_who_may_restructure_closes_the_file_with_its_last_member(machine, areas, seen_by):
    clerk = Machine(VILLAGE, "machine.village", Role.VILLAGE_CLERK)
    alone, two = household(head="孙独居"), household(members=[("韩磊", "20", None)])
    with seen_by(machine.user):
        url = f"{MEMBERS}{alone.members.get().pk}/leave/"
        other = f"{MEMBERS}{two.members.get(relation='20').pk}/leave/"
    died = {"kind": "1", "on": "2026-03-01", "closes_file": True}
    refused = clerk.post(url, died)
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"closes_file"})
    somebody_left = machine.post(other, died)
    assert set(somebody_left.json()["errors"]) == {"closes_file"}
    with seen_by(machine.user):
        assert Household.objects.get(pk=alone.pk).status == "registered"
    assert machine.post(url, died, key="request-0002").status_code == 200
    with seen_by(machine.user):
        assert Household.objects.get(pk=alone.pk).status == "deregistered"


@pytest.mark.django_db
def test_kinds_begin_and_end(machine, stranger, file, seen_by):
    url, end = f"{HOUSEHOLDS}{file.pk}/kinds/", f"{HOUSEHOLDS}{file.pk}/end-kind/"
    begun = {"kind": "04", "since": "2026-02-01"}
    assert set(machine.post(url, begun).json()["errors"]) == {"reason"}
    begun["reason"] = "排查认定"
    assert stranger.post(url, begun).status_code == 404
    assert machine.post(url, begun, key="request-0004").json()["kinds"] == ["04"]
    ended = {"kind": "04", "until": "2026-02-20", "reason": "收入提高"}
    assert machine.post(end, ended, key="request-0002").status_code == 200
    none = machine.post(end, ended, key="request-0003")
    assert set(none.json()["errors"]) == {"kind"}
    with seen_by(machine.user):
        row = HouseholdKind.objects.get()
    assert (str(row.until), row.reason, row.end_reason) == ("2026-02-20", "排查认定", "收入提高")


@pytest.mark.django_db
def test_a_kind_with_its_last_day_to_come_is_ended_early(machine, file, seen_by, today):
    row = kind(file, "04", until=today + datetime.timedelta(days=300))
    ended = {"kind": "04", "until": today.isoformat(), "reason": "收入提高"}
    assert machine.post(f"{HOUSEHOLDS}{file.pk}/end-kind/", ended).status_code == 200
    with seen_by(machine.user):
        row.refresh_from_db()
        assert row.until == today


@pytest.mark.django_db
def test_who_may_read_may_not_write(file):
    viewer = Machine("211200000000", "machine.city", Role.CITY_VIEWER)
    kind(file, "04")
    assert viewer.client.get(f"{HOUSEHOLDS}{file.pk}/").status_code == 200
    for url in (HOUSEHOLDS, MEMBERS, f"{HOUSEHOLDS}{file.pk}/kinds/"):
        assert viewer.post(url, {}).status_code == 403
    assert viewer.patch(f"{HOUSEHOLDS}{file.pk}/", {"note": "x"}).status_code == 403


@pytest.mark.django_db
def test_photos_and_papers_are_listed_without_their_bytes(machine, stranger, file):
    photo = attachment(file)
    (row,) = machine.client.get(f"/api/v1/attachments/?household={file.pk}").json()["results"]
    assert (row["id"], row["kind"], row["title"]) == (photo.pk, "8", "院落")
    assert "file_key" not in row
    assert stranger.client.get("/api/v1/attachments/").json()["results"] == []
    assert stranger.client.get(f"/api/v1/attachments/{photo.pk}/").status_code == 404


@pytest.mark.django_db
def test_keys_are_forgotten_after_thirty_days(machine):
    machine.post(HOUSEHOLDS, new_household())
    assert api_writes.forget_old() == 0
    ApiWrite.objects.update(at=timezone.now() - datetime.timedelta(days=31))
    assert api_writes.forget_old() == 1
