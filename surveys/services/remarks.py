"""Acts on the leader's remarks: writing them at the return, settling them, stamping the mended."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation import clock
from foundation.faults import InputError
from surveys.content import well_formed
from surveys.models import Visit, VisitRemark
from surveys.places import places
from surveys.remark_reading import told
from surveys.services.editable import editable_visit

MOST = 60
Remarks = Sequence[tuple[str, str]]


def judge(visit: Visit, remarks: Remarks) -> list[tuple[str, str]]:
    """The remarks fit to be kept, several at one place joined.

    Raises InputError for a place the visit does not have, for one without words, for too many.
    """
    known = {place.path for place in places(well_formed(visit.content))}
    joined: dict[str, str] = {}
    for path, text in remarks:
        if path not in known:
            raise InputError("place", _("Choose a place that is in this visit"))
        if not text.strip():
            raise InputError("text", _("Write what is to be mended there"))
        joined[path] = "；".join(filter(None, (joined.get(path, ""), text.strip())))[:300]
    if len(joined) > MOST:
        raise InputError("many", _("At most %(most)s remarks at once") % {"most": MOST})
    return list(joined.items())


def keep(visit: Visit, move_id: int, remarks: Remarks, *, by: User, at: datetime.datetime) -> None:
    """Write the remarks of a return that was just made on a locked visit."""
    VisitRemark.objects.bulk_create(
        VisitRemark(
            visit=visit, household_id=visit.household_id, area_id=visit.area_id, move_id=move_id,
            revision=visit.revision, path=path, text=text, by=by, at=at,
        )
        for path, text in remarks
    )  # fmt: skip


@transaction.atomic
def settle(
    *,
    visit_uuid: uuid.UUID | str,
    remark_uuid: uuid.UUID | str,
    by: User,
    is_settled: bool = True,
    answer: str = "",
    at: datetime.datetime | None = None,
) -> VisitRemark:
    """Tick a remark as dealt with, with words or without; ``is_settled`` false takes it back.

    Twice changes nothing. Raises MoveRefused when the visit is not being corrected,
    VisitRemark.DoesNotExist for one that is not this visit's.
    """
    visit = editable_visit(visit_uuid)
    remark = visit.remarks.get(uuid=remark_uuid)
    answer = answer.strip()[:300] if is_settled else ""
    if (remark.settled_at is not None) == is_settled and remark.answer == answer:
        return remark
    remark.answer = answer
    remark.settled_at, remark.settled_by = (at or clock.now(), by) if is_settled else (None, None)
    remark.save(update_fields=["answer", "settled_at", "settled_by"])
    detail = {"path": remark.path, "is_settled": is_settled}
    audit.record(by=by, action="visit.remark_settled", target=visit, detail=detail)
    return remark


def stamp_changed(visit: Visit, *, by: User, at: datetime.datetime) -> None:
    """At submission: what was mended in the content is kept as settled by whoever submits."""
    for one in told(visit, visit.remarks.filter(is_changed=False)):
        remark = one.remark
        if not one.is_changed:
            continue
        remark.is_changed = True
        if remark.settled_at is None:
            remark.settled_at, remark.settled_by = at, by
        remark.save(update_fields=["is_changed", "settled_at", "settled_by"])
