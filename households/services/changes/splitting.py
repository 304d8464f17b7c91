"""Splitting a household (分户): some members set up one of their own."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.faults import InputError
from households import stakes
from households.models import ChangeKind, Household, HouseholdKind, Member
from households.services import doors, numbers, registration
from households.services.changes import carrying, kinds_together, plans, records
from households.services.changes.kinds_together import Family
from households.services.changes.leaving import put_head
from households.services.changes.plans import Plan

LEFT_KIND, JOINED_KIND = "6", "9"
FACTS_TAKEN = (
    "area_id", "urban_rural", "status", "hukou_address", "residence_address", "poverty_cause",
    "poverty_causes", "is_registered_poor", "relapse_kind", "is_demo",
)  # fmt: skip


@dataclass(frozen=True)
class Splitting:
    """Who sets up a household: keys of members and kinds.

    ``rest_head`` is named only when the head goes; ``relations`` restates the members of both
    parts to their heads. A kind in ``kinds_gone`` begins anew in the new household; one not in
    ``kinds_kept`` ends in the old. ``is_confirmed``: kinds that exclude each other are different
    people's.
    """

    who: Sequence[int]
    head: int
    on: datetime.date
    reason: str
    rest_head: int | None = None
    relations: Mapping[int, str] = field(default_factory=dict)
    kinds_kept: Sequence[int] = ()
    kinds_gone: Sequence[int] = ()
    is_confirmed: bool = False
    address: str = ""


@dataclass(frozen=True)
class Parts:
    """The two families that the splitting makes; ``rest_head`` only when it is a new one."""

    going: list[Member]
    staying: list[Member]
    head: Member
    rest_head: Member | None


def parts_of(household: Household, splitting: Splitting) -> Parts:
    """Judge who goes and who stays. Raises InputError."""
    records.refuse_closed(household)
    records.refuse_future(splitting.on)
    people = list(household.members.active().order_by("pk"))
    going = [member for member in people if member.pk in set(splitting.who)]
    staying = [member for member in people if member not in going]
    if not going or not staying:
        raise InputError("who", _("Choose some of the members, but not all of them."))
    if any(m.joined_on and splitting.on < m.joined_on for m in going):
        raise InputError("on", _("The day lies before somebody joined the household."))
    head = next((member for member in going if member.pk == splitting.head), None)
    if head is None:
        raise InputError("head", _("The head of the new household must be among those who go."))
    rest_head = None
    if any(member.is_head for member in going):
        rest_head = next((m for m in staying if m.pk == splitting.rest_head), None)
        if rest_head is None:
            raise InputError("rest_head", _("The head goes: choose who of the others becomes it."))
    return Parts(going, staying, head, rest_head)


def plan(*, household: Household, splitting: Splitting) -> Plan:
    """What the splitting would do. Raises InputError."""
    parts = parts_of(household, splitting)
    made = Plan(asked=plans.asked_anew(parts.going, parts.head))
    words = _("New household, with a number of its own: {names}; head {head}.")
    made.lines.append(_people(words, parts.going, parts.head))
    if parts.rest_head is not None:
        made.asked.extend(plans.asked_anew(parts.staying, parts.rest_head))
    head = parts.rest_head or next(m for m in parts.staying if m.is_head)
    made.lines.append(_people(_("This file keeps {names}; head {head}."), parts.staying, head))
    going, ending = _kinds(household, splitting)
    if going:
        words = _("The new household takes: {kinds}.")
        made.lines.append(format_lazy(words, kinds=plans.kinds_in_words(going)))
    if ending:
        words = _("These kinds end in this file: {kinds}.")
        made.lines.append(format_lazy(words, kinds=plans.kinds_in_words(ending)))
    made.lines.append(
        _("Papers, photos and records of income and property stay in this file: enter them anew.")
    )
    kinds_together.foresee(made, *_families(household, parts, splitting))
    plans.with_doors(made, doors.to_follow(household), of=household.household_no)
    return plans.with_stakes(made, household, stakes.Act.SPLIT, splitting.on)


@transaction.atomic
def split(*, by: User, household: Household, splitting: Splitting) -> Household:
    """Set up a household out of some members; both files name each other.

    Raises InputError; doing it again finds those members gone and is refused.
    """
    (locked,) = records.lock(household)
    parts = parts_of(locked, splitting)
    stakes.refuse_blocking(locked, stakes.Act.SPLIT, splitting.on)
    families = _families(locked, parts, splitting)
    kinds_together.judge(*families, is_confirmed=splitting.is_confirmed)
    plans.check_relations(parts.going, parts.head, splitting.relations)
    if parts.rest_head is not None:
        plans.check_relations(parts.staying, parts.rest_head, splitting.relations)
    going, ending = _kinds(locked, splitting)
    new = _found(locked, parts.head, splitting)
    closed = doors.close_likewise(by=by, doors=doors.to_follow(locked), household=new)
    carried = [_carry(member, new, parts.head, splitting) for member in parts.going]
    if parts.rest_head is not None:
        put_head(parts.rest_head, parts.staying, splitting.relations)
    for kind in going:
        HouseholdKind.objects.create(
            household=new, area_id=new.area_id, kind=kind.kind,
            since=max(splitting.on, kind.since), until=kind.until, reason=splitting.reason,
        )  # fmt: skip
    ended = records.end_kinds(ending, splitting.on, splitting.reason)
    for file in (locked, new):
        registration.derive(file)
    stakes.follow(locked, stakes.Act.SPLIT, splitting.on, by=by)
    pairs = [
        {"from": old.pk, "to": made.pk} for old, made in zip(parts.going, carried, strict=True)
    ]
    shared: dict[str, Any] = {"by": by, "on": splitting.on, "reason": splitting.reason}
    shared["act"] = uuid.uuid4()
    details = {"people": pairs, "kinds": ended, "doors": closed}
    records.note(**shared, kind=ChangeKind.SPLIT, household=locked, other=new, details=details)
    records.note(**shared, kind=ChangeKind.SPLIT_OFF, household=new, other=locked)
    return new


def _found(old: Household, head: Member, splitting: Splitting) -> Household:
    """The new file, in the village of the old one; numbered like every file."""
    facts = {name: getattr(old, name) for name in FACTS_TAKEN}
    new = Household(**facts, head_name=head.name, registered_on=splitting.on, family_size=0)
    new.residence_address = splitting.address or new.residence_address
    year = splitting.on.year
    (new.household_no,) = numbers.household_numbers(village=old.area, year=year)
    new.save(force_insert=True)
    return new


def _carry(member: Member, new: Household, head: Member, splitting: Splitting) -> Member:
    return carrying.carry(
        member,
        to=new,
        relation="02" if member.pk == head.pk else splitting.relations[member.pk],
        on=splitting.on,
        left_kind=LEFT_KIND,
        joined_kind=JOINED_KIND,
        reason=splitting.reason,
    )


def _kinds(
    household: Household, splitting: Splitting
) -> tuple[list[HouseholdKind], list[HouseholdKind]]:
    """The kinds the new household takes, and those that end in the old one."""
    kinds = records.open_kinds(household)
    gone, kept = set(splitting.kinds_gone), set(splitting.kinds_kept)
    return [k for k in kinds if k.pk in gone], [k for k in kinds if k.pk not in kept]


def _families(household: Household, parts: Parts, splitting: Splitting) -> list[Family]:
    """Both families with the kinds they will hold."""
    kept, gone = set(splitting.kinds_kept), set(splitting.kinds_gone)
    kinds = records.open_kinds(household)
    return [
        Family(name, plans.counted(members), [kind.kind for kind in kinds if kind.pk in chosen])
        for name, members, chosen in (
            (_("The family that stays"), parts.staying, kept),
            (_("The new household"), parts.going, gone),
        )
    ]


def _people(words, members: Sequence[Member], head: Member):
    return format_lazy(words, names="、".join(m.name for m in members), head=head.name)
