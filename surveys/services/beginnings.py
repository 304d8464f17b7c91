"""Beginning a visit that was filled in without network (离线入户): idempotent, nothing lost."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.faults import InputError, Text
from households.models import Household
from households.services.changes.merging import survivor_of
from surveys.content import well_formed
from surveys.models import StrandedDraft, Visit
from surveys.models.stranded import StrandedReason
from surveys.schema import EDITION, edition_of
from surveys.services import visits


class Stranded(InputError):
    """The household cannot be visited here any more: what was filled in stays with its author.

    ``survivor`` is the file the household was merged into, where the user may see it.
    """

    def __init__(self, reason: StrandedReason, message: Text, survivor: Household | None = None):
        super().__init__(str(reason), message)
        self.reason = reason
        self.survivor = survivor


@dataclass(frozen=True)
class Begun:
    """The visit on the server; ``is_other`` when a colleague's open visit took the answers in."""

    visit: Visit
    is_other: bool


@transaction.atomic
def begin(
    *,
    visit_uuid: uuid.UUID,
    household_id: int,
    kind: str,
    base: Mapping[str, Any],
    content: Mapping[str, Any],
    by: User,
    device_time: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> Begun:
    """Take in a visit begun on a device, under the device's own ``visit_uuid``.

    ``base`` is what the device started from, ``content`` what was typed on it. Where a visit of
    the household is open already (a colleague's, or this one sent twice) the answers are merged
    into that one, field by field. A new visit keeps the edition of the form the device began with.
    A draft handed in as stranded and taken over since is in its visit already: nothing is merged
    again. Raises Stranded, ContentError, MoveRefused.
    """
    known = Visit.objects.filter(uuid=visit_uuid).first()
    taken_over = None if known else StrandedDraft.objects.visit_of(visit_uuid, by)
    if taken_over is not None:
        return Begun(taken_over, is_other=True)
    if known is None:
        household = _household(household_id)
        edition = _edition(base or content)
        known = visits.start(
            household=household, by=by, kind=kind, at=at, visit_uuid=visit_uuid, edition=edition
        )
        if known.uuid == visit_uuid:
            # The new visit's own header is a proposal; nobody's answer stands against the device's.
            base = {**base, "header": known.content["header"]}
    visits.sync(
        visit_uuid=known.uuid,
        base_revision=0,
        base=base,
        content=content,
        by=by,
        device_time=device_time,
        at=at,
    )
    return Begun(Visit.objects.get(pk=known.pk), is_other=known.uuid != visit_uuid)


def _edition(begun_with: Mapping[str, Any]) -> int:
    """The edition of the form on the device, as far as there is one of that number."""
    return min(max(edition_of(well_formed(begun_with)), 1), EDITION)


def _household(household_id: int) -> Household:
    """The household, waiting for whoever changes it; raises Stranded with the next step."""
    rows = Household.objects.select_for_update(of=("self",))
    found = rows.filter(pk=household_id).first()
    if found is None:
        raise Stranded(
            StrandedReason.OUT_OF_AREA,
            _(
                "This household is no longer in your area. Hand in what you filled in: your "
                "office keeps it for 90 days, can print it for the office that has the household "
                "now, and can take it over should the household come back."
            ),
        )
    if Household.objects.on_register().filter(pk=found.pk).exists():
        return found
    survivor = survivor_of(found)
    if survivor is not None:
        message = _(
            "This household has been merged into the file of %(head)s. Hand in what you filled "
            "in and visit that household; your answers can be read beside the new form."
        ) % {"head": survivor.head_name}
        raise Stranded(StrandedReason.MERGED, message, survivor)
    raise Stranded(
        StrandedReason.OFF_REGISTER,
        _(
            "This household has been taken off the register. Hand in what you filled in; if the "
            "file is put back, your answers can be taken over into a visit."
        ),
    )
