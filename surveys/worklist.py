"""What a person should do next about visits, for the home page (入户待办)."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.worklist import MOST, WorkItem
from foundation.faults import Text
from surveys.models import FollowUp, Step, Visit, VisitAssignment
from surveys.models.visits import SEALED


@dataclass(frozen=True, slots=True)
class Task:
    """What waits at a step: the words of the line, of its button, and whence the deadline."""

    title: Text
    action: Text
    basis: Text


TASKS: dict[str, Task] = {
    Step.DRAFT: Task(
        _("Finish the visit and submit it"), _("Go on"), _("10 working days from the start")
    ),
    Step.RETURNED: Task(
        _("Mend the returned visit"), _("Mend"), _("3 working days from the return")
    ),
    Step.SUBMITTED: Task(
        _("Approve the visit"), _("Approve or return"), _("3 working days from submission")
    ),
}


def items(user: User, today: datetime.date) -> list[WorkItem]:
    """Own drafts and returned visits, and for the leader those that wait for approval."""
    if not may(user, "surveys.view_visit"):
        return []
    found: list[Visit] = []
    if may(user, "surveys.record_visit"):
        found += _first(
            Visit.objects.of_author(user).filter(step__in=[Step.DRAFT, Step.RETURNED]), user
        )
    if may(user, "surveys.approve_visit"):
        found += _first(Visit.objects.waiting_for(user), user)
    lines = [_item(visit) for visit in found]
    if may(user, "surveys.record_visit"):
        lines += [_to_make(row) for row in _assigned(user)]
        lines += [_to_follow_up(row) for row in _left_to_do(user)]
    return sorted(lines, key=lambda item: item.order)[:MOST]


def _assigned(user: User) -> list[VisitAssignment]:
    low, high = user.area.code_range
    mine = VisitAssignment.objects.of_user(user).open()
    here = mine.filter(area_id__gte=low, area_id__lte=high).select_related("household", "area")
    return list(here.order_by("due_on", "pk")[:MOST])


def _to_make(row: VisitAssignment) -> WorkItem:
    return WorkItem(
        kind="visit",
        kind_label=_("Visits"),
        title=_("Visit the household"),
        address=reverse("households:household", args=[row.household_id]),
        about=row.household.head_name,
        place=row.area.name,
        action=_("Start a visit"),
        due_on=row.due_on,
        basis=_("the day set when it was assigned"),
        action_address=reverse("surveys:start", args=[row.household_id]),
    )


def _left_to_do(user: User) -> list[FollowUp]:
    """What visits that met nobody left, unless it is a visit assigned again; files still open."""
    rows = FollowUp.objects.waiting().within(user.area).for_list()
    again = VisitAssignment.objects.open().filter(pk=OuterRef("assignment"))
    return list(rows.filter(~Exists(again)).order_by("due_on", "pk")[:MOST])


def _to_follow_up(row: FollowUp) -> WorkItem:
    return WorkItem(
        kind="visit",
        kind_label=_("Visits"),
        title=row.get_action_display(),
        address=reverse("surveys:follow_up", args=[row.pk]),
        about=row.household.head_name,
        about_note=row.visit.result_label,
        place=row.area.name,
        action=_("Settle it"),
        due_on=row.due_on,
        basis=_("the visit met nobody"),
    )


def _first(visits, user: User) -> list[Visit]:
    low, high = user.area.code_range
    here = visits.filter(area_id__gte=low, area_id__lte=high).select_related("household", "area")
    bare = here.defer(*SEALED)
    return list(bare.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST])


def _item(visit: Visit) -> WorkItem:
    task = TASKS[visit.step]
    name = "surveys:review" if visit.step == Step.SUBMITTED else "surveys:visit"
    return WorkItem(
        kind="visit",
        kind_label=_("Visits"),
        title=task.title,
        address=reverse(name, args=[visit.uuid]),
        about=visit.household.head_name,
        about_note=visit.kind_label,
        place=visit.area.name,
        action=task.action,
        due_on=visit.due_on,
        basis=task.basis,
    )
