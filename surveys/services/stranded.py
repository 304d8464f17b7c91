"""Acts on drafts that have no household to go to: handing in, taking over, giving up."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from accounts.scope import whole_city
from foundation import clock
from foundation.faults import InputError
from surveys.content import well_formed
from surveys.models import StrandedDraft, Visit
from surveys.models.stranded import StrandedReason
from surveys.services import beginnings

KEPT = datetime.timedelta(days=90)


@transaction.atomic
def hand_in(
    *,
    draft_uuid: uuid.UUID,
    household_id: int,
    title: str,
    content: Mapping[str, Any],
    reason: str,
    by: User,
) -> StrandedDraft:
    """Keep what was filled in, in the author's own area; handed in twice it is kept once.

    Raises ContentError for what is no visit, InputError for an unknown reason.
    """
    if reason not in StrandedReason.values:
        raise InputError("reason", "unknown reason")
    known = StrandedDraft.objects.filter(uuid=draft_uuid).first()
    if known is not None:
        return known
    kept = StrandedDraft(
        uuid=draft_uuid, area_id=by.area_id, household_key=household_id, by=by, reason=reason
    )
    kept.title = title[:80]
    kept.content = well_formed(content)
    kept.save(force_insert=True)
    audit.record(by=by, action="visit.stranded", target=kept, detail={"reason": reason})
    return kept


@transaction.atomic
def take_over(*, draft_id: int, by: User) -> Visit:
    """Begin the visit after all, now that the household can be visited. Raises Stranded."""
    draft = _waiting(draft_id)
    content = draft.content
    begun = beginnings.begin(
        visit_uuid=draft.uuid, household_id=draft.household_key,
        kind=content["header"].get("kind") or "1", base={}, content=content, by=by,
    )  # fmt: skip
    draft.visit, draft.settled_at = begun.visit, clock.now()
    draft.save(update_fields=["visit", "settled_at"])
    audit.record(by=by, action="visit.stranded_taken_over", target=draft)
    return begun.visit


@transaction.atomic
def give_up(*, draft_id: int, by: User, reason: str) -> None:
    """Settle a draft that nobody needs; it stays readable until its 90 days are over."""
    if not reason.strip():
        raise InputError("reason", _("Write the reason"))
    draft = _waiting(draft_id)
    draft.settled_at = clock.now()
    draft.save(update_fields=["settled_at"])
    detail = {"reason": reason.strip()[:200]}
    audit.record(by=by, action="visit.stranded_given_up", target=draft, detail=detail)


def purge(*, on: datetime.datetime) -> int:
    """Delete what was handed in more than 90 days ago; returns how many."""
    with whole_city("what is kept 90 days is deleted everywhere"):
        count, _by_model = StrandedDraft.objects.filter(handed_in_at__lt=on - KEPT).delete()
    return count


def _waiting(draft_id: int) -> StrandedDraft:
    rows = StrandedDraft.objects.select_for_update(of=("self",)).waiting()
    return rows.get(pk=draft_id)
