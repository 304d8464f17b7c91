"""Acts on the kinds of a household (对象类别) with the rules that exclude some of them."""

import datetime
from collections.abc import Sequence

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

DAY = datetime.timedelta(days=1)


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
def withdraw_kind(*, by: User, household_id: int, kind_id: int) -> bool:
    """Take back a kind just added by mistake; the history keeps the row. False if it is not so.

    Only one still open and unchanged in its period; later acts build on the others.
    """
    found = HouseholdKind.objects.select_for_update(of=("self",)).filter(
        pk=kind_id, household_id=household_id, until=None
    )
    kind = found.first()
    if kind is None:
        return False
    audit.record(by=by, action="household.kind_withdrawn", target=kind, detail={"kind": kind.kind})
    kind.delete()
    return True


@transaction.atomic
def reopen_kind(*, by: User, household_id: int, kind_id: int) -> bool:
    """Take back the end of a kind; False where it has begun again since."""
    found = HouseholdKind.objects.select_for_update(of=("self",)).filter(
        pk=kind_id, household_id=household_id
    )
    kind = found.exclude(until=None).first()
    later = HouseholdKind.objects.filter(household_id=household_id, until=None)
    if kind is None or later.filter(kind=kind.kind).exists():
        return False
    kind.until = None
    kind.save(update_fields=["until"])
    audit.record(by=by, action="household.kind_reopened", target=kind, detail={"kind": kind.kind})
    return True


def _refuse_overlap(household: Household, kind: str, since: datetime.date) -> None:
    if household.kinds.filter(kind=kind, until__gt=since).exists():
        raise InputError("since", _("The period overlaps an earlier one."))
