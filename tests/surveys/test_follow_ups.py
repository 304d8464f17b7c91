"""After a visit that met nobody: what follows by itself, for whom, by when, and how it ends."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.models.users import Role
from foundation.faults import InputError
from households.models import Household
from households.models.households import HouseholdStatus
from surveys.choices import NextAction
from surveys.content import blank
from surveys.follow_up_rules import FITTING, LIMITS, USUAL, asked_for, next_action
from surveys.models import FollowUp, VisitAssignment
from surveys.services import follow_ups, sharing
from surveys.validation import validate
from surveys.worklist import items
from tests.factories import accounts as people
from tests.factories.households import household
from tests.factories.surveys import approved_visit, content, missed_visit, team

TODAY = timezone.localdate()


@pytest.mark.parametrize("result", sorted(USUAL))
def test_the_usual_next_step_fits_its_result_and_has_a_limit(result):
    assert USUAL[result] in FITTING[result]
    assert all(action in LIMITS for action in FITTING[result])
    assert next_action({"result": result}) == USUAL[result]


def test_what_was_written_goes_before_the_usual():
    assert next_action({"result": "2", "next_action": "relatives"}) == NextAction.RELATIVES
    assert next_action({"result": "2", "next_action": "nonsense"}) == NextAction.AGAIN
    assert next_action({"result": "1", "next_action": "again"}) is None
    assert next_action({}) is None


def test_a_day_that_is_over_is_not_promised():
    on = datetime.date(2026, 3, 2)
    assert asked_for({"next_on": "2026-03-02"}, on) == on
    assert asked_for({"next_on": "2026-03-01"}, on) is None
    assert asked_for({"next_on": "soon"}, on) is None


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"result": "2"}, "next_missing"),
        ({"result": "5", "next_action": "again"}, "next_unfit"),
        ({"result": "2", "next_action": "again", "next_on": "2020-01-01"}, "next_over"),
        ({"result": "2", "next_action": "again"}, None),
        ({"result": "1", "manner": "phone"}, "remote"),
        ({"result": "1", "manner": "home"}, None),
    ],
)
def test_the_form_warns_without_stopping(header, code):
    form = content() if header["result"] == "1" else blank()
    form["header"] = {"kind": "1", "visited_on": TODAY.isoformat(), **form["header"], **header}
    found = [fault for fault in validate(form, on=TODAY) if fault.path.startswith("header.next")
             or fault.path == "header.manner"]  # fmt: skip
    assert [fault.code for fault in found] == ([code] if code else [])
    assert not any(fault.is_hard for fault in found)


@pytest.mark.django_db
def test_nobody_home_is_visited_again_by_the_same_pair(areas, seen_by):
    home = household()
    first, second, leader = team(home)
    missed = missed_visit(home, result="2")
    with seen_by(leader):
        left = FollowUp.objects.get(visit=missed)
        task = VisitAssignment.objects.open().get()
        assert left.action == NextAction.AGAIN
        assert left.assignment_id == task.pk
        assert {task.first_id, task.second_id} == {first.pk, second.pk}
        assert task.due_on == left.due_on > TODAY
    with seen_by(first):
        assert [line.title for line in items(first, TODAY)].count("去入户走访") <= 1
        assert len(items(first, TODAY)) == 1


@pytest.mark.django_db
def test_a_completed_visit_settles_it(areas, seen_by):
    home = household()
    missed = missed_visit(home, result="3", next_action="phone")
    approved_visit(home)
    with seen_by(team(home)[2]):
        left = FollowUp.objects.get(visit=missed)
        assert left.settled_at
        assert left.outcome
    assert AuditEvent.objects.filter(action="follow_up.settled").count() == 1


@pytest.mark.django_db
def test_a_death_waits_for_the_office_and_is_settled_by_hand(areas, client_for, seen_by):
    home = household()
    first, _second, leader = team(home)
    left = missed_visit(home, result="5").follow_up
    with seen_by(first):
        assert not VisitAssignment.objects.exists()
        assert [line.address for line in items(first, TODAY)] == [
            reverse("surveys:follow_up", args=[left.pk])
        ]
    client, address = client_for(first), reverse("surveys:follow_up", args=[left.pk])
    assert "登记死亡" in client.get(address).content.decode()
    assert "请填写" in client.post(address, {"outcome": " "}).content.decode()
    assert client.post(address, {"outcome": "已登记死亡并注销"}).status_code == 302
    assert "已登记死亡并注销" in client.get(address).content.decode()
    with seen_by(first):
        again = follow_ups.settle(follow_up_id=left.pk, by=first, outcome="再来")
        assert again.outcome == "已登记死亡并注销"
        assert items(first, TODAY) == []
        with pytest.raises(InputError):
            follow_ups.settle(follow_up_id=left.pk, by=first, outcome=" ")


@pytest.mark.django_db
def test_others_see_none_and_readers_settle_none(areas, neighbour, reviewer, client_for, seen_by):
    left = missed_visit(household(), result="4").follow_up
    address = reverse("surveys:follow_up", args=[left.pk])
    assert client_for(neighbour).get(address).status_code == 404
    assert client_for(reviewer).get(address).status_code == 200
    client_for(reviewer).post(address, {"outcome": "谈过"})
    with seen_by(reviewer):
        assert FollowUp.objects.waiting().count() == 1
    listed = client_for(reviewer).get(reverse("surveys:follow_ups"))
    assert len(listed.context["page"]) == 1
    for query in ("state=late", "state=settled", "action=again", "sort=-place", "q=韩"):
        assert (
            client_for(reviewer).get(f"{reverse('surveys:follow_ups')}?{query}").status_code == 200
        )
    assert len(client_for(neighbour).get(reverse("surveys:follow_ups")).context["page"]) == 0


@pytest.mark.django_db
def test_nobody_signs_for_the_family_on_the_telephone(areas, seen_by):
    home = household()
    made = content(home)
    made["header"]["manner"] = "phone"
    visit = approved_visit(home, fill=made)
    assert visit.digest


@pytest.mark.django_db
def test_given_to_others_it_is_still_the_visit_that_answers_it(areas, seen_by):
    home = household()
    left = missed_visit(home, result="2").follow_up
    first, second, leader = team(home)
    third = people.user(Role.TOWNSHIP_CASEWORKER, "211224105000", "third", "周敏")
    soon = TODAY + datetime.timedelta(days=9)
    with seen_by(leader):
        keys = [left.assignment_id]
        sharing.reassign(by=leader, keys=keys, first=third, second=second, due_on=soon)
        left.refresh_from_db()
        task = VisitAssignment.objects.open().get()
        assert left.assignment_id == task.pk
    with seen_by(third):
        assert len(items(third, TODAY)) == 1
    with seen_by(first):
        follow_ups.settle(follow_up_id=left.pk, by=first, outcome="已电话联系")
        assert not VisitAssignment.objects.open().exists()
    assert AuditEvent.objects.filter(action="visit.assignment_withdrawn").count() == 1


@pytest.mark.django_db
def test_a_closed_file_waits_no_longer(areas, client_for, seen_by):
    home = household()
    left = missed_visit(home, result="4").follow_up
    first = team(home)[0]
    with seen_by(first):
        assert FollowUp.objects.waiting().filter(pk=left.pk).exists()
        Household.objects.filter(pk=home.pk).update(status=HouseholdStatus.DEREGISTERED)
        assert not FollowUp.objects.waiting().exists()
    assert len(client_for(first).get(reverse("surveys:follow_ups")).context["page"]) == 0


@pytest.mark.django_db
def test_taken_off_the_list_there_is_nothing_left_to_check(areas, chief, seen_by):
    home = household()
    left = missed_visit(home, result="7").follow_up
    with seen_by(chief):
        follow_ups.settle_voided(household_id=home.pk, by=chief, reason="重复登记")
        left.refresh_from_db()
    assert "重复登记" in left.outcome
