"""A member leaves (去世、婚嫁、迁出 …), is away (服刑、参军、就学) or is counted again."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from foundation import codelists
from foundation.faults import InputError, Text
from foundation.formats import day_full
from households import stakes
from households.models import ChangeKind, HouseholdChange, HouseholdKind, Member
from households.models.members import AWAY, SCHOOL
from households.services import registration
from households.services.changes import closing, plans, records
from households.services.changes.plans import Plan

DIED = "1"
ALL_DIED = "1"
ELDERLY, ADULT = 60, 18
CLOSING = "households.restructure_household"
"""The permission that closing the file with its last member takes, as closing it by itself does."""


@dataclass(frozen=True)
class Leaving:
    """What the officer says about somebody who leaves.

    ``kind`` is a code of ``member_left_kind``; ``on`` the first day outside the family, for a
    death the day of death. ``relations`` restates the others to ``new_head``.
    """

    kind: str
    on: datetime.date
    reason: str = ""
    new_head: Member | None = None
    relations: Mapping[int, str] = field(default_factory=dict)
    ends_kinds: Sequence[int] = ()
    closes_file: bool = False

    @property
    def stays_in_file(self) -> bool:
        return self.kind in AWAY


def others_of(member: Member) -> list[Member]:
    """The active members besides ``member``, oldest rows first."""
    rows = Member.objects.active().filter(household_id=member.household_id)
    return list(rows.exclude(pk=member.pk).order_by("pk"))


def kinds_without_holder(member: Member, on: datetime.date) -> list[HouseholdKind]:
    """Open kinds that rest on a person of a sort of whom none is left: disabled, elderly, child."""
    left = others_of(member)
    holds = {
        "05": any(person.disability_category for person in left),
        "06": any((person.age_on(on) or 0) >= ELDERLY for person in left),
        "03": any((person.age_on(on) or 0) < ADULT for person in left),
    }
    open_kinds = records.open_kinds(member.household)
    return [kind for kind in open_kinds if not holds.get(kind.kind, True)]


def plan(*, by: User, member: Member, leaving: Leaving) -> Plan:
    """What the leaving would do. Raises InputError for what cannot be done at all."""
    others = others_of(member)
    _check(by, member, others, leaving)
    if _is_known(member, leaving):
        words = _("{name} is noted as away in this way already: nothing changes.")
        return Plan(lines=[format_lazy(words, name=member.name)])
    made = Plan(lines=[_of_person(member, leaving)])
    if leaving.kind == DIED:
        words = _("The last payable month is {month}.")
        made.lines.append(format_lazy(words, month=f"{leaving.on.year}-{leaving.on.month:02d}"))
    if leaving.new_head is not None:
        words = _("{name} becomes the head of household.")
        made.lines.append(format_lazy(words, name=leaving.new_head.name))
        made.asked.extend(plans.asked_anew(_restated(member, others, leaving), leaving.new_head))
    if leaving.ends_kinds:
        words = _("These kinds end: {kinds}.")
        chosen = [k for k in records.open_kinds(member.household) if k.pk in leaving.ends_kinds]
        made.lines.append(format_lazy(words, kinds=plans.kinds_in_words(chosen)))
    act = stakes.Act.DEREGISTER if leaving.closes_file else stakes.Act.LEAVE
    if leaving.closes_file:
        made.lines.append(_("Nobody is left: the file is closed and all its kinds end."))
    elif not others and not leaving.stays_in_file:
        made.lines.append(_("Nobody is left, but the file stays on the register."))
        if not may(by, CLOSING):
            made.lines.append(_("The township caseworker takes the file off the register."))
    return plans.with_stakes(made, member.household, act, leaving.on)


@transaction.atomic
def leave(*, by: User, member: Member, leaving: Leaving) -> HouseholdChange | None:
    """End a membership, or note that somebody is away; the row stays as history.

    A head leaves only with a new head named in the same act; only who may restructure households
    closes the file as well. Twice does it once (``None``). Raises InputError.
    """
    (household,) = records.lock(member.household)
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not locked.is_active or _is_known(locked, leaving):
        return None
    records.refuse_closed(household)
    others = others_of(locked)
    _check(by, locked, others, leaving)
    restated = _restated(locked, others, leaving)
    if leaving.new_head is not None:
        plans.check_relations(restated, leaving.new_head, leaving.relations)
    _take_out(locked, leaving)
    if leaving.new_head is not None:
        put_head(leaving.new_head, restated, leaving.relations)
    chosen = [k for k in records.open_kinds(household) if k.pk in leaving.ends_kinds]
    ended = records.end_kinds(chosen, leaving.on, leaving.reason)
    registration.derive(household)
    made = records.note(
        by=by,
        kind=ChangeKind.AWAY if leaving.stays_in_file else ChangeKind.LEFT,
        household=household,
        on=leaving.on,
        reason=leaving.reason,
        details={"member": locked.pk, "how": leaving.kind, "kinds": ended},
    )
    if leaving.closes_file and not others:
        code = ALL_DIED if leaving.kind == DIED else "9"
        closing.close(by=by, household=household, code=code, on=leaving.on, reason=leaving.reason)
    else:
        stakes.refuse_blocking(household, stakes.Act.LEAVE, leaving.on)
    return made


@transaction.atomic
def come_back(
    *, by: User, member: Member, kind: str, on: datetime.date, reason: str = ""
) -> HouseholdChange | None:
    """Note that somebody is home again and counted (刑满释放、退伍、毕业).

    Twice does it once: ``None`` for who is not away.
    ``kind`` is a code of ``member_joined_kind``. Raises InputError.
    """
    (household,) = records.lock(member.household)
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not locked.is_away:
        return None
    _check_back(locked, on)
    stakes.refuse_blocking(household, stakes.Act.JOIN, on)
    locked.is_counted, locked.not_counted_reason = True, ""
    locked.is_boarding, locked.joined_kind, locked.left_kind = False, kind, ""
    locked.save()
    registration.derive(household)
    return records.note(
        by=by,
        kind=ChangeKind.BACK,
        household=household,
        on=on,
        reason=reason,
        details={"member": locked.pk, "how": kind},
    )


def plan_back(*, member: Member, on: datetime.date) -> Plan:
    """What coming back would do. Raises InputError."""
    _check_back(member, on)
    words = _("From {on} on {name} lives with the family again and is counted.")
    made = Plan(lines=[format_lazy(words, on=day_full(on), name=member.name)])
    if not member.is_counted:
        made.lines.append(plans.growth(member.household))
    return plans.with_stakes(made, member.household, stakes.Act.JOIN, on)


def put_head(head: Member, members: Sequence[Member], relations: Mapping[int, str]) -> None:
    """Make ``head`` the head of ``members`` and restate the others; the former head steps down."""
    for member in members:
        if member.pk != head.pk:
            member.relation = relations[member.pk]
            member.save(update_fields=["relation", "updated_at"])
    head.relation = "02"
    head.save(update_fields=["relation", "updated_at"])


def _check_back(member: Member, on: datetime.date) -> None:
    records.refuse_closed(member.household)
    records.refuse_future(on)
    gone = member.household.acts.filter(kind=ChangeKind.AWAY, details__member=member.pk)
    last = gone.order_by("-pk").first()
    if last is not None and on < last.on:
        raise InputError("on", _("The day of coming back lies before the day of leaving."))


def _check(by: User, member: Member, others: Sequence[Member], leaving: Leaving) -> None:
    records.refuse_future(leaving.on)
    if leaving.closes_file and not may(by, CLOSING):
        words = _("Note only the leaving: the township caseworker takes the file off the register.")
        raise InputError("closes_file", words)
    if leaving.closes_file and others:
        raise InputError("closes_file", _("Somebody is left: the file stays open."))
    if leaving.kind not in codelists.codes("member_left_kind"):
        raise InputError("kind", _("Choose the way of leaving from the list."))
    if member.joined_on and leaving.on < member.joined_on:
        raise InputError("on", _("The day of leaving lies before the day of joining."))
    if leaving.kind == SCHOOL and leaving.new_head is None:
        return
    if member.is_head and others and leaving.new_head is None:
        raise InputError("new_head", _("The head leaves: choose who becomes the head."))
    if leaving.new_head is not None:
        if not member.is_head:
            raise InputError("new_head", _("The head stays: no new head is needed."))
        if leaving.new_head.pk not in {other.pk for other in others}:
            raise InputError("new_head", _("The new head must be a member who stays."))


def _is_known(member: Member, leaving: Leaving) -> bool:
    """Whether the file says already that somebody is away in this way."""
    return leaving.stays_in_file and member.away_kind == leaving.kind


def _restated(member: Member, others: Sequence[Member], leaving: Leaving) -> list[Member]:
    """Whose relation depends on the head: those who stay, and somebody who is merely away."""
    return [member, *others] if leaving.stays_in_file else list(others)


def _of_person(member: Member, leaving: Leaving) -> Text:
    if leaving.kind == SCHOOL:
        words = _("{name} is noted as away at school and stays counted.")
    elif leaving.stays_in_file:
        words = _("{name} stays in the file but is not counted from {on} on.")
    else:
        words = _("{name} no longer belongs to the household from {on} on.")
    return format_lazy(words, name=member.name, on=day_full(leaving.on))


def _take_out(member: Member, leaving: Leaving) -> None:
    if leaving.stays_in_file:
        _send_away(member, leaving.kind)
    else:
        label = codelists.label_zh("member_left_kind", leaving.kind)
        member.is_active, member.left_on = False, leaving.on
        member.left_reason = (leaving.reason or label)[:100]
        member.death_on = leaving.on if leaving.kind == DIED else member.death_on
    member.left_kind = leaving.kind
    member.save()


def _send_away(member: Member, kind: str) -> None:
    """Put down one way of being away; another one, in which somebody was away so far, is over."""
    if member.away_kind and AWAY[member.away_kind]:
        member.is_counted, member.not_counted_reason = True, ""
    member.is_boarding = kind == SCHOOL or (member.is_boarding and member.away_kind != SCHOOL)
    if AWAY[kind]:
        member.is_counted, member.not_counted_reason = False, AWAY[kind]
