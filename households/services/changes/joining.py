"""A member joins (出生、婚入、收养、迁入 …): the person, the way and the day."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import codelists
from foundation.faults import InputError
from households.models import ChangeKind, Household, HouseholdChange
from households.services import registration
from households.services.changes import records


@transaction.atomic
def join(
    *,
    by: User,
    household: Household,
    data: Mapping[str, Any],
    kind: str,
    on: datetime.date,
    reason: str = "",
) -> HouseholdChange:
    """Add a person to the household and remember how they came.

    ``kind`` is a code of ``member_joined_kind``. Raises InputError, also for a number that is
    active elsewhere (so the same person never joins twice).
    """
    (locked,) = records.lock(household)
    records.refuse_closed(locked)
    records.refuse_future(on)
    if kind not in codelists.codes("member_joined_kind"):
        raise InputError("joined_kind", _("Choose the way of joining from the list."))
    member = registration.add_member(
        by=by,
        household=locked,
        data={**data, "joined_kind": kind, "joined_on": on},
        on=on,
    )
    return records.note(
        by=by,
        kind=ChangeKind.JOINED,
        household=locked,
        on=on,
        reason=reason,
        details={"member": member.pk, "how": kind},
    )
