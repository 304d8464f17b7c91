"""Several unremarkable visits approved together: each by itself, as it was seen, or left out."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import jobs, scope
from accounts.models import AuditEvent
from foundation.faults import InputError
from surveys import approval_facts, approval_words
from surveys.models import ApprovalRun, Visit
from surveys.place_check import FEWEST, Point
from surveys.services import approval_runs, visits
from surveys.unremarkable import NAMES
from tests.factories.households import household
from tests.factories.surveys import (
    approval_run,
    approved_visit,
    content,
    signed_visit,
    submitted_visit,
    visit_photo,
)

pytestmark = pytest.mark.django_db
LIST, CONFIRM = reverse("surveys:together"), reverse("surveys:together_confirm")
PLAIN = {
    "conclusion__proposals": ["08"], "needs": {}, "conclusion__has_needs": False,
    "header__ended_at": "10:20",
}  # fmt: skip


def plain_visit(head, caseworker, leader, **changes):
    """A second visit to a household in which nothing has changed, with a photo."""
    home = household(head=head)
    approved_visit(home, by=caseworker, leader=leader)
    visit = signed_visit(home, by=caseworker, fill=content(home, **{**PLAIN, **changes}))
    visit_photo(visit)
    with scope.whole_city("test data"):
        return visits.submit(visit_uuid=visit.uuid, by=caseworker)


def pick(visit):
    return f"{visit.uuid}:{visit.revision}"


def picks(*chosen):
    return [(str(visit.uuid), visit.revision) for visit in chosen]


def step_of(visit):
    return Visit.objects.get(pk=visit.pk).step


def test_the_two_lists_say_why(caseworker, leader, client_for):
    plain_visit("甲平安", caseworker, leader)
    plain_visit("乙大变", caseworker, leader, **{"header__ended_at": "09:35"})
    submitted_visit(household(head="丙首次"), by=caseworker)
    client = client_for(leader)
    alike = client.get(LIST).content.decode()
    assert "甲平安" in alike
    assert "用时 50 分钟" in alike
    assert "乙大变" not in alike
    apart = client.get(LIST + "?show=apart").content.decode()
    assert "甲平安" not in apart
    assert "用时 5 分钟" in apart
    assert "该户首次入户" in apart


def test_ticked_confirmed_and_each_approved_by_itself(caseworker, leader, client_for, seen_by):
    both = [plain_visit(name, caseworker, leader) for name in ("甲平安", "乙平安")]
    client = client_for(leader)
    asked = client.post(CONFIRM, {"pick": [pick(one) for one in both]}).content.decode()
    assert "审核通过这 2 份" in asked
    assert "记为您本人的审核决定" in asked
    with seen_by(leader):
        assert [step_of(one) for one in both] == ["submitted"] * 2
    sent = {"pick": [pick(one) for one in both], "sure": "1", "token": "t1"}
    done = client.post(CONFIRM, sent, follow=True)
    assert done.content.decode().count("甲平安") == 1
    assert client.post(CONFIRM, sent, follow=True).redirect_chain == done.redirect_chain
    with seen_by(leader):
        assert [step_of(one) for one in both] == ["approved"] * 2
        moves = [one.moves.get(move="approve").by_id for one in both]
    assert moves == [leader.pk] * 2
    assert AuditEvent.objects.filter(action="visit.approve", by_id=leader.pk).count() == 4
    assert ApprovalRun.objects.count() == 1


def test_what_changed_meanwhile_is_left_out_and_named(caseworker, leader, seen_by):
    good, moved, remarkable = (plain_visit(n, caseworker, leader) for n in ("甲", "乙", "丙"))
    with seen_by(leader):
        visits.return_for_correction(visit_uuid=remarkable.uuid, by=leader, reason="核实")
        chosen = [*picks(good, remarkable), (str(moved.uuid), moved.revision - 1)]
        run = approval_runs.start(by=leader, picks=chosen, token="t")
        outcomes = {row["visit"]: (row["outcome"], row["codes"]) for row in run.rows}
        assert outcomes[str(good.uuid)] == ("approved", [])
        assert outcomes[str(moved.uuid)] == ("left_out", ["changed"])
        assert outcomes[str(remarkable.uuid)] == ("left_out", ["not_waiting"])
        told = dict(zip(outcomes, approval_words.notes(run.rows), strict=True))
        assert told[str(moved.uuid)] == "您查看后内容有变动"
        assert told[str(remarkable.uuid)] == "已不在您的待审核之列"
        assert [step_of(one) for one in (good, moved, remarkable)] == [
            "approved", "submitted", "returned",
        ]  # fmt: skip
    assert run.done_at is not None


def test_a_remarkable_visit_is_never_approved_together(caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(leader):
        run = approval_runs.start(by=leader, picks=picks(visit), token="t")
        assert step_of(visit) == "submitted"
    (row,) = run.rows
    assert row["codes"][0] == "known"
    shown = client_for(leader).get(reverse("surveys:approval_run", args=[run.uuid]))
    assert "该户首次入户" in shown.content.decode()


def test_the_run_keeps_no_figures_of_a_family(caseworker, leader, client_for, seen_by):
    """The table of runs has no area: what is read of a family is looked up in the reader's."""
    visit = plain_visit("甲", caseworker, leader, **{"header__ended_at": "09:35"})
    with seen_by(leader):
        run = approval_runs.start(by=leader, picks=picks(visit), token="t")
    assert run.rows == [
        {"visit": str(visit.uuid), "revision": visit.revision, "outcome": "left_out",
         "codes": ["duration"]}
    ]  # fmt: skip
    address = reverse("surveys:approval_run", args=[run.uuid])
    assert "用时 5 分钟" in client_for(leader).get(address).content.decode()
    with scope.whole_city("test data"):
        leader.area_id = "211224106000"
        leader.save()
    moved_away = client_for(leader).get(address).content.decode()
    assert "用时 5" not in moved_away
    assert str(NAMES["duration"]) in moved_away


def test_a_visit_begun_far_away_is_looked_at_by_itself(caseworker, leader, client_for, seen_by):
    """As the village is known now, not as it was when the place arrived."""
    visit = plain_visit("甲", caseworker, leader)
    with scope.whole_city("test data"):
        visit.place = Point(41.0, 123.0, 10)
        visit.save()
        for number in range(FEWEST):
            other = approved_visit(household(head=f"邻{number}"), by=caseworker, leader=leader)
            other.place = Point(42.5, 123.5, 10)
            other.save()
    with seen_by(leader):
        (judged,) = approval_facts.judge(approval_facts.waiting(leader))
    assert [reason.code for reason in judged.against] == ["place"]


def test_reading_the_lists_is_recorded_by_area(caseworker, leader, client_for):
    client = client_for(leader)
    client.get(LIST)
    assert not AuditEvent.objects.filter(action="visit.together_read").exists()
    plain_visit("甲", caseworker, leader)
    client.get(LIST)
    read = AuditEvent.objects.get(action="visit.together_read")
    assert (read.by_id, read.detail) == (leader.pk, {"area": leader.area_id, "rows": 1})


def test_the_lists_are_judged_once_and_the_page_shown_again(caseworker, leader, seen_by):
    plain_visit("甲", caseworker, leader)
    with seen_by(leader):
        rows = Visit.objects.waiting_for(leader).in_turn()
        assert list(approval_facts.against_each(rows).values()) == [[]]
        with CaptureQueriesContext(connection) as found:
            assert list(approval_facts.against_each(rows).values()) == [[]]
    assert len(found) == 1


def test_own_submissions_wait_for_somebody_else(caseworker, leader, client_for, seen_by):
    caseworker.roles.create(role="township_leader")
    visit = plain_visit("甲", caseworker, leader)
    with seen_by(caseworker):
        assert not approval_facts.waiting(caseworker).exists()
        run = approval_runs.start(by=caseworker, picks=picks(visit), token="t")
        assert step_of(visit) == "submitted"
    assert run.rows[0]["outcome"] == "left_out"
    waiting = reverse("surveys:list") + "?show=approve"
    assert client_for(caseworker).get(waiting).context["page"].total == 0
    assert client_for(leader).get(waiting).context["page"].total == 1


def test_only_leaders_and_only_their_own_area(caseworker, leader, neighbour, client_for, seen_by):
    visit = plain_visit("甲", caseworker, leader)
    neighbour.roles.create(role="township_leader")
    assert client_for(caseworker).get(LIST).status_code == 403
    assert client_for(caseworker).post(CONFIRM, {"pick": pick(visit)}).status_code == 403
    assert "甲" not in client_for(neighbour).get(LIST).content.decode().split("</header>")[-1]
    answer = client_for(neighbour).post(CONFIRM, {"pick": pick(visit), "sure": "1"}, follow=True)
    assert "请至少勾选一份" in answer.content.decode()
    with seen_by(neighbour):
        run = approval_runs.start(by=neighbour, picks=picks(visit), token="t")
    assert run.rows[0]["outcome"] == "left_out"
    assert client_for(leader).get(
        reverse("surveys:approval_run", args=[run.uuid])
    ).status_code == 404  # fmt: skip
    with seen_by(caseworker), pytest.raises(PermissionDenied):
        approval_runs.start(by=caseworker, picks=picks(visit), token="t")


def test_many_go_by_a_job_that_can_be_run_twice(caseworker, leader, seen_by, monkeypatch):
    monkeypatch.setattr(approval_runs, "AT_ONCE", 1)
    both = [plain_visit(name, caseworker, leader) for name in ("甲", "乙")]
    with seen_by(leader):
        run = approval_runs.start(by=leader, picks=picks(*both), token="t")
        assert {row["outcome"] for row in run.rows} == {"waiting"}
    for _turn in range(2):
        jobs.run(run.job_id)
    run.refresh_from_db()
    assert {row["outcome"] for row in run.rows} == {"approved"}
    assert run.done_at is not None


def test_none_and_too_many_are_refused(leader, seen_by):
    with seen_by(leader):
        with pytest.raises(InputError):
            approval_runs.start(by=leader, picks=[], token="t")
        many = [(f"{n:032x}", 1) for n in range(approval_runs.MOST + 1)]
        with pytest.raises(InputError):
            approval_runs.start(by=leader, picks=many, token="t")
    assert not ApprovalRun.objects.exists()


def test_the_queries_do_not_grow_with_the_visits(caseworker, leader, seen_by):
    counted = []
    for many in (1, 3):
        for place in range(many):
            plain_visit(f"户{many}{place}", caseworker, leader)
        with (
            seen_by(leader),
            CaptureQueriesContext(
                connection,
            ) as found,
        ):
            assert approval_facts.judge(approval_facts.waiting(leader))
        counted.append(len(found))
    assert counted[0] == counted[1] <= 8


def test_a_run_made_but_not_carried_out_says_so(caseworker, leader, client_for):
    run = approval_run(plain_visit("甲", caseworker, leader), by=leader)
    shown = client_for(leader).get(reverse("surveys:approval_run", args=[run.uuid]))
    assert "待处理" in shown.content.decode()
    assert run.asked_at <= datetime.datetime.now(datetime.UTC)
