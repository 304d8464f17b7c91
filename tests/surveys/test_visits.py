"""The acts on a visit: each works, once, and is refused at the wrong step or to others."""

import datetime

import pytest

from accounts.models import AuditEvent, Message
from foundation.moves import MoveRefused
from households.models import Household
from surveys.merge import with_value
from surveys.models import CurrentFacts, Visit
from surveys.services import visits
from tests.factories.households import household
from tests.factories.surveys import (
    INCOME,
    LAND,
    approved_visit,
    content,
    draft,
    picture,
    signed_visit,
    submitted_visit,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def reread(visit):
    return Visit.objects.get(pk=visit.pk)


def test_starting_fills_in_the_members(caseworker, seen_by):
    home = household(members=[("韩小宝", "20", datetime.date(2015, 3, 1))])
    with seen_by(caseworker):
        visit = visits.start(household=home, by=caseworker, kind="2")
        again = visits.start(household=home, by=caseworker)
        names = [row["name"] for row in visit.content["members"].values()]
        first = visit.interviewers.get()
    assert again.pk == visit.pk
    assert names == ["韩淑英", "韩小宝"]
    assert (visit.step, visit.kind, first.user_id) == ("draft", "2", caseworker.pk)
    assert AuditEvent.objects.filter(action="visit.started", household_id=home.pk).count() == 1


def test_a_neighbour_cannot_start_or_see(caseworker, neighbour, seen_by):
    home = household()
    visit = draft(home, by=caseworker)
    with seen_by(neighbour), pytest.raises(Household.DoesNotExist):
        visits.start(household=home, by=neighbour)
    with seen_by(neighbour):
        assert not Visit.objects.filter(uuid=visit.uuid).exists()
        with pytest.raises(Visit.DoesNotExist):
            visits.sync(visit_uuid=visit.uuid, base_revision=0, content={}, by=neighbour)
    with seen_by(caseworker):
        assert Visit.objects.get(uuid=visit.uuid) == visit


def test_saving_derives_the_figures(caseworker, seen_by):
    home = household()
    visit = draft(home, by=caseworker)
    with seen_by(caseworker):
        saved = visits.sync(
            visit_uuid=visit.uuid, base_revision=0, content=content(home), by=caseworker
        )
        visit = reread(visit)
    assert (saved.revision, saved.clashes) == (1, [])
    assert (str(visit.per_capita), visit.family_size, visit.need_count) == ("908.33", 1, 1)


def test_the_same_save_twice_changes_nothing(caseworker, seen_by):
    home = household()
    visit = draft(home, by=caseworker)
    fill = content(home)
    with seen_by(caseworker):
        for _turn in range(2):
            saved = visits.sync(visit_uuid=visit.uuid, base_revision=0, content=fill, by=caseworker)
        assert saved.revision == 1
        assert visit.revisions.count() == 2


def test_two_people_saving_the_same_visit_lose_nothing(caseworker, colleague, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    mine = with_value(content(home), f"incomes.{INCOME}.amount", "600")
    mine = with_value(mine, "header.remarks", "院里有羊")
    theirs = with_value(content(home), f"incomes.{INCOME}.amount", "700")
    theirs = with_value(theirs, "family.circumstances", "儿子在外地")
    with seen_by(caseworker):
        visits.sync(visit_uuid=visit.uuid, base_revision=1, content=mine, by=caseworker)
        saved = visits.sync(visit_uuid=visit.uuid, base_revision=1, content=theirs, by=colleague)
    assert saved.content["header"]["remarks"] == "院里有羊"
    assert saved.content["family"]["circumstances"] == "儿子在外地"
    (clash,) = saved.clashes
    assert clash["path"] == f"incomes.{INCOME}.amount"
    assert (clash["server"]["value"], clash["server"]["by"]) == ("600", caseworker.name)
    assert (clash["client"]["value"], clash["client"]["by"]) == ("700", colleague.name)
    with seen_by(caseworker):
        settled = visits.settle_clash(
            visit_uuid=visit.uuid, clash_id=clash["id"], keep="client", by=caseworker
        )
        again = visits.settle_clash(
            visit_uuid=visit.uuid, clash_id=clash["id"], keep="server", by=caseworker
        )
    assert settled.clashes == again.clashes == []
    assert again.content["incomes"][INCOME]["amount"] == "700"


def test_submitting_says_everything_that_is_missing(caseworker, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home, **{f"land__{LAND}__area": "5"}))
    with seen_by(caseworker), pytest.raises(MoveRefused) as refused:
        visits.submit(visit_uuid=visit.uuid, by=caseworker)
    assert len(refused.value.refusals) == 3  # the land, the investigators, the respondent
    assert {r.code for r in refused.value.refusals} == {"guard"}


def test_an_open_clash_stops_submission(caseworker, colleague, seen_by):
    home = household()
    visit = signed_visit(home, by=caseworker)
    with seen_by(caseworker):
        for user, value in ((caseworker, "一"), (colleague, "二")):
            fill = with_value(visit.content, "header.remarks", value)
            visits.sync(visit_uuid=visit.uuid, base_revision=visit.revision, content=fill, by=user)
        with pytest.raises(MoveRefused) as refused:
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
    assert len(refused.value.refusals) == 3  # the clash, and both signatures are stale now


def test_a_change_after_signing_needs_new_signatures(caseworker, seen_by):
    visit = signed_visit(household(), by=caseworker)
    with seen_by(caseworker):
        fill = with_value(visit.content, "header.remarks", "改过")
        saved = visits.sync(
            visit_uuid=visit.uuid, base_revision=visit.revision, content=fill, by=caseworker
        )
        with pytest.raises(MoveRefused):
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
        undone = with_value(fill, "header.remarks", "")
        visits.sync(
            visit_uuid=visit.uuid, base_revision=saved.revision, content=undone, by=caseworker
        )
        assert visits.submit(visit_uuid=visit.uuid, by=caseworker).step == "submitted"


def test_signing_what_somebody_has_changed_is_refused(caseworker, seen_by):
    visit = signed_visit(household(), by=caseworker)
    with seen_by(caseworker), pytest.raises(visits.StaleContent):
        visits.sign(
            visit_uuid=visit.uuid, signer="respondent", picture=picture(), by=caseworker,
            revision=visit.revision - 1,
        )  # fmt: skip


def test_approval_freezes_and_makes_the_current_facts(caseworker, leader, seen_by):
    home = household()
    visit = submitted_visit(home, by=caseworker)
    with seen_by(leader):
        visits.approve(visit_uuid=visit.uuid, by=leader, reason="属实")
        visit, facts = reread(visit), CurrentFacts.objects.get(household=home)
        with pytest.raises(MoveRefused):
            visits.approve(visit_uuid=visit.uuid, by=leader)
    assert (visit.step, len(visit.digest)) == ("approved", 64)
    assert facts.content == visit.content
    assert (facts.visit_id, str(facts.per_capita)) == (visit.pk, "908.33")
    assert Message.objects.filter(to=caseworker).count() == 1
    with seen_by(caseworker), pytest.raises(MoveRefused):
        visits.sync(visit_uuid=visit.uuid, base_revision=1, content={}, by=caseworker)


def test_approval_puts_a_screened_household_on_the_register(caseworker, leader, seen_by):
    home = household()
    with seen_by(caseworker):
        Household.objects.filter(pk=home.pk).update(status="to_screen")
    approved_visit(home, by=caseworker, leader=leader)
    with seen_by(caseworker):
        assert Household.objects.get(pk=home.pk).status == "registered"


def test_whoever_submitted_may_not_approve(caseworker, seen_by):
    caseworker.roles.create(role="township_leader")
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(caseworker), pytest.raises(MoveRefused) as refused:
        visits.approve(visit_uuid=visit.uuid, by=caseworker)
    assert [r.code for r in refused.value.refusals] == ["four_eyes"]


def test_a_caseworker_may_not_approve(caseworker, colleague, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(colleague), pytest.raises(MoveRefused) as refused:
        visits.approve(visit_uuid=visit.uuid, by=colleague)
    assert [r.code for r in refused.value.refusals] == ["permission"]


def test_a_returned_visit_is_changed_and_submitted_again(caseworker, leader, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(leader):
        with pytest.raises(MoveRefused):
            visits.return_for_correction(visit_uuid=visit.uuid, by=leader, reason=" ")
        visits.return_for_correction(visit_uuid=visit.uuid, by=leader, reason="核实土地")
    with seen_by(caseworker):
        assert reread(visit).step == "returned"
        assert visits.submit(visit_uuid=visit.uuid, by=caseworker).step == "submitted"


def test_a_new_visit_carries_the_economy_over(caseworker, leader, seen_by):
    home = household()
    before = approved_visit(home, by=caseworker, leader=leader)
    with seen_by(caseworker):
        visit = visits.start(household=home, by=caseworker, kind="3")
    assert visit.pk != before.pk
    assert visit.content["incomes"] == before.content["incomes"]
    assert visit.content["needs"] == {}


def test_nobody_at_home_changes_no_facts(caseworker, leader, seen_by):
    home = household()
    fill = content(home, header__result="2")
    visit = approved_visit(home, by=caseworker, leader=leader, fill=fill)
    with seen_by(caseworker):
        assert not CurrentFacts.objects.filter(household=home).exists()
        assert not Visit.objects.complete().filter(pk=visit.pk).exists()
        assert Visit.objects.approved().filter(pk=visit.pk).exists()


def test_explaining_a_warning_after_signing_keeps_the_signatures(caseworker, seen_by):
    home = household()
    visit = signed_visit(home, by=caseworker)
    note = {"path": "family.cause", "code": "unusual", "value": "1", "words": "核实无误"}
    with seen_by(caseworker):
        now = reread(visit)
        explained = with_value(now.content, f"notes.{LAND}", note)
        visits.sync(
            visit_uuid=visit.uuid, base_revision=now.revision, content=explained, by=caseworker
        )
        assert reread(visit).content["notes"]
        assert visits.submit(visit_uuid=visit.uuid, by=caseworker).step == "submitted"
