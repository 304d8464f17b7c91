"""What a person should do next about findings, for the home page (疑点待办)."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.worklist import MOST, WorkItem
from foundation.faults import Text
from verification.models import ComparisonRound, Finding, Step
from verification.steps import CONCLUDE, VERIFY

KIND_LABEL = _("Comparison findings")


@dataclass(frozen=True, slots=True)
class Task:
    """What waits at a step, for holders of which permission."""

    permission: str
    title: Text
    action: Text
    basis: Text


TASKS = {
    Step.DISPATCHED: Task(
        VERIFY, _("Verify on the spot"), _("Take up"), _("10 working days from the county's order")
    ),
    Step.VERIFYING: Task(
        VERIFY, _("Conclude"), _("Conclude"), _("10 working days from the county's order")
    ),
    Step.RETURNED: Task(
        VERIFY, _("Verify again"), _("Conclude"), _("5 working days from the return")
    ),
    Step.CONCLUDED: Task(
        CONCLUDE, _("Confirm or return"), _("Review"), _("5 working days from the report")
    ),
    Step.CONFIRMED: Task(
        CONCLUDE,
        _("Record the treatment"),
        _("Go and record"),
        _("5 working days from confirmation"),
    ),
}


def items(user: User, today: datetime.date) -> list[WorkItem]:
    """Findings that wait for the user, the nearest deadline first; rounds to be sent out."""
    if not may(user, "verification.view_round"):
        return []
    steps = [step for step, task in TASKS.items() if may(user, task.permission)]
    found = Finding.objects.none()
    if steps:
        found = Finding.objects.within(user.area).filter(step__in=steps)
        found = found.select_related("member", "area", "household")
        found = found.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST]
    sending = _to_send(user) if may(user, "verification.dispatch_finding") else []
    return [*sending, *(_item(finding) for finding in found)][:MOST]


def _item(finding: Finding) -> WorkItem:
    task = TASKS[Step(finding.step)]
    return WorkItem(
        kind="finding",
        kind_label=KIND_LABEL,
        title=task.title,
        address=reverse("verification:finding", args=[finding.pk]),
        about=finding.member.name,
        about_note=finding.get_kind_display(),
        place=finding.area.name,
        action=task.action,
        due_on=finding.due_on,
        basis=task.basis,
    )


def _to_send(user: User) -> list[WorkItem]:
    waiting = Finding.objects.within(user.area).filter(step=Step.GENERATED)
    counted = dict(waiting.order_by().values_list("round").annotate(Count("pk")))
    return [
        WorkItem(
            kind="finding",
            kind_label=KIND_LABEL,
            title=_("Send the findings to the townships"),
            address=reverse("verification:round", args=[held.pk]),
            about=held.name,
            about_note=format_lazy("{count} {words}", count=counted[held.pk], words=_("findings")),
            place=held.area.name,
            action=_("Send out"),
        )
        for held in ComparisonRound.objects.filter(pk__in=counted).select_related("area")
    ]
