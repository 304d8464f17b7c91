"""Saving through the API: idempotent, scoped, permitted, with messages at the field."""

import base64
import json
import uuid

import pytest

from accounts.models import AuditEvent
from surveys.api import VisitDocument
from surveys.merge import with_value
from surveys.models import Visit
from tests.factories.households import household
from tests.factories.surveys import (
    INCOME,
    LAND,
    content,
    draft,
    picture,
    signed_visit,
    submitted_visit,
)

pytestmark = pytest.mark.django_db


def url(visit, rest=""):
    return f"/api/v1/visits/{visit.uuid}/{rest}"


def put(client, address, data, method="put"):
    return getattr(client, method)(address, json.dumps(data), content_type="application/json")


def test_a_save_answers_with_the_document(caseworker, client_for):
    home = household()
    visit = draft(home, by=caseworker)
    fill = content(home, **{f"land__{LAND}__area": "5"})
    answer = put(client_for(caseworker), url(visit), {"base_revision": 0, "content": fill})
    body = answer.json()
    assert (answer.status_code, body["revision"]) == (200, 1)
    assert body["summary"]["monthly_income"] == "755.21"
    assert [(f["path"], f["message"]) for f in body["faults"]] == [
        (f"land.{LAND}.area", "承包地合计应为 8 亩，现在是 5 亩")
    ]
    again = put(client_for(caseworker), url(visit), {"base_revision": 0, "content": fill})
    assert again.json()["revision"] == 1


def test_both_values_of_a_clash_come_back_and_one_is_chosen(caseworker, colleague, client_for):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    for user, amount in ((caseworker, "600"), (colleague, "700")):
        fill = with_value(content(home), f"incomes.{INCOME}.amount", amount)
        body = put(client_for(user), url(visit), {"base_revision": 1, "content": fill}).json()
    (clash,) = body["clashes"]
    assert (clash["server"]["value"], clash["client"]["value"]) == ("600", "700")
    chosen = {"clash": clash["id"], "keep": "client"}
    body = put(client_for(colleague), url(visit, "settle/"), chosen, "post").json()
    assert body["clashes"] == []
    assert body["content"]["incomes"][INCOME]["amount"] == "700"


def test_a_person_does_not_clash_with_own_lost_answers(caseworker, client_for):
    """The first save arrived but its answer was lost; the person typed on and saved again."""
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    for amount in ("60", "600"):
        fill = with_value(content(home), f"incomes.{INCOME}.amount", amount)
        save = {"base_revision": 1, "content": fill}
        body = put(client_for(caseworker), url(visit), save).json()
    assert body["clashes"] == []
    assert body["content"]["incomes"][INCOME]["amount"] == "600"


def test_a_neighbour_finds_nothing(caseworker, neighbour, client_for):
    visit = signed_visit(household(), by=caseworker)
    stranger, owner = client_for(neighbour), client_for(caseworker)
    signer = "respondent"
    save = {"base_revision": 1, "content": {}}
    assert stranger.get(url(visit)).status_code == 404
    assert put(stranger, url(visit), save).status_code == 404
    assert put(stranger, url(visit, "submit/"), {}, "post").status_code == 404
    assert stranger.get(url(visit, f"signatures/{signer}/")).status_code == 404
    assert stranger.get("/api/v1/visits/").json()["results"] == []
    assert owner.get(url(visit)).json()["uuid"] == str(visit.uuid)
    assert owner.get(url(visit, f"signatures/{signer}/")).status_code == 200
    assert [v["uuid"] for v in owner.get("/api/v1/visits/").json()["results"]] == [str(visit.uuid)]


def test_who_may_only_read_may_not_save(caseworker, reviewer, client_for):
    visit = draft(household(), by=caseworker)
    reader = client_for(reviewer)
    assert reader.get(url(visit)).json()["may_edit"] is False
    save = {"base_revision": 0, "content": {}}
    assert put(reader, url(visit), save).status_code == 403


def test_a_submitted_visit_is_refused_with_a_reason(caseworker, client_for):
    visit = submitted_visit(household(), by=caseworker)
    save = {"base_revision": 1, "content": {}}
    answer = put(client_for(caseworker), url(visit), save)
    assert answer.status_code == 409
    assert answer.json()["errors"]["reasons"][0]["code"] == "wrong_step"


def test_what_is_no_visit_is_a_bad_request(caseworker, client_for):
    visit = draft(household(), by=caseworker)
    client = client_for(caseworker)
    save = {"base_revision": 0, "content": {"hack": {}}}
    assert put(client, url(visit), save).status_code == 400
    sign = {"picture": "bm90IGEgcGljdHVyZQ==", "kind": "drawn", "revision": 0}
    assert put(client, url(visit, "signatures/respondent/"), sign).status_code == 400


def test_signing_and_submitting(caseworker, colleague, client_for, seen_by):
    home = household()
    with seen_by(caseworker):
        visit = draft(home, by=caseworker, fill=content(home))
    client = client_for(caseworker)
    who = [s["who"] for s in client.get(url(visit)).json()["signatures"]]
    drawn = "data:image/png;base64," + base64.b64encode(picture()).decode()
    sign = {"picture": drawn, "kind": "drawn", "revision": 1}
    refused = put(client, url(visit, "submit/"), {}, "post")
    assert refused.status_code == 409
    assert len(refused.json()["errors"]["reasons"]) == 2
    for signer in who:
        assert put(client, url(visit, f"signatures/{signer}/"), sign).status_code == 200
    assert put(client, url(visit, "submit/"), {}, "post").json()["step"] == "submitted"
    with seen_by(caseworker):
        assert Visit.objects.get(pk=visit.pk).step == "submitted"


def test_naming_investigators(caseworker, colleague, client_for):
    visit = draft(household(), by=caseworker)
    client = client_for(caseworker)
    person = {"uuid": str(uuid.uuid4()), "name": "孙主任", "unit": "宝力村委会"}
    for _turn in range(2):
        body = put(client, url(visit, "interviewers/"), person, "post").json()
    assert [s["name"] for s in body["signatures"]].count("孙主任") == 1
    gone = client.delete(url(visit, f"interviewers/{person['uuid']}/"))
    assert "孙主任" not in [s["name"] for s in gone.json()["signatures"]]
    nameless = {"uuid": str(uuid.uuid4())}
    assert put(client, url(visit, "interviewers/"), nameless, "post").status_code == 400


def test_reading_a_visit_in_the_form_is_a_look_and_saving_it_is_none(caseworker, client_for):
    visit = draft(household(), by=caseworker)
    looks = AuditEvent.objects.filter(
        action="household.viewed", household_id=visit.household_id, by_id=caseworker.pk
    )
    client, address = client_for(caseworker), url(visit)
    body = {"base_revision": 0, "content": content()}
    assert put(client, address, body).status_code == 200
    assert not looks.exists()
    assert client.get(address).status_code == 200
    assert looks.count() == 1


def test_the_documented_visit_is_the_one_that_is_sent(caseworker, client_for):
    visit = draft(household(), by=caseworker)
    answer = client_for(caseworker).get(url(visit))
    assert set(answer.json()) == set(VisitDocument().fields)
