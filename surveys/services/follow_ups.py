"""Acts on what a visit that met nobody leaves to be done: opened, settled (后续处理)."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.access import may
from accounts.calendar import working_calendar
from accounts.models import User
from foundation import clock
from foundation.deadlines import due_on
from foundation.faults import InputError
from surveys.choices import DONE, NextAction
from surveys.follow_up_rules import LIMITS, SPEAKS_AGAIN, asked_for, next_action
from surveys.models import FollowUp, Visit, VisitAssignment
from surveys.services.assignments import assign_visit, withdraw_open

REACHED = _("A later visit reached the family.")
VOIDED = _("Taken off the campaign's list: %(reason)s")


def after_approval(*, visit: Visit, by: User, on: datetime.date) -> FollowUp | None:
    """Open what a visit that met nobody leaves, or settle what a completed one has answered.

    Called in the transaction that approves the visit. Going again is assigned to the same pair.
    """
    if visit.result == DONE or not visit.result:
        _settle_reached(visit, by)
        return None
    header = visit.content["header"]
    action = next_action(header)
    if action is None:
        return None
    day = asked_for(header, on) or due_on(on, LIMITS[action], working_calendar())
    task = _again(visit, by, day) if action in SPEAKS_AGAIN else None
    made, is_new = FollowUp.objects.get_or_create(
        visit=visit,
        defaults={
            "household_id": visit.household_id, "area_id": visit.area_id, "action": action,
            "due_on": day, "assignment": task, "opened_at": clock.now(),
        },
    )  # fmt: skip
    if is_new:
        detail = {"action": str(action), "due_on": day.isoformat()}
        audit.record(by=by, action="follow_up.opened", target=made, detail=detail)
    return made


@transaction.atomic
def settle(*, follow_up_id: int, by: User, outcome: str) -> FollowUp:
    """Close a follow-up with what came of it; one already settled is left as it is.

    A visit still to be made again is withdrawn. Raises InputError without words.
    """
    if not outcome.strip():
        raise InputError("outcome", _("Write what came of it"))
    found = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up_id)
    if found.settled_at is not None:
        return found
    _close(found, by, outcome.strip()[:200])
    if found.assignment_id is not None:
        withdraw_open(by=by, rows=VisitAssignment.objects.filter(pk=found.assignment_id))
    return found


@transaction.atomic
def settle_voided(*, household_id: int, by: User, reason: str) -> None:
    """Close what waits to be checked in a file that was taken off a campaign's list."""
    rows = FollowUp.objects.select_for_update(of=("self",)).waiting()
    for found in rows.filter(household_id=household_id, action=NextAction.CHECK):
        _close(found, by, str(VOIDED % {"reason": reason})[:200])


def _settle_reached(visit: Visit, by: User) -> None:
    rows = FollowUp.objects.select_for_update(of=("self",)).waiting()
    for found in rows.filter(household_id=visit.household_id):
        _close(found, by, str(REACHED))


def _close(found: FollowUp, by: User, outcome: str) -> None:
    found.settled_at, found.settled_by, found.outcome = clock.now(), by, outcome
    found.save(update_fields=["settled_at", "settled_by", "outcome"])
    audit.record(by=by, action="follow_up.settled", target=found)


def _again(visit: Visit, by: User, day: datetime.date) -> VisitAssignment | None:
    """The visit to be made again by those who were there, if two of them still may."""
    people = [one.user for one in visit.interviewers.select_related("user__area").order_by("pk")]
    able = [
        person
        for person in people
        if person is not None
        and person.is_active
        and may(person, "surveys.record_visit")
        and person.area.contains(visit.area_id)
    ]
    if len(able) < 2:
        return None
    return assign_visit(by=by, household=visit.household, first=able[0], second=able[1], due_on=day)
