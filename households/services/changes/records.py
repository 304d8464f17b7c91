"""Locking the files an act touches, and remembering the act in each of them."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation import clock
from foundation.faults import InputError
from households.models import ChangeKind, Household, HouseholdChange, HouseholdKind

DAY = datetime.timedelta(days=1)


def lock(*households: Household) -> list[Household]:
    """Lock files in the order of their keys, whoever asks, and give them in the order asked."""
    keys = sorted({household.pk for household in households})
    rows = Household.objects.select_for_update(of=("self",)).select_related("area")
    locked = {pk: rows.get(pk=pk) for pk in keys}
    return [locked[household.pk] for household in households]


def refuse_closed(household: Household) -> None:
    """Raise InputError unless the household is on the register."""
    if not Household.objects.on_register().filter(pk=household.pk).exists():
        raise InputError("off_register", _("This household is no longer on the register."))


def refuse_future(on: datetime.date) -> None:
    if on > clock.today():
        raise InputError("on", _("This day is still to come: write the day it happened."))


def note(
    *,
    by: User,
    kind: ChangeKind,
    household: Household,
    on: datetime.date,
    reason: str = "",
    other: Household | None = None,
    act: uuid.UUID | None = None,
    details: Mapping[str, Any] | None = None,
    **fields: Any,
) -> HouseholdChange:
    """Remember an act in the file of ``household`` and in the audit trail."""
    made = HouseholdChange.objects.create(
        act=act or uuid.uuid4(),
        kind=kind,
        household=household,
        area_id=household.area_id,
        on=on,
        reason=reason,
        other=other,
        other_no=other.household_no if other else "",
        details=dict(details or {}),
        by=by,
        **fields,
    )
    detail = {"on": on.isoformat(), "other": made.other_no}
    audit.record(by=by, action=f"household.{kind}", target=household, detail=detail)
    return made


def end_kinds(kinds: Iterable[HouseholdKind], last_day: datetime.date, reason: str) -> list[int]:
    """End open kinds on a day (never before they began); gives the keys of those ended."""
    ended = []
    for kind in kinds:
        kind.until = max(last_day, kind.since)
        kind.end_reason = reason
        kind.save(update_fields=["until", "end_reason"])
        ended.append(kind.pk)
    return ended


def open_kinds(household: Household) -> list[HouseholdKind]:
    """The kinds that have not ended, oldest first; some have their last day set already."""
    return list(household.kinds.not_ended(clock.today()).order_by("since", "pk"))
