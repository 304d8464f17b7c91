"""Accept, decline, take in hand, extend, reply, deliver, resolve: each act and its refusals."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.moves import MoveRefused
from households.models import IssuedDocument
from households.services import documents
from petitions.models import PetitionCase
from petitions.rules import Step
from petitions.services import handling
from tests.factories import petitions as make

pytestmark = pytest.mark.django_db
RECEIVED = datetime.date(2026, 3, 2)
REPLY = {"facts": "经核实属实。", "policy_basis": "第九条", "opinion": "恢复低保。"}
RESULT = {"result": "1", "measures": "补发。", "is_calmed": "on", "review": "0"}

# name of the act, step before, step after, what the form sends
ACTS = [
    ("accept", Step.REGISTERED, Step.ACCEPTED, {}),
    ("decline", Step.REGISTERED, Step.NOT_ACCEPTED, {"reason": "不属于民政职责。"}),
    ("begin", Step.ACCEPTED, Step.HANDLING, {}),
    ("issue_reply", Step.HANDLING, Step.HANDLING, REPLY),
    ("deliver", Step.HANDLING, Step.REPLIED, {"delivery": "1", "delivered_on": "today"}),
    ("resolve", Step.REPLIED, Step.RESOLVED, {**RESULT, "resolved_on": "today"}),
]
every_act = pytest.mark.parametrize(
    ("name", "before", "after", "fields"), ACTS, ids=[act[0] for act in ACTS]
)
NAMED = {
    "lead_name": "赵立强", "lead_duty": "副镇长", "lead_level": "3", "responsible_unit": "镇政府",
}  # fmt: skip


@pytest.fixture
def prepared(caseworker, today):
    """A case at a step, handled by the caseworker, with the reply issued where it is needed."""

    def prepare(name, step, **fields):
        received = today - datetime.timedelta(days=50)
        fields = {"received_on": received, **NAMED, "handler": caseworker, **fields}
        case = make.case(step=step, **fields)
        if name == "deliver":
            with make.scope.whole_city("test data"):
                handling.issue_reply(case_id=case.pk, by=caseworker, at=make.moment(today), **REPLY)
                case.refresh_from_db()
        return case

    return prepare


def sent(fields, today):
    return {k: today.isoformat() if v == "today" else v for k, v in fields.items()}


def url(name, case):
    return reverse(f"petitions:{name}", args=[case.pk])


def fresh(case):
    with make.scope.whole_city("test looks"):
        return PetitionCase.objects.select_related("reply").get(pk=case.pk)


@every_act
def test_it_works(name, before, after, fields, prepared, caseworker, client_for, today):
    case = prepared(name, before)
    response = client_for(caseworker).post(url(name, case), sent(fields, today))
    assert response.status_code == 302
    assert fresh(case).step == after
    with make.scope.whole_city("test looks"):
        move = case.moves.get(move=name)
    assert (move.by, move.from_step, move.to_step) == (caseworker, before, after)
    assert AuditEvent.objects.filter(action=f"petition.{name}", target_id=str(case.pk)).exists()


@every_act
def test_another_area_is_404(name, before, after, fields, prepared, neighbour, client_for, today):
    case = prepared(name, before)
    response = client_for(neighbour).post(url(name, case), sent(fields, today))
    assert response.status_code == 404
    assert fresh(case).step == before


@every_act
def test_lacking_permission_is_403(
    name, before, after, fields, prepared, leader, client_for, today
):
    case = prepared(name, before)
    assert client_for(leader).get(url("case", case)).status_code == 200
    assert client_for(leader).post(url(name, case), sent(fields, today)).status_code == 403
    assert fresh(case).step == before


@every_act
def test_wrong_step_is_refused(
    name, before, after, fields, prepared, caseworker, client_for, today
):
    case = prepared("", Step.STRUCK_OFF)
    response = client_for(caseworker).post(url(name, case), sent(fields, today))
    assert response.status_code == 409
    assert fresh(case).step == Step.STRUCK_OFF
    assert AuditEvent.objects.filter(action="move.refused", is_refused=True).exists()


@every_act
def test_twice_does_it_once(name, before, after, fields, prepared, caseworker, client_for, today):
    case, client = prepared(name, before), client_for(caseworker)
    assert client.post(url(name, case), sent(fields, today)).status_code == 302
    assert client.post(url(name, case), sent(fields, today)).status_code in (200, 409)
    assert fresh(case).step == after
    with make.scope.whole_city("test looks"):
        assert case.moves.filter(move=name).count() == 1
        assert IssuedDocument.objects.filter(subject_id=case.pk).count() == (
            name in {"issue_reply", "deliver"}
        )


def test_the_clocks_run_in_calendar_days(caseworker, seen_by):
    case = make.case(received_on=RECEIVED)
    assert fresh(case).due_on == datetime.date(2026, 3, 17)
    with seen_by(caseworker):
        handling.accept(
            case_id=case.pk, by=caseworker, at=make.moment(datetime.date(2026, 3, 16), 23)
        )
    accepted = fresh(case)
    assert accepted.accepted_on == datetime.date(2026, 3, 16)
    assert accepted.due_on == datetime.date(2026, 5, 15)


def test_taking_in_hand_does_not_start_the_clock_anew(caseworker, seen_by):
    case = make.case(step=Step.ACCEPTED, received_on=RECEIVED, handler=caseworker, **NAMED)
    due = fresh(case).due_on
    with seen_by(caseworker):
        handling.begin(case_id=case.pk, by=caseworker, at=make.moment(datetime.date(2026, 4, 1)))
    assert (fresh(case).step, fresh(case).due_on) == (Step.HANDLING, due)


def test_taking_in_hand_needs_a_lead_official(caseworker, client_for):
    case = make.case(step=Step.ACCEPTED)
    client = client_for(caseworker)
    assert "先明确包案领导" in client.get(url("begin", case)).content.decode()
    response = client.post(url("begin", case))
    assert response.status_code == 200
    assert "先明确包案领导" in response.content.decode()
    assert fresh(case).step == Step.ACCEPTED


def test_extension_adds_thirty_days_once(chief, caseworker, seen_by):
    case = make.case(step=Step.HANDLING, received_on=RECEIVED)
    due = fresh(case).due_on
    act = {"case_id": case.pk, "at": make.moment(due), "reason": "案情复杂。"}
    with seen_by(caseworker), pytest.raises(MoveRefused):
        handling.extend(by=caseworker, **act)
    with seen_by(chief):
        with pytest.raises(MoveRefused):
            handling.extend(by=chief, **act | {"reason": " "})
        handling.extend(by=chief, **act)
        with pytest.raises(MoveRefused):
            handling.extend(by=chief, **act)
    extended = fresh(case)
    assert extended.due_on == extended.extended_until == due + datetime.timedelta(days=30)
    assert extended.step == Step.HANDLING


def test_extension_comes_too_late_the_day_after(chief, seen_by):
    case = make.case(step=Step.HANDLING, received_on=RECEIVED)
    late = make.moment(case.due_on + datetime.timedelta(days=1))
    with seen_by(chief), pytest.raises(MoveRefused):
        handling.extend(case_id=case.pk, by=chief, at=late, reason="案情复杂。")
    assert fresh(case).extended_until is None


def test_the_reply_is_a_numbered_paper_that_says_why(prepared, caseworker, seen_by, today):
    case = prepared("issue_reply", Step.HANDLING)
    with seen_by(caseworker):
        handling.issue_reply(case_id=case.pk, by=caseworker, at=make.moment(today), **REPLY)
        paper = fresh(case).reply
        snapshot = documents.snapshot_of(paper)
        assert documents.open_pdf(document=paper, by=caseworker).startswith(b"%PDF")
    assert paper.number.startswith("宝力镇民救告〔")
    assert (snapshot["addressee"], snapshot["opinion"]) == ("冯德山", "恢复低保。")
    assert "冯德山" not in paper.title


def test_the_reply_to_a_report_names_nobody(prepared, caseworker, seen_by, today):
    case = prepared("issue_reply", Step.HANDLING, matter="04")
    with seen_by(caseworker):
        handling.issue_reply(case_id=case.pk, by=caseworker, at=make.moment(today), **REPLY)
        assert "冯德山" not in str(documents.snapshot_of(fresh(case).reply))


def test_resolving_needs_a_signature_or_a_finished_review(prepared, caseworker, client_for, today):
    case, client = prepared("resolve", Step.REPLIED), client_for(caseworker)
    unsigned = sent({**RESULT, "resolved_on": "today"}, today)
    del unsigned["is_calmed"]
    page = client.post(url("resolve", case), unsigned)
    assert page.status_code == 200
    assert "信访人没有签署息诉罢访" in page.content.decode()
    assert "补发。" in page.content.decode()
    lapsed = {**unsigned, "review": "4"}
    assert client.post(url("resolve", case), lapsed).status_code == 200
    assert fresh(case).step == Step.REPLIED
    assert client.post(url("resolve", case), {**unsigned, "review": "3"}).status_code == 302
    assert fresh(case).step == Step.RESOLVED


def test_concluded_needs_a_finished_review(prepared, caseworker, client_for, today):
    case, client = prepared("resolve", Step.REPLIED), client_for(caseworker)
    data = sent({**RESULT, "resolved_on": "today", "result": "5"}, today)
    assert client.post(url("resolve", case), data).status_code == 200
    assert fresh(case).step == Step.REPLIED
    assert client.post(url("resolve", case), {**data, "review": "3"}).status_code == 302


def test_a_delivery_before_the_reply_is_refused_beside_its_field(
    prepared, caseworker, client_for, today
):
    case, client = prepared("deliver", Step.HANDLING), client_for(caseworker)
    yesterday = (today - datetime.timedelta(days=1)).isoformat()
    page = client.post(url("deliver", case), {"delivery": "1", "delivered_on": yesterday})
    assert page.status_code == 200
    assert 'id="id_delivered_on_error"' in page.content.decode()
    assert fresh(case).step == Step.HANDLING
