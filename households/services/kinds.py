"""Acts on the kinds of a household (对象类别) with the rules that exclude some of them."""

import datetime
from collections.abc import Sequence
from itertools import groupby

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation import codelists
from foundation.faults import InputError
from households.kind_rules import Conflict, blocks, conflicts
from households.models import Household, HouseholdKind
from households.services import registration
from households.services.changes import records

DAY = datetime.timedelta(days=1)
# First day, last day, why it began, why it ended.
Wording = tuple[datetime.date, datetime.date | None, str, str]


class ToConfirm(InputError):
    """Kinds that can stand together only for different people; each with its clause."""

    def __init__(self, found: Sequence[Conflict]) -> None:
        super().__init__("kind", in_words(found))
        self.found = found


def in_words(found: Sequence[Conflict]) -> str | Promise:
    """The kinds already held, each with its clause."""
    said = [f"{codelists.label('household_kind', one.other)}：{one.source}" for one in found]
    return format_lazy(_("Already held: {clauses}"), clauses="；".join(said))


@transaction.atomic
def add_kind(
    *,
    by: User,
    household: Household,
    kind: str,
    since: datetime.date,
    reason: str = "",
    is_confirmed: bool = False,
) -> HouseholdKind:
    """Add a kind; held already since then or before, the one there is stays.

    Raises InputError where the law excludes it for one person or the period overlaps an earlier
    one, ToConfirm where different people of the household may hold both and nobody said so.
    """
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    records.refuse_closed(locked)
    # One that ends on the day the other begins is no overlap, as in ``kind_periods_apart``.
    held = list(locked.kinds.not_ended(since + DAY))
    if not any(row.kind == kind and row.until is None for row in held):
        others = {row.kind for row in held if row.kind != kind}
        found = conflicts(kind, others, people=locked.family_size)
        if blocks(found):
            raise InputError("kind", in_words(blocks(found)))
        if found and not is_confirmed:
            raise ToConfirm(found)
        _refuse_overlap(locked, kind, since)
    return registration.add_kind(by=by, household=locked, kind=kind, since=since, reason=reason)


@transaction.atomic
def change_kind(
    *, by: User, kind: HouseholdKind, since: datetime.date, reason: str
) -> HouseholdKind:
    """Mend the first day or the reason of a kind; the history keeps what stood before."""
    file = Household.objects.select_for_update(of=("self",)).get(pk=kind.household_id)
    records.refuse_closed(file)
    locked = HouseholdKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    if locked.until and since > locked.until:
        raise InputError("since", _("The first day lies after the last."))
    if (locked.since, locked.reason) == (since, reason):
        return locked
    locked.since, locked.reason = since, reason
    try:
        with transaction.atomic():
            locked.save(update_fields=["since", "reason"])
    except IntegrityError as error:
        if "kind_periods_apart" not in str(error):
            raise
        raise InputError("since", _("The period overlaps an earlier one.")) from error
    audit.record(by=by, action="household.kind_changed", target=locked, detail={"kind": kind.kind})
    return locked


@transaction.atomic
def withdraw_kind(
    *, by: User, household_id: int, kind_id: int, since: datetime.date, reason: str
) -> bool:
    """Take back a kind just added by mistake; the history keeps the row. False if it is not so.

    Only one that is still as it was added, from ``since`` on for ``reason``: what somebody has
    changed stays.
    """
    if not _is_open(household_id):
        return False
    kind = _locked(household_id, kind_id)
    if kind is None or _wordings(kind) != [(since, None, reason, "")]:
        return False
    audit.record(by=by, action="household.kind_withdrawn", target=kind, detail={"kind": kind.kind})
    kind.delete()
    return True


@transaction.atomic
def reopen_kind(
    *, by: User, household_id: int, kind_id: int, until: datetime.date, reason: str
) -> bool:
    """Take back the end of a kind: its last day, or none, is again what it was before.

    False where the end is no longer as it was noted (``until``, ``reason``), and where something
    was built on it: the kind has begun again, another excludes it, the file is closed.
    """
    file = Household.objects.on_register().select_for_update(of=("self",)).filter(pk=household_id)
    household, kind = file.first(), _locked(household_id, kind_id)
    if household is None or kind is None:
        return False
    now, before = (*_wordings(kind), None)[:2]
    if now != (kind.since, until, kind.reason, reason) or before is None or before[1] == until:
        return False
    kind.until, kind.end_reason = before[1], before[3]
    if _is_built_on(household, kind, until):
        return False
    kind.save(update_fields=["until", "end_reason"])
    audit.record(by=by, action="household.kind_reopened", target=kind, detail={"kind": kind.kind})
    return True


def _is_open(household_id: int) -> bool:
    """Whether the household, now locked, is still followed."""
    file = Household.objects.select_for_update(of=("self",)).filter(pk=household_id).first()
    return file is not None and file.is_open


def _locked(household_id: int, kind_id: int) -> HouseholdKind | None:
    rows = HouseholdKind.objects.select_for_update(of=("self",))
    return rows.filter(pk=kind_id, household_id=household_id).first()


def _wordings(kind: HouseholdKind) -> list[Wording]:
    """The period and reasons of a kind as they were saved one after the other, the newest first."""
    events = HouseholdKind.pgh_event_model.objects.filter(pgh_obj_id=kind.pk)  # type: ignore[attr-defined]
    saved = events.order_by("-pgh_id").values_list("since", "until", "reason", "end_reason")
    return [wording for wording, _again in groupby(saved)]


def _is_built_on(household: Household, kind: HouseholdKind, ended: datetime.date) -> bool:
    """Whether what has begun since the end stands against the kind going on."""
    begun = list(household.kinds.not_ended(ended + DAY).exclude(pk=kind.pk))
    if any(row.kind == kind.kind and (not kind.until or row.since < kind.until) for row in begun):
        return True
    others = {row.kind for row in begun if row.kind != kind.kind}
    return bool(blocks(conflicts(kind.kind, others, people=household.family_size)))


def _refuse_overlap(household: Household, kind: str, since: datetime.date) -> None:
    if household.kinds.filter(kind=kind, until__gt=since).exists():
        raise InputError("since", _("The period overlaps an earlier one."))
