"""Visits begun on a device: taken in once, merged into a colleague's, stranded in words."""

import json
import uuid

import pytest

from foundation import clock
from households.models.households import HouseholdStatus
from surveys.digests import content_digest
from surveys.merge import with_value
from surveys.models import StrandedDraft, Visit
from surveys.schema import edition_of
from surveys.services import stranded
from surveys.services.drafts import first_content
from surveys.validation import hard, validate
from tests.factories.households import household
from tests.factories.surveys import INCOME, approved_visit, content, draft

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/visits/"


def post(client, data, address=ADDRESS):
    return client.post(address, json.dumps(data), content_type="application/json")


def begun(home, fill=None, **changes):
    base = first_content(home, kind="1", on="")
    return {
        "uuid": str(uuid.uuid4()), "household": home.pk, "kind": "1", "base": base,
        "content": fill or content(home),
    } | changes  # fmt: skip


@pytest.fixture
def home(seen_by, caseworker):
    return household()


@pytest.fixture
def clerk(caseworker, client_for):
    return client_for(caseworker)


def test_it_is_taken_in_under_the_devices_own_uuid(home, clerk, seen_by, caseworker):
    with seen_by(caseworker):
        sent = begun(home)
    answer = post(clerk, sent)
    body = answer.json()
    assert (answer.status_code, body["uuid"], body["clashes"]) == (201, sent["uuid"], [])
    assert body["content"]["incomes"][INCOME]["amount"] == "500.00"
    with seen_by(caseworker):
        visit = Visit.objects.get(uuid=sent["uuid"])
        assert visit.interviewers.get().user == caseworker


def test_sent_twice_it_is_taken_in_once(home, clerk, seen_by, caseworker):
    with seen_by(caseworker):
        sent = begun(home)
    first, second = post(clerk, sent).json(), post(clerk, sent).json()
    assert (second["uuid"], second["revision"]) == (first["uuid"], first["revision"])


def test_more_typed_after_a_lost_reply_does_not_clash_with_oneself(
    home, clerk, seen_by, caseworker
):
    with seen_by(caseworker):
        sent = begun(home)
    post(clerk, sent)
    sent["content"] = with_value(sent["content"], f"incomes.{INCOME}.amount", "650")
    body = post(clerk, sent).json()
    assert body["clashes"] == []
    assert body["content"]["incomes"][INCOME]["amount"] == "650"


def test_a_colleagues_open_visit_takes_the_answers_in(home, clerk, seen_by, caseworker, colleague):
    with seen_by(caseworker):
        sent = begun(home)
        other = draft(home, by=colleague, fill=content(home, wages="700.00"))
    body = post(clerk, sent).json()
    assert body["uuid"] == str(other.uuid)
    (clash,) = [c for c in body["clashes"] if c["path"].startswith("incomes")]
    assert (clash["server"]["value"], clash["client"]["value"]) == ("700.00", "500.00")
    assert clash["server"]["by"] == colleague.name


def test_out_of_the_area_it_is_refused_in_words_and_can_be_handed_in(
    home, client_for, neighbour, seen_by, caseworker
):
    with seen_by(caseworker):
        sent = begun(home)
    stranger = client_for(neighbour)
    answer = post(stranger, sent)
    assert answer.status_code == 409
    assert answer.json()["errors"]["reasons"][0]["code"] == "out_of_area"
    kept = {
        "uuid": sent["uuid"], "household": home.pk, "title": "韩淑英",
        "content": sent["content"], "reason": "out_of_area",
    }  # fmt: skip
    for _twice in range(2):
        assert post(stranger, kept, "/api/v1/stranded-drafts/").status_code == 201
    with seen_by(neighbour):
        (row,) = StrandedDraft.objects.all()
        assert row.content["incomes"] == sent["content"]["incomes"]
    with seen_by(caseworker):
        assert not StrandedDraft.objects.exists()


def test_off_the_register_it_is_refused_and_taken_over_once_the_file_is_back(
    home, clerk, seen_by, caseworker
):
    with seen_by(caseworker):
        sent = begun(home)
        home.status = HouseholdStatus.DEREGISTERED
        home.save(update_fields=["status"])
    assert post(clerk, sent).json()["errors"]["reasons"][0]["code"] == "off_register"
    with seen_by(caseworker):
        kept = stranded.hand_in(
            draft_uuid=uuid.UUID(sent["uuid"]), household_id=home.pk, title="韩淑英",
            content=sent["content"], reason="off_register", by=caseworker,
        )  # fmt: skip
        home.status = HouseholdStatus.REGISTERED
        home.save(update_fields=["status"])
        visit = stranded.take_over(draft_id=kept.pk, by=caseworker)
        assert visit.content["incomes"][INCOME]["amount"] == "500.00"


def test_how_far_the_devices_clock_is_off_is_kept(home, clerk, seen_by, caseworker):
    with seen_by(caseworker):
        sent = begun(home, device_time="2020-01-01T08:00:00+08:00")
    post(clerk, sent)
    with seen_by(caseworker):
        assert Visit.objects.get(uuid=sent["uuid"]).device_offset < -365 * 86400


def taken_over(home, sent, by, seen_by, other=None):
    """The draft handed in as stranded and taken over, into ``other`` where that is open."""
    with seen_by(by):
        kept = stranded.hand_in(
            draft_uuid=uuid.UUID(sent["uuid"]), household_id=home.pk, title="韩淑英",
            content=sent["content"], reason="off_register", by=by,
        )  # fmt: skip
        visit = stranded.take_over(draft_id=kept.pk, by=by)
    assert other is None or visit == other
    return visit


def test_a_draft_taken_over_answers_its_device_with_the_visit_it_went_into(
    home, clerk, seen_by, caseworker, colleague, client_for
):
    with seen_by(caseworker):
        sent = begun(home)
        other = draft(home, by=colleague, fill=content(home, wages="700.00"))
    visit = taken_over(home, sent, caseworker, seen_by, other)
    address = f"{ADDRESS}{sent['uuid']}/"
    body = clerk.get(address).json()
    assert (body["uuid"], body["content"]) == (str(visit.uuid), visit.content)
    again = post(clerk, sent)
    assert (again.status_code, again.json()["uuid"]) == (201, str(visit.uuid))
    assert again.json()["revision"] == visit.revision
    assert client_for(colleague).get(address).status_code == 404


def test_a_draft_that_still_waits_is_not_found(home, clerk, seen_by, caseworker):
    with seen_by(caseworker):
        sent = begun(home)
        stranded.hand_in(
            draft_uuid=uuid.UUID(sent["uuid"]), household_id=home.pk, title="韩淑英",
            content=sent["content"], reason="off_register", by=caseworker,
        )  # fmt: skip
    assert clerk.get(f"{ADDRESS}{sent['uuid']}/").status_code == 404


def test_a_draft_begun_from_an_older_pack_keeps_its_edition_and_what_was_signed(
    home, clerk, seen_by, caseworker
):
    with seen_by(caseworker):
        approved_visit(home, fill=content(home))
        base = first_content(home, kind="1", on="", edition=1)
        filled = with_value(content(home), "family.circumstances", "屋顶漏雨")
        sent = begun(home, base=base, fill=filled)
    body = post(clerk, sent).json()
    assert body["clashes"] == []
    assert edition_of(body["content"]) == 1
    assert content_digest(body["content"]) == content_digest(filled)
    assert hard(validate(body["content"], on=clock.today())) == []


def test_a_draft_names_no_edition_that_there_is_not(home, clerk, seen_by, caseworker):
    with seen_by(caseworker):
        base = with_value(first_content(home, kind="1", on=""), "family.edition", "99")
        sent = begun(home, base=base)
        sent["content"] = with_value(sent["content"], "family.edition", "99")
    post(clerk, sent)
    with seen_by(caseworker):
        assert Visit.objects.get(uuid=sent["uuid"]).content["family"]["edition"] == "2"
