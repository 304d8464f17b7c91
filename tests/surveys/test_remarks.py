"""Returned with remarks at exact places: written, mended or answered, and only then handed in."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.faults import InputError
from foundation.moves import MoveRefused
from surveys.merge import with_value
from surveys.models import Visit, VisitRemark
from surveys.remark_reading import of_last_return
from surveys.services import remarks, visits
from tests.factories.households import household
from tests.factories.surveys import (
    INCOME,
    LAND,
    picture,
    returned_visit,
    submitted_visit,
)  # fmt: skip

pytestmark = pytest.mark.django_db
AMOUNT, AREA = f"incomes.{INCOME}.amount", f"land.{LAND}.area"
TWO = ((AMOUNT, "核实工资"), (AREA, "与合同不符"))


def review(visit):
    return reverse("surveys:review", args=[visit.uuid])


def settle_url(visit, remark):
    return reverse("api:visits-settle-remark", args=[visit.uuid, remark])


def change(visit, path, value, by):
    """Another answer, signed anew by everybody."""
    visit = Visit.objects.get(pk=visit.pk)
    visits.sync(
        visit_uuid=visit.uuid, base_revision=visit.revision, by=by,
        content=with_value(visit.content, path, value),
    )  # fmt: skip
    visit.refresh_from_db()
    for who in (*(str(one.uuid) for one in visit.interviewers.all()), visits.RESPONDENT):
        visits.sign(
            visit_uuid=visit.uuid, signer=who, picture=picture(), by=by, revision=visit.revision
        )


def test_a_return_keeps_each_remark_at_its_place(caseworker, leader, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(leader):
        visits.return_for_correction(visit_uuid=visit.uuid, by=leader, places=TWO)
        kept = list(visit.remarks.values_list("path", "text", "revision", "by"))
        move = visit.moves.get(move="return")
    assert kept == [(path, text, visit.revision, leader.pk) for path, text in TWO]
    assert move.reason == "核实工资；与合同不符"


def test_a_return_needs_a_reason_or_a_remark(caseworker, leader, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(leader):
        with pytest.raises(MoveRefused):
            visits.return_for_correction(visit_uuid=visit.uuid, by=leader)
        for places in ([("land.nothing", "改")], [(AMOUNT, " ")]):
            with pytest.raises(InputError):
                visits.return_for_correction(visit_uuid=visit.uuid, by=leader, places=places)
        assert not visit.remarks.exists()
        visits.return_for_correction(
            visit_uuid=visit.uuid, by=leader, places=[(AMOUNT, "甲"), (AMOUNT, "乙")]
        )
        assert visit.remarks.get().text == "甲；乙"


def test_an_open_remark_stops_submission_and_names_the_place(caseworker, leader, seen_by):
    visit = returned_visit(household(), by=caseworker, leader=leader, places=TWO)
    with seen_by(caseworker):
        with pytest.raises(MoveRefused) as refused:
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
        (reason,) = refused.value.refusals
        assert "2 处退回说明" in str(reason.message)
        assert "金额" in str(reason.message)
        change(visit, AMOUNT, "480.00", caseworker)
        with pytest.raises(MoveRefused) as refused:
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
        assert "面积" in str(refused.value)
        second = visit.remarks.get(path=AREA)
        remarks.settle(
            visit_uuid=visit.uuid, remark_uuid=second.uuid, by=caseworker, answer="合同是 8 亩"
        )
        assert visits.submit(visit_uuid=visit.uuid, by=caseworker).step == "submitted"
        first, second = visit.remarks.all()
    assert (first.is_changed, first.settled_by_id, first.answer) == (True, caseworker.pk, "")
    assert (second.is_changed, second.answer) == (False, "合同是 8 亩")


def test_settling_twice_does_it_once_and_can_be_taken_back(caseworker, leader, seen_by):
    visit = returned_visit(household(), by=caseworker, leader=leader)
    with seen_by(caseworker):
        given = {"visit_uuid": visit.uuid, "by": caseworker}
        key = visit.remarks.get().uuid
        first = remarks.settle(remark_uuid=key, answer="属实", **given)
        again = remarks.settle(remark_uuid=key, answer="属实", **given)
        assert again.settled_at == first.settled_at
        back = remarks.settle(remark_uuid=key, is_settled=False, **given)
        assert (back.settled_at, back.settled_by, back.answer) == (None, None, "")
    acts = AuditEvent.objects.filter(action="visit.remark_settled")
    assert acts.count() == 2


def test_the_api_settles_only_here_and_only_while_it_is_corrected(
    caseworker, leader, neighbour, client_for, seen_by
):
    visit = returned_visit(household(), by=caseworker, leader=leader)
    with seen_by(caseworker):
        key = visit.remarks.get().uuid
    body = {"is_settled": True, "answer": "已核实"}

    def put(user, remark=key):
        client = client_for(user)
        return client.put(settle_url(visit, remark), body, content_type="application/json")

    assert put(neighbour).status_code == 404
    assert put(leader).status_code == 403
    assert put(caseworker, uuid.uuid4()).status_code == 404
    answer = put(caseworker)
    assert answer.status_code == 200
    (told,) = answer.json()["remarks"]
    assert (told["path"], told["is_settled"], told["answer"]) == (AMOUNT, True, "已核实")
    assert (told["before"], told["text"]) == ("500.00", "核实工资")
    assert client_for(caseworker).post(
        reverse("api:visits-submit", args=[visit.uuid])
    ).status_code == 200  # fmt: skip
    assert put(caseworker).status_code == 409


def test_next_door_sees_no_remark(caseworker, leader, neighbour, seen_by):
    visit = returned_visit(household(), by=caseworker, leader=leader)
    with seen_by(neighbour):
        assert not VisitRemark.objects.filter(visit_id=visit.pk).exists()
        with pytest.raises(Visit.DoesNotExist):
            remarks.settle(visit_uuid=visit.uuid, remark_uuid=uuid.uuid4(), by=neighbour)


def test_without_scripts_remarks_collect_in_the_form(caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    client = client_for(leader)
    shown = client.post(review(visit), {"at": AMOUNT}).content.decode()
    assert f'<option value="{AMOUNT}" selected' in shown
    sent = {"place": AMOUNT, "text": "核实工资", "opinion": "再走访一次", "add": "1"}
    shown = client.post(review(visit), sent).content.decode()
    assert f'name="places" value="{AMOUNT}"' in shown
    assert "再走访一次" in shown
    both = {"places": [AMOUNT, AREA], "texts": ["核实工资", "查合同"]}
    shown = client.post(review(visit), {**both, "drop": "0"}).content.decode()
    assert f'name="places" value="{AMOUNT}"' not in shown
    assert f'name="places" value="{AREA}"' in shown
    with seen_by(leader):
        assert not visit.remarks.exists()
    done = client.post(review(visit), {**both, "decision": "return"})
    assert done.status_code == 302
    with seen_by(leader):
        assert visit.remarks.count() == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"decision": "return"}, "写明要改什么"),
        ({"decision": "return", "place": AMOUNT}, "请写明这里要改什么"),
        ({"decision": "return", "text": "改"}, "请选择说明对应的位置"),
        ({"decision": "approve", "places": [AMOUNT], "texts": ["改"]}, "请选择退回，或移除说明"),
        ({"add": "1"}, "请写明这里要改什么"),
    ],
)
def test_what_is_missing_stands_beside_the_field(sent, words, caseworker, leader, client_for):
    visit = submitted_visit(household(), by=caseworker)
    answer = client_for(leader).post(review(visit), sent)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_the_leader_sees_before_and_after_first(caseworker, leader, client_for, seen_by):
    visit = returned_visit(household(), by=caseworker, leader=leader, places=TWO)
    with seen_by(caseworker):
        change(visit, AMOUNT, "480.00", caseworker)
        second = visit.remarks.get(path=AREA)
        remarks.settle(
            visit_uuid=visit.uuid, remark_uuid=second.uuid, by=caseworker, answer="合同是 8 亩"
        )
        visits.submit(visit_uuid=visit.uuid, by=caseworker)
    shown = client_for(leader).get(review(visit)).content.decode()
    told = shown[shown.index('id="remarks"') : shown.index('id="differences"')]
    assert "<del>500.00</del>" in told
    assert "<ins>480.00</ins>" in told
    assert "合同是 8 亩" in told
    assert "2/2" in shown


def test_a_decision_opens_the_next_waiting_visit(caseworker, leader, client_for):
    first, second = (submitted_visit(household(head=name), by=caseworker) for name in "甲乙")
    client = client_for(leader)
    assert "第 1 份，共 2 份待审核" in client.get(review(first)).content.decode()
    sent = {"decision": "approve", "revision": first.revision}
    answer = client.post(review(first), sent, follow=True)
    assert answer.redirect_chain == [(review(second), 302)]
    assert "已审核通过" in answer.content.decode()


def test_what_changed_since_it_was_read_is_not_approved(caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    sent = {"decision": "approve", "revision": visit.revision + 1}
    answer = client_for(leader).post(review(visit), sent)
    assert "请重新阅读后再办理" in answer.content.decode()
    with seen_by(leader):
        assert Visit.objects.get(pk=visit.pk).step == "submitted"


def test_what_changed_since_it_was_read_is_not_returned(caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    sent = {
        "decision": "return", "revision": visit.revision - 1,
        "places": [AMOUNT], "texts": ["核实工资"],
    }  # fmt: skip
    answer = client_for(leader).post(review(visit), sent)
    shown = answer.content.decode()
    assert "请重新阅读后再办理" in shown
    assert "核实工资" in shown
    assert f'name="revision" value="{visit.revision}"' in shown
    with seen_by(leader):
        assert Visit.objects.get(pk=visit.pk).step == "submitted"
        assert not visit.remarks.exists()


@pytest.mark.parametrize(
    "sent", [{"decision": "return"}, {"place": AREA, "text": "乙", "add": "1"}]
)
def test_words_about_a_place_that_is_gone_are_kept(sent, caseworker, leader, client_for, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    gone = {"places": [AMOUNT, "incomes.gone.amount"], "texts": ["核实工资", "查合同期限"]}
    answer = client_for(leader).post(review(visit), {**sent, **gone})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "查合同期限</textarea>" in shown
    assert f'name="places" value="{AMOUNT}"' in shown
    assert ("您写了说明的位置在表中已不存在" in shown) == ("decision" in sent)
    with seen_by(leader):
        assert not visit.remarks.exists()


def test_the_rules_verdict_is_loaded_beside_it(caseworker, leader, neighbour, client_for):
    visit = submitted_visit(household(), by=caseworker)
    address = reverse("assistance:verdict", args=[visit.uuid])
    assert address in client_for(leader).get(review(visit)).content.decode()
    assert client_for(neighbour).get(address).status_code == 404
    part = client_for(leader).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "按政策预判" in part
    assert "<html" not in part


def test_a_return_is_for_the_leader_here_and_happens_once(
    caseworker, leader, neighbour, client_for, seen_by
):
    visit = submitted_visit(household(), by=caseworker)
    neighbour.roles.create(role="township_leader")
    sent = {"decision": "return", "places": [AMOUNT], "texts": ["核实工资"]}
    assert client_for(neighbour).post(review(visit), sent).status_code == 404
    assert client_for(caseworker).post(review(visit), sent).status_code == 403
    client = client_for(leader)
    assert client.post(review(visit), sent).status_code == 302
    assert client.post(review(visit), sent).status_code == 409
    with seen_by(leader):
        assert visit.remarks.count() == 1


def test_whoever_submitted_does_not_return_it(caseworker, seen_by):
    caseworker.roles.create(role="township_leader")
    visit = submitted_visit(household(), by=caseworker)
    with seen_by(caseworker), pytest.raises(MoveRefused) as refused:
        visits.return_for_correction(
            visit_uuid=visit.uuid, by=caseworker, places=[(AMOUNT, "核实工资")]
        )
    assert [one.code for one in refused.value.refusals] == ["four_eyes"]
    with seen_by(caseworker):
        assert not visit.remarks.exists()


def test_a_row_removed_since_still_has_its_words(caseworker, leader, seen_by):
    visit = returned_visit(
        household(), by=caseworker, leader=leader, places=[(f"incomes.{INCOME}", "查实")]
    )
    with seen_by(caseworker):
        content = with_value(visit.content, f"incomes.{INCOME}", None)
        visits.sync(
            visit_uuid=visit.uuid, base_revision=visit.revision, content=content, by=caseworker
        )
        (told,) = of_last_return(Visit.objects.get(pk=visit.pk))
    assert told.is_changed
    assert "公益性岗位收入" in told.place
    assert "500.00" in told.before_words
    assert told.after_words == ""
