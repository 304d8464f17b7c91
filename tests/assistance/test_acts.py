"""Every move by the right hand, the wrong hand, the wrong place, the wrong step, and twice."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from accounts.models import AuditEvent
from assistance.models import Application, ApplicationMove, Decision, Notice, Step
from assistance.steps import MOVES
from households.models import IssuedDocument
from tests.factories import assistance as make

# The step each move is tried from, whom its permission belongs to, and what its form asks.
ACTS = {
    "accept": (Step.SUBMITTED, "caseworker", {}),
    "reject": (Step.SUBMITTED, "caseworker", {"reason": "户籍不在本县。"}),
    "record_check": (
        Step.ACCEPTED,
        "checker",
        {"report_no": "HD-9", "checked_on": "2026-01-02", "conclusion": "1"},
    ),
    "record_investigation": (
        Step.CHECKED,
        "caseworker",
        {"supporters": "able", "supporters_reason": "有成年子女"},
    ),
    "opine": (Step.INVESTIGATED, "leader", {"reason": "同意上报。"}),
    "post_notice": (Step.OPINED, "caseworker", {"place": "村委会公示栏"}),
    "report": (Step.NOTICED, "caseworker", {}),
    "reinvestigate": (Step.NOTICED, "caseworker", {"reason": "异议属实。"}),
    "review": (Step.REPORTED, "reviewer", {"reason": "同意。"}),
    "confirm": (Step.REVIEWED, "county_leader", {"reason": "同意。"}),
    "refuse": (Step.REVIEWED, "county_leader", {"reason": "财产超过规定。"}),
    "return": (Step.REPORTED, "reviewer", {"reason": "补充材料。"}),
    "withdraw": (Step.ACCEPTED, "caseworker", {"reason": "自愿撤回。"}),
}


def step_of(application) -> str:
    with scope.whole_city("test"):
        return Application.objects.get(pk=application.pk).step


def test_the_table_here_names_every_move():
    assert set(ACTS) == set(MOVES.moves)


@pytest.fixture(params=sorted(ACTS))
def act(request, areas):
    """A move with an application at its step and the people of the place."""
    step, role, typed = ACTS[request.param]
    team = make.cast()
    made = make.application_at(step, team=team)
    address = reverse(f"assistance:{request.param}", args=[made.pk])
    return request.param, made, team, role, typed, address


def test_it_works_once(act, client_for):
    name, made, team, role, typed, address = act
    client = client_for(team[role])
    assert client.get(address).status_code == 200
    response = client.post(address, typed)
    assert response.status_code == 302, response.content.decode()[:2000]
    assert step_of(made) == MOVES.moves[name].target
    again = client.post(address, typed)
    assert again.status_code == 409
    with scope.whole_city("test"):
        assert ApplicationMove.objects.filter(application=made, move=name).count() == 1


def test_everybody_else_is_refused_and_nothing_moves(act, client_for):
    name, made, team, role, typed, address = act
    before = step_of(made)
    stranger = client_for(make.cast("211282102200")[role])
    assert stranger.post(address, typed).status_code == 404
    lacking = next(person for key, person in team.items() if key != role and not _holds(key, name))
    refused_before = AuditEvent.objects.filter(is_refused=True).count()
    assert client_for(lacking).post(address, typed).status_code == 403
    assert AuditEvent.objects.filter(is_refused=True).count() == refused_before + 1
    assert step_of(made) == before
    assert client_for(team[role]).get(address).status_code == 200


def _holds(role: str, name: str) -> bool:
    return ACTS[name][1] == role or (name == "return" and role == "county_leader")


@pytest.mark.parametrize("name", sorted(ACTS))
def test_from_every_wrong_step_it_is_refused_and_audited(name, areas, client_for):
    _step, role, typed = ACTS[name]
    team = make.cast()
    wrong = Step.CONFIRMED if name != "accept" else Step.ACCEPTED
    made = make.application_at(wrong, team=team)
    client = client_for(team[role])
    before = AuditEvent.objects.filter(action="move.refused").count()
    page = reverse(f"assistance:{name}", args=[made.pk])
    assert client.post(page, typed).status_code == 409
    api = client.post(
        f"/api/v1/applications/{made.pk}/moves/", {"move": name, **typed}, "application/json"
    )
    assert api.status_code == 409
    assert step_of(made) == wrong
    assert AuditEvent.objects.filter(action="move.refused").count() >= before + 1


def test_the_notice_must_stand_seven_full_days(areas, client_for):
    team = make.cast()
    posted_today = timezone.now() - datetime.timedelta(days=7)
    made = make.application_at(Step.NOTICED, team=team, start=posted_today)
    with scope.whole_city("test"):
        notice = Notice.objects.get(application=made)
        assert (notice.ends_on - notice.posted_on).days == 7
        for day, allowed in ((7, False), (8, True)):
            at = timezone.now() + datetime.timedelta(days=day)
            if not allowed:
                with pytest.raises(make.MoveRefused):
                    make.notices.report(application_id=made.pk, by=team["caseworker"], at=at)
            else:
                make.notices.report(application_id=made.pk, by=team["caseworker"], at=at)
    assert step_of(made) == Step.REPORTED


def test_an_open_objection_keeps_the_file_in_the_township(areas, client_for):
    notice = make.notice()
    objection = make.objection(notice)
    team = make.cast()
    client = client_for(team["caseworker"])
    address = reverse("assistance:report", args=[notice.application_id])
    assert client.post(address).status_code == 409
    settled = client.post(
        reverse("assistance:settle_objection", args=[objection.pk]),
        {"outcome": "dismissed", "finding": "商铺系租用，非该户所有。"},
    )
    assert settled.status_code == 302
    assert client.post(address).status_code == 302


def test_in_a_township_of_two_the_one_who_accepted_cannot_give_the_opinion(areas, client_for):
    team = make.cast()
    both = make.cast()["leader"]
    both.roles.create(role="township_caseworker")
    made = make.application_at(Step.INVESTIGATED, team={**team, "caseworker": make.fresh(both)})
    address = reverse("assistance:opine", args=[made.pk])
    assert client_for(both).post(address, {"reason": "同意。"}).status_code == 409
    other = make.people.user("township_leader", "211224105000", "second.leader", "孙镇长")
    assert client_for(other).post(address, {"reason": "同意。"}).status_code == 302


def test_confirming_issues_one_numbered_notice(areas, client_for):
    made = make.application_at(Step.CONFIRMED)
    with scope.whole_city("test"):
        paper = IssuedDocument.objects.get(subject_id=made.pk, kind="W25")
        assert paper.number.startswith("昌")
        assert Decision.objects.filter(application=made).count() == 1
