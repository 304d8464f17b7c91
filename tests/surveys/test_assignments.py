"""Visits to make: assigned from the bar, on both lists, taken up, taken back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from foundation.faults import InputError
from households.models import BulkAct
from surveys.models import VisitAssignment
from surveys.services import assignments, visits
from surveys.worklist import items
from tests.factories.households import household
from tests.factories.surveys import assignment

SOON = timezone.localdate() + datetime.timedelta(days=7)


@pytest.fixture
def file(areas):
    return household()


def _assign(by, file, first, second, due_on=SOON):
    return assignments.assign_visit(
        by=by, household=file, first=first, second=second, due_on=due_on
    )


@pytest.mark.django_db
def test_the_leader_assigns_from_the_list(file, leader, caseworker, colleague, client_for, seen_by):
    client = client_for(leader)
    assert "安排入户" in client.get(reverse("households:list")).content.decode()
    chosen = client.post(
        reverse("households:bulk"), {"action": "assign_visit", "which": "every", "query": ""}
    )
    sent = {"first": caseworker.pk, "second": colleague.pk, "due_on": SOON.isoformat()}
    twice = client.post(chosen["Location"], sent | {"second": caseworker.pk})
    assert "须由两名不同的人员进行" in twice.content.decode()
    assert client.post(chosen["Location"], sent).status_code == 302
    with seen_by(colleague):
        made = VisitAssignment.objects.get()
        (line,) = items(colleague, timezone.localdate())
    assert (made.household_id, made.first_id) == (file.pk, caseworker.pk)
    assert made.second_id == colleague.pk
    assert line.action_address == reverse("surveys:start", args=[file.pk])
    assert AuditEvent.objects.filter(action="visit.assigned", household_id=file.pk).exists()
    client.post(reverse("households:bulk_undo", args=[BulkAct.objects.get().uuid]))
    with seen_by(colleague):
        assert items(colleague, timezone.localdate()) == []
        assert VisitAssignment.objects.get().withdrawn_at


@pytest.mark.django_db
def test_the_visit_takes_it_up_with_both_investigators(
    file, leader, caseworker, colleague, seen_by
):
    with seen_by(leader):
        made = _assign(leader, file, caseworker, colleague)
    with seen_by(colleague):
        visit = visits.start(household=file, by=colleague)
        assert {one.user_id for one in visit.interviewers.all()} == {caseworker.pk, colleague.pk}
        made.refresh_from_db()
        assert made.visit_id == visit.pk
        assert not assignments.withdraw(by=leader, household_id=file.pk, made_id=made.pk)


@pytest.mark.django_db
def test_assigned_twice_it_is_there_once(file, leader, caseworker, colleague, seen_by):
    with seen_by(leader):
        assert _assign(leader, file, caseworker, colleague)
        assert _assign(leader, file, colleague, caseworker) is None
        assert VisitAssignment.objects.count() == 1


@pytest.mark.django_db
def test_strangers_leaders_and_days_gone_by_are_refused(
    file, leader, caseworker, neighbour, seen_by
):
    past = timezone.localdate() - datetime.timedelta(days=1)
    with seen_by(leader):
        for second, day in ((neighbour, SOON), (leader, SOON), (caseworker, SOON)):
            with pytest.raises(InputError):
                _assign(leader, file, caseworker, second, day)
        with pytest.raises(InputError):
            _assign(leader, file, caseworker, neighbour, past)
        assert not VisitAssignment.objects.exists()


@pytest.mark.django_db
def test_another_area_does_not_see_it(file, caseworker, neighbour, seen_by):
    made = assignment(file)
    with seen_by(caseworker):
        assert VisitAssignment.objects.get() == made
    with seen_by(neighbour):
        assert not VisitAssignment.objects.exists()


@pytest.mark.django_db
def test_readers_do_not_assign(file, reviewer, client_for):
    client_for(reviewer).post(
        reverse("households:bulk"), {"action": "assign_visit", "which": "every", "query": ""}
    )
    assert not BulkAct.objects.exists()
