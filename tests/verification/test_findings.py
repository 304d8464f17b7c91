"""A finding's way: sent out, verified by two, confirmed by the county, dealt with."""

import datetime

import pytest
from django.utils import timezone

from accounts import scope
from accounts.models import AuditEvent, Message
from tests.factories import households as make_households
from tests.factories import verification as make
from verification.models import Finding, FindingMove, Step
from verification.services import findings as acts
from verification.worklist import items

CONCLUSION = {
    "conclusion": "stop", "account": "车在本人名下并使用", "verified_on": "2026-01-10",
    "verifier_first": "李晓梅", "verifier_second": "王建波",
}  # fmt: skip


@pytest.fixture
def found(areas):
    return make.finding(make_households.household())


def at(found, user) -> Finding:
    with scope.user_scope(user):
        return Finding.objects.get(pk=found.pk)


def walk(found, step, caseworker, reviewer):
    """Take the finding to ``step`` by the real acts."""
    now = timezone.now()
    with scope.user_scope(make.checker()):
        acts.dispatch_round(by=make.checker(), round=found.round, at=now)
    if step == Step.DISPATCHED:
        return
    with scope.user_scope(caseworker):
        acts.begin(by=caseworker, finding=found, at=now)
        if step == Step.VERIFYING:
            return
        acts.conclude(
            by=caseworker, finding=found, conclusion="stop", account="车在本人名下", at=now,
            verified_on=now.date(), verifiers=("李晓梅", "王建波"),
        )  # fmt: skip
    if step == Step.CONFIRMED:
        with scope.user_scope(reviewer):
            acts.confirm(by=reviewer, finding=found, opinion="同意", at=now)


def test_the_whole_way_on_the_pages(found, checker, caseworker, reviewer, client_for):
    county, town, review = map(client_for, (checker, caseworker, reviewer))
    assert county.post(f"/checks/rounds/{found.round_id}/dispatch/").status_code == 302
    sent = at(found, caseworker)
    assert (sent.step, sent.due_on > timezone.localdate()) == (Step.DISPATCHED, True)
    page = town.get(f"/checks/findings/{found.pk}/").content.decode()
    assert "开始核实" in page
    assert "尚未入户" in page
    town.post(f"/checks/findings/{found.pk}/begin/")
    assert at(found, caseworker).due_on == sent.due_on, "the clock runs from the county's order"
    response = town.post(f"/checks/findings/{found.pk}/conclude/", CONCLUSION)
    assert response.status_code == 302, response.content.decode()
    review.post(f"/checks/findings/{found.pk}/decide/", {"decision": "confirm", "opinion": "同意"})
    treatment = {"action": "stop", "effective_month": "2026-02", "recovered": "1200.50"}
    response = review.post(f"/checks/findings/{found.pk}/close/", treatment)
    assert response.status_code == 302, response.content.decode()
    done = at(found, reviewer)
    assert (done.step, done.action, str(done.recovered)) == (Step.CLOSED, "stop", "1200.50")
    assert done.effective_month == datetime.date(2026, 2, 1)
    with scope.user_scope(reviewer):
        moves = list(FindingMove.objects.values_list("move", flat=True))
    assert moves == ["dispatch", "begin", "conclude", "confirm", "close"]
    assert AuditEvent.objects.filter(action="finding.close").count() == 1
    assert "已销号" in review.get(f"/checks/findings/{found.pk}/").content.decode()


ACTS = {
    "begin": (Step.DISPATCHED, {}),
    "conclude": (Step.VERIFYING, CONCLUSION),
    "decide": (Step.CONCLUDED, {"decision": "confirm", "opinion": ""}),
    "close": (Step.CONFIRMED, {"action": "stop", "effective_month": "2026-02"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_refused_elsewhere_without_power_at_another_step_and_twice(
    act, found, caseworker, reviewer, neighbour, other_county, city_viewer, client_for
):
    step, data = ACTS[act]
    owner, stranger = (
        (caseworker, neighbour) if act in {"begin", "conclude"} else (reviewer, other_county)
    )
    address = f"/checks/findings/{found.pk}/{act}/"
    assert client_for(owner).post(address, data).status_code == 409, "not yet at that step"
    walk(found, step, caseworker, reviewer)
    assert client_for(stranger).post(address, data).status_code == 404
    assert client_for(city_viewer).post(address, data).status_code == 403
    assert at(found, owner).step == step
    assert client_for(owner).post(address, data).status_code == 302
    with scope.user_scope(owner):
        count = FindingMove.objects.filter(finding=found).count()
    assert client_for(owner).post(address, data).status_code == 409
    with scope.user_scope(owner):
        assert FindingMove.objects.filter(finding=found).count() == count


def test_sending_out_is_the_countys_and_done_once(
    found, checker, caseworker, reviewer, client_for, areas
):
    address = f"/checks/rounds/{found.round_id}/dispatch/"
    assert client_for(reviewer).post(address).status_code == 403
    assert client_for(make.checker("211282000000")).post(address).status_code == 404
    assert at(found, checker).step == Step.GENERATED
    client = client_for(checker)
    client.post(address)
    client.post(address)
    with scope.user_scope(checker):
        assert FindingMove.objects.filter(finding=found).count() == 1
    assert Message.objects.filter(to=caseworker).count() == 1


def test_returning_needs_a_reason_and_gives_five_working_days(
    found, caseworker, reviewer, client_for
):
    walk(found, Step.CONCLUDED, caseworker, reviewer)
    client, address = client_for(reviewer), f"/checks/findings/{found.pk}/decide/"
    page = client.post(address, {"decision": "return", "opinion": " "})
    assert page.status_code == 200
    assert "应写明需要重新核实什么" in page.content.decode()
    assert client.post(address, {"decision": "return", "opinion": "缺照片"}).status_code == 302
    assert at(found, caseworker).step == Step.RETURNED
    again = client_for(caseworker).post(f"/checks/findings/{found.pk}/conclude/", CONCLUSION)
    assert again.status_code == 302


def test_one_name_is_not_two_verifiers(found, caseworker, reviewer, client_for):
    walk(found, Step.VERIFYING, caseworker, reviewer)
    same = {**CONCLUSION, "verifier_second": "李晓梅"}
    page = client_for(caseworker).post(f"/checks/findings/{found.pk}/conclude/", same)
    assert page.status_code == 200
    assert "核实人应为不同的两人" in page.content.decode()
    assert "车在本人名下并使用" in page.content.decode(), "nothing typed is lost"
    assert at(found, caseworker).step == Step.VERIFYING


def test_money_is_recovered_only_with_stop_or_decrease(found, caseworker, reviewer, client_for):
    walk(found, Step.CONFIRMED, caseworker, reviewer)
    client, address = client_for(reviewer), f"/checks/findings/{found.pk}/close/"
    page = client.post(address, {"action": "stop"})
    assert "应填写从哪个月起执行" in page.content.decode()
    assert client.post(address, {"action": "keep"}).status_code == 200
    assert at(found, reviewer).step == Step.CONFIRMED


def test_worklists_name_what_waits_and_for_whom(
    found, checker, caseworker, neighbour, reviewer, today
):
    def told(user):
        with scope.user_scope(user):
            return [(str(item.action), item.about) for item in items(user, today)]

    assert told(checker) == [("去下发", found.round.name)]
    walk(found, Step.DISPATCHED, caseworker, reviewer)
    assert told(checker) == []
    assert told(caseworker) == [("去核实", "韩淑英")]
    assert told(neighbour) == []
    assert told(reviewer) == []


def test_round_page_filters_by_kind_step_and_area(found, checker, neighbour, client_for):
    address = f"/checks/rounds/{found.round_id}/"
    page = client_for(checker).get(address, {"kind": "F04", "step": "generated"})
    assert "韩淑英" in page.content.decode()
    none = client_for(checker).get(address, {"step": "closed"}).content.decode()
    assert f"/checks/findings/{found.pk}/" not in none
    theirs = client_for(neighbour).get(address).content.decode()
    assert f"/checks/findings/{found.pk}/" not in theirs


def test_household_page_part_shows_its_findings(found, caseworker, neighbour, client_for):
    address = f"/checks/households/{found.household_id}/"
    assert f"/checks/findings/{found.pk}/" in client_for(caseworker).get(address).content.decode()
    assert client_for(neighbour).get(address).status_code == 404
