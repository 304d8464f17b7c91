"""Closing a file (注销) with a reason, and putting it back on the register (恢复)."""

import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import codelists
from foundation.faults import InputError
from households import stakes
from households.models import ChangeKind, Household, HouseholdChange, Member
from households.models.households import HouseholdStatus
from households.services import registration
from households.services.changes import plans, records
from households.services.changes.plans import Plan

LEFT_THE_CITY = "2"
MOVED_AWAY, OTHER = "5", "9"
WAS = ("left_kind", "left_reason")
"""What closing writes over and reopening brings back: how somebody in the file was away."""


def plan_close(*, household: Household, code: str, on: datetime.date) -> Plan:
    """What closing would do. Raises InputError."""
    _check_close(household, code, on)
    made = Plan()
    people = household.members.active().count()
    if people:
        words = _("{count} members leave the register and may be registered elsewhere.")
        made.lines.append(format_lazy(words, count=people))
    kinds = records.open_kinds(household)
    if kinds:
        words = _("These kinds end: {kinds}.")
        made.lines.append(format_lazy(words, kinds=plans.kinds_in_words(kinds)))
    made.lines.append(_("The file stays readable and can be put back on the register."))
    return plans.with_stakes(made, household, stakes.Act.DEREGISTER, on)


@transaction.atomic
def close(
    *, by: User, household: Household, code: str, on: datetime.date, reason: str = ""
) -> HouseholdChange | None:
    """Take a household off the register: its members leave, its kinds and benefits end.

    ``code`` is one of ``deregister_reason``; who left the city is kept apart (迁出). Twice does it
    once (``None``). Raises InputError while something is under way.
    """
    (locked,) = records.lock(household)
    if locked.status in (HouseholdStatus.DEREGISTERED, HouseholdStatus.MOVED_OUT):
        return None
    _check_close(locked, code, on)
    stakes.refuse_blocking(locked, stakes.Act.DEREGISTER, on)
    lasts = {kind.pk: kind.until for kind in records.open_kinds(locked)}
    stakes.follow(locked, stakes.Act.DEREGISTER, on, by=by)
    status = locked.status
    # A kind that goes with a benefit has just been given the benefit's own last day.
    left = [kind for kind in records.open_kinds(locked) if lasts.get(kind.pk) == kind.until]
    ended = records.end_kinds(left, on, reason)
    people = list(locked.members.active().select_for_update(of=("self",)))
    before = {member.pk: {name: getattr(member, name) for name in WAS} for member in people}
    for member in people:
        member.is_active, member.left_on = False, max(on, member.joined_on or on)
        member.left_kind = MOVED_AWAY if code == LEFT_THE_CITY else OTHER
        member.left_reason = codelists.label_zh("deregister_reason", code)
        member.save()
    registration.derive(locked)
    left_city = code == LEFT_THE_CITY
    locked.status = HouseholdStatus.MOVED_OUT if left_city else HouseholdStatus.DEREGISTERED
    locked.save(update_fields=["status", "updated_at"])
    return records.note(
        by=by,
        kind=ChangeKind.DEREGISTERED,
        household=locked,
        on=on,
        reason=reason,
        details={
            "code": code,
            "status": status,
            "members": [member.pk for member in people],
            "before": before,
            "kinds": ended,
        },
    )


def last_closing(household: Household) -> HouseholdChange | None:
    """The act that closed the file, when it is closed."""
    if household.status not in (HouseholdStatus.DEREGISTERED, HouseholdStatus.MOVED_OUT):
        return None
    return household.acts.filter(kind=ChangeKind.DEREGISTERED).order_by("-pk").first()


def plan_reopen(*, household: Household) -> Plan:
    """Who would come back. Raises InputError for a file that is not closed."""
    people = _people_of(household)
    made = Plan()
    for member in people:
        try:
            _refuse_elsewhere(member)
        except InputError as error:
            made.blockers.append(error.message)
    if people:
        words = _("These people are members again: {names}.")
        made.lines.append(format_lazy(words, names="、".join(m.name for m in people)))
    made.lines.append(_("Kinds and benefits do not come back by themselves: visit and apply."))
    return made


@transaction.atomic
def reopen(
    *, by: User, household: Household, on: datetime.date, reason: str
) -> HouseholdChange | None:
    """Put a closed file back on the register with the people it had; twice does it once.

    Raises InputError when one of them is active elsewhere by now.
    """
    (locked,) = records.lock(household)
    if Household.objects.on_register().filter(pk=locked.pk).exists():
        return None
    records.refuse_future(on)
    people = _people_of(locked)
    closed = last_closing(locked)
    before = closed.details.get("before", {}) if closed else {}
    for member in people:
        _refuse_elsewhere(member)
        member.is_active, member.left_on = True, None
        for name in WAS:
            setattr(member, name, before.get(str(member.pk), {}).get(name, ""))
        member.save()
    locked.status = closed.details["status"] if closed else HouseholdStatus.TO_SCREEN
    locked.save(update_fields=["status", "updated_at"])
    registration.derive(locked)
    return records.note(
        by=by,
        kind=ChangeKind.REACTIVATED,
        household=locked,
        on=on,
        reason=reason,
        details={"members": [member.pk for member in people]},
    )


def _people_of(household: Household) -> list[Member]:
    """The people the closing took out; nobody when the file was closed in another way."""
    if household.status == HouseholdStatus.MERGED:
        raise InputError("merged", _("The household is merged into another: undo the merging."))
    if Household.objects.on_register().filter(pk=household.pk).exists():
        raise InputError("open", _("The household is on the register."))
    closed = last_closing(household)
    keys = closed.details.get("members", []) if closed else []
    return list(household.members.filter(pk__in=keys, is_active=False).order_by("pk"))


def _refuse_elsewhere(member: Member) -> None:
    if member.identity_number:
        registration.refuse_duplicate(member.identity_number, besides=member.pk)


def _check_close(household: Household, code: str, on: datetime.date) -> None:
    records.refuse_closed(household)
    records.refuse_future(on)
    if code not in codelists.codes("deregister_reason"):
        raise InputError("code", _("Choose the reason from the list."))
    if on < household.registered_on:
        raise InputError("on", _("The day lies before the household was registered."))
