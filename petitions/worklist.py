"""What a person should do next about petitions, for the home page (信访待办)."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.worklist import WorkItem
from foundation.faults import Text
from petitions import rules
from petitions.models import PetitionCase, PetitionCaseQuerySet
from petitions.privacy import petitioner_of
from petitions.rules import Step
from petitions.services.moving import running_clock

MOST = 200


@dataclass(frozen=True, slots=True)
class Task:
    """What waits at a step, and for holders of which permission."""

    permission: str
    title: Text
    action: Text


_HANDLE, _STRIKE = "petitions.handle_case", "petitions.strike_off"
TASKS: dict[str, Task] = {
    Step.REGISTERED: Task(_HANDLE, _("Decide whether to accept"), _("Go and decide")),
    Step.ACCEPTED: Task(_HANDLE, _("Name the lead official and take in hand"), _("Take in hand")),
    Step.HANDLING: Task(_HANDLE, _("Find the facts and reply in writing"), _("Go and handle")),
    Step.REPLIED: Task(_HANDLE, _("Resolve and record the result"), _("Go and record")),
    Step.RETURNED: Task(_HANDLE, _("Returned by the city: make up what is missing"), _("Make up")),
    Step.RESOLVED: Task("petitions.propose_strike_off", _("Propose striking off"), _("Propose")),
    Step.STRIKE_OFF_PROPOSED: Task(_STRIKE, _("Decide on striking off"), _("Go and decide")),
}


def items(user: User, today: datetime.date) -> list[WorkItem]:
    """At most 200 things to do, the most urgent first; those without a time limit come last."""
    if not may(user, "petitions.view_case"):
        return []
    cases = waiting_for(user, today).select_related("area")
    cases = cases.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST]
    return [_item(case, user) for case in cases]


def overdue_count(user: User, today: datetime.date) -> int:
    """How many of the person's cases are past their time limit."""
    return waiting_for(user, today).overdue(today).count()


def waiting_for(user: User, today: datetime.date) -> PetitionCaseQuerySet:
    """Cases the person may take a step with: named as handler, or of the own office and unnamed.

    Strike-offs wait until the 30 quiet days are over.
    """
    steps = [step for step, task in TASKS.items() if may(user, task.permission)]
    mine = Q(handler=user) | Q(handler=None, area_id=user.area_id)
    handled = [step for step in steps if TASKS[step].permission == _HANDLE]
    wanted = Q(step__in=handled) & mine
    if Step.RESOLVED in steps:
        last = today - datetime.timedelta(days=rules.limit("quiet", today).due.days)
        wanted |= Q(step=Step.RESOLVED, resolved_on__lt=last) & _proposed_here(user)
    if Step.STRIKE_OFF_PROPOSED in steps:
        wanted |= Q(step=Step.STRIKE_OFF_PROPOSED)
    return PetitionCase.objects.within(user.area).filter(wanted)


def _proposed_here(user: User) -> Q:
    return Q(area_id=user.area_id) if may(user, _STRIKE) else Q()


def _item(case: PetitionCase, user: User) -> WorkItem:
    task, running = TASKS[case.step], running_clock(case)
    basis: Text = ""
    if running is not None:
        words = _("{days} days from {day}, {source}")
        basis = format_lazy(
            words, days=running.days, day=running.start_on.isoformat(), source=running.source
        )
    return WorkItem(
        kind="petition",
        kind_label=_("Petitions"),
        title=task.title,
        address=reverse("petitions:case", args=[case.pk]),
        about=petitioner_of(case, user).name,
        about_note=format_lazy("{number} {matter}", number=case.case_no, matter=case.matter_name),
        place=case.area.name,
        action=task.action,
        due_on=case.due_on,
        basis=basis,
    )
