"""What waits for somebody about whole households: files offered to the county (跨县移交)."""

import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.worklist import MOST, WorkItem
from households.models import HandOver, Household
from households.models.hand_overs import HandOverStatus


def items(user: User, today: datetime.date) -> list[WorkItem]:
    """Open offers of files to the user's county, those to be answered first before."""
    if not may(user, "households.answer_hand_over"):
        return []
    rows = HandOver.objects.offered_to(user.area).filter(status=HandOverStatus.PROPOSED)
    # A file that may not be read (any more) is offered by its number alone.
    file = Household.objects.filter(pk=OuterRef("household_id"))
    rows = rows.select_related("from_area").annotate(head_name=Subquery(file.values("head_name")))
    return [
        WorkItem(
            kind="hand_over",
            kind_label=_("Hand-overs between counties"),
            title=_("Answer the offer of a file"),
            address=reverse("households:hand_overs"),
            about=row.head_name or row.household_no,
            about_note=row.household_no if row.head_name else "",
            place=row.from_area.full_name,
            action=_("Take over or decline"),
            action_address=reverse("households:accept", args=[row.pk]),
            due_on=row.answer_by,
            basis=_("60 days from the offer"),
        )
        for row in rows.order_by("answer_by", "pk")[:MOST]
    ]
