"""What a person should do next about applications, for the home page (救助申请待办)."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.worklist import WorkItem
from assistance.deadlines import BASES
from assistance.models import Application, ApplicationMove, Notice, Step
from assistance.steps import MOVES
from foundation.faults import Text

MOST = 200


@dataclass(frozen=True, slots=True)
class Task:
    """The act that waits at a step and what it is called on the list."""

    move: str
    title: Text
    action: Text


TASKS: dict[str, Task] = {
    Step.SUBMITTED: Task("accept", _("Decide on acceptance"), _("Accept or not")),
    Step.ACCEPTED: Task("record_check", _("Enter the check report"), _("Enter")),
    Step.CHECKED: Task("record_investigation", _("Record the investigation"), _("Go and record")),
    Step.RETURNED: Task(
        "record_investigation", _("Returned: investigate again"), _("Go and record")
    ),
    Step.INVESTIGATED: Task("opine", _("Give the township's opinion"), _("Give opinion")),
    Step.OPINED: Task("post_notice", _("Post the public notice"), _("Post")),
    Step.NOTICED: Task("report", _("The notice is over: report to the county"), _("Report")),
    Step.REPORTED: Task("review", _("Review"), _("Review")),
    Step.REVIEWED: Task("confirm", _("Confirm or refuse"), _("Go and decide")),
}
OWN_PAGE = ("record_check", "record_investigation", "post_notice")


def items(user: User, today: datetime.date) -> list[WorkItem]:
    """At most 200 things to do, the nearest deadline first; one query."""
    if not may(user, "assistance.view_application"):
        return []
    found = waiting_for(user, today).for_list()[:MOST]
    return [_item(application) for application in found]


def waiting_for(user: User, today: datetime.date):
    """Applications the person may take the next step with; four eyes and notices respected."""
    wanted = Q(pk=None)
    for step, task in TASKS.items():
        move = MOVES.moves[task.move]
        if not may(user, move.permission):
            continue
        here = Q(step=step)
        if move.not_by:
            mine = ApplicationMove.objects.filter(
                application=OuterRef("pk"), by=user, move__in=move.not_by
            )
            here &= ~Q(Exists(mine))
        if step == Step.NOTICED:
            standing = Notice.objects.filter(
                application=OuterRef("pk"), taken_down_on=None, ends_on__gte=today
            )
            here &= ~Q(Exists(standing))
        wanted |= here
    return Application.objects.within(user.area).filter(wanted)


def overdue_count(user: User, today: datetime.date) -> int:
    """How many of the person's own tasks are past their time limit."""
    return waiting_for(user, today).filter(due_on__lt=today).count()


def _item(application: Application) -> WorkItem:
    task = TASKS[application.step]
    address = reverse("assistance:application", args=[application.pk])
    own = reverse(f"assistance:{task.move}", args=[application.pk])
    return WorkItem(
        kind="application",
        kind_label=_("Applications"),
        title=task.title,
        address=address,
        about=application.household.head_name,
        about_note=application.get_programme_display(),
        place=application.area.name,
        action=task.action,
        due_on=application.due_on,
        basis=BASES[application.step],
        action_address=own if task.move in OWN_PAGE else "",
    )
