"""What waits for somebody about whole households: files offered to the county (跨县移交)."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from accounts.worklist import MOST, WorkItem
from households.models import HandOver
from households.models.hand_overs import HandOverStatus


def items(user: User, today: datetime.date) -> list[WorkItem]:
    """Open offers of files to the user's county, the oldest first."""
    if not may(user, "households.answer_hand_over"):
        return []
    rows = HandOver.objects.offered_to(user.area).filter(status=HandOverStatus.PROPOSED)
    rows = rows.select_related("household", "from_area")
    return [
        WorkItem(
            kind="hand_over",
            kind_label=_("Hand-overs between counties"),
            title=_("Answer the offer of a file"),
            address=reverse("households:hand_overs"),
            about=row.household.head_name,
            about_note=row.household_no,
            place=row.from_area.full_name,
            action=_("Take over or decline"),
            action_address=reverse("households:accept", args=[row.pk]),
        )
        for row in rows.order_by("pk")[:MOST]
    ]
