"""Merging two households (合并): the people of one go into the other's file; can be undone."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.faults import InputError, Text
from households import stakes
from households.models import ChangeKind, Household, HouseholdChange, HouseholdKind, Member
from households.models.households import HouseholdStatus
from households.services import doors, registration
from households.services.changes import carrying, kinds_together, plans, records, same_people
from households.services.changes.kinds_together import Family
from households.services.changes.plans import Plan

LEFT_KIND, JOINED_KIND = "9", "9"
DECIDED = frozenset(("01", "02", "04"))
"""Kinds the county decides for a whole family (低保、特困、低收入): a family holds one of them, so
the survivor's own stands and the other's ends; the rest are united."""


@dataclass(frozen=True)
class Merging:
    """``gone`` goes into ``survivor``; ``relations`` says what its people are to the head there.

    ``same`` names those who are in the survivor already, by the keys of both rows: theirs ends.
    ``is_confirmed``: kinds that exclude each other are different people's.
    """

    survivor: Household
    gone: Household
    on: datetime.date
    reason: str
    relations: Mapping[int, str] = field(default_factory=dict)
    same: Mapping[int, int] = field(default_factory=dict)
    is_confirmed: bool = False


def plan(*, merging: Merging) -> Plan:
    """What the merging would do. Raises InputError."""
    people, head = _judge(merging.survivor, merging.gone, merging.on)
    likely = same_people.likely(people, merging.survivor)
    made = Plan(asked=[plans.Asked(member, head, "", likely[member.pk]) for member in people])
    number = merging.survivor.household_no
    made.lines.extend(_of_people(made.asked, number))
    words = _("The file {number} is closed as merged and stays readable.")
    made.lines.append(format_lazy(words, number=merging.gone.household_no))
    words = _(
        "Papers, photos and records of income and property stay in the file {number}: enter anew"
        " what still holds."
    )
    made.lines.append(format_lazy(words, number=merging.gone.household_no))
    ending, taken = _kinds(merging.survivor, merging.gone)
    if ending:
        words = _("These kinds end in the file {number}: {kinds}.")
        kinds = plans.kinds_in_words(ending)
        made.lines.append(format_lazy(words, number=merging.gone.household_no, kinds=kinds))
    if taken:
        words = _("The file {number} takes over: {kinds}.")
        made.lines.append(format_lazy(words, number=number, kinds=plans.kinds_in_words(taken)))
    kinds_together.foresee(made, _family(merging.survivor, people, taken))
    following = doors.to_follow(merging.gone, merging.survivor)
    plans.with_doors(made, following, of=merging.gone.household_no, to=number)
    made.lines.append(_("As long as nothing has happened to these people, it can be undone."))
    for file, act in (
        (merging.gone, stakes.Act.MERGE_AWAY),
        (merging.survivor, stakes.Act.MERGE_IN),
    ):
        plans.with_stakes(made, file, act, merging.on, of=file.household_no)
    return made


def _of_people(asked: Sequence[plans.Asked], number: str) -> Iterator[Text]:
    """Who goes over, and who may be there already: that is said beneath the preview."""
    names = "、".join(one.member.name for one in asked if not one.same)
    if names:
        words = _("{names} go into the file of {head}, {number}.")
        yield format_lazy(words, names=names, head=asked[0].head.name, number=number)
    for one in asked:
        if one.same:
            words = _(
                "{name} may be in the file {number} already: say so below, and only the record"
                " here ends, as registered by mistake."
            )
            yield format_lazy(words, name=one.member.name, number=number)


@transaction.atomic
def merge(*, by: User, merging: Merging) -> HouseholdChange | None:
    """Merge two files: people and kinds go over, the emptied file names its survivor.

    Twice does it once (``None``). Raises InputError for a file that is closed or merged into
    another one by now, and while something is under way.
    """
    survivor, gone = records.lock(merging.survivor, merging.gone)
    if _is_merged_into(gone, survivor):
        return None
    people, head = _judge(survivor, gone, merging.on)
    coming = same_people.others(people, survivor, merging.same)
    plans.check_relations(coming, head, merging.relations)
    stakes.refuse_blocking(gone, stakes.Act.MERGE_AWAY, merging.on)
    stakes.refuse_blocking(survivor, stakes.Act.MERGE_IN, merging.on)
    _ending, taken = _kinds(survivor, gone)
    family = _family(survivor, coming, taken)
    kinds_together.judge(family, is_confirmed=merging.is_confirmed)
    details = {
        "status": gone.status,
        "area": survivor.area_id,
        "fields": carrying.told_fields(),
        "people": [_take_over(member, survivor, merging) for member in coming],
        "same": same_people.end(people, merging.same, on=merging.on, reason=merging.reason),
        "was_alone": _let_lead(head) if coming else None,
        **_unite_kinds(survivor, gone, merging),
        "doors": doors.close_likewise(
            by=by, doors=doors.to_follow(gone, survivor), household=survivor
        ),
    }
    gone.status = HouseholdStatus.MERGED
    gone.save(update_fields=["status", "updated_at"])
    for file in (survivor, gone):
        registration.derive(file)
    shared: dict[str, Any] = {"by": by, "on": merging.on, "reason": merging.reason}
    shared["act"] = uuid.uuid4()
    records.note(**shared, kind=ChangeKind.MERGED_AWAY, household=gone, other=survivor)
    kind = ChangeKind.MERGED_IN
    return records.note(**shared, kind=kind, household=survivor, other=gone, details=details)


def survivor_of(household: Household) -> Household | None:
    """The file a merged one went into, if it is in the reader's scope."""
    if household.status != HouseholdStatus.MERGED:
        return None
    away = household.acts.filter(kind=ChangeKind.MERGED_AWAY).order_by("-pk").first()
    if away is None or away.other_id is None:
        return None
    return Household.objects.filter(pk=away.other_id).first()


def _is_merged_into(gone: Household, survivor: Household) -> bool:
    away = gone.acts.filter(kind=ChangeKind.MERGED_AWAY).order_by("-pk").first()
    merged = gone.status == HouseholdStatus.MERGED
    return merged and away is not None and away.other_id == survivor.pk


def _judge(survivor: Household, gone: Household, on: datetime.date) -> tuple[list[Member], Member]:
    """Who goes over, and the head they come to. Raises InputError."""
    if survivor.pk == gone.pk:
        raise InputError("other", _("This is the same file: name the other one."))
    for file in (survivor, gone):
        if not file.is_open:
            words = _("The file {number} is no longer on the register.")
            raise InputError("other", format_lazy(words, number=file.household_no))
        if on < file.registered_on:
            raise InputError("on", _("The day lies before the household was registered."))
    records.refuse_future(on)
    head = survivor.members.active().filter(relation__in=Member.HEAD_RELATIONS).first()
    if head is None:
        raise InputError("other", _("The file that stays has no head: name one first."))
    return list(gone.members.active().order_by("pk")), head


def _let_lead(head: Member) -> int | None:
    """Who stood alone (本人) is the head of those who come; the key of the row, if it was so."""
    if head.relation != "01":
        return None
    head.relation = "02"
    head.save(update_fields=["relation", "updated_at"])
    return head.pk


def _family(
    survivor: Household, coming: Sequence[Member], taken: Sequence[HouseholdKind]
) -> Family:
    """The family that comes of it; what the survivor held before is not asked again."""
    anew = {kind.kind for kind in taken}
    return Family(
        name=format_lazy(_("The household of {name}"), name=survivor.head_name),
        people=plans.counted([*survivor.members.active(), *coming]),
        kinds=anew | {kind.kind for kind in records.open_kinds(survivor)},
        taken=anew,
    )


def _take_over(member: Member, survivor: Household, merging: Merging) -> dict[str, object]:
    """Carry one person over; gives what undoing needs to know."""
    before = carrying.leaving_of(member)
    made = carrying.carry(
        member,
        to=survivor,
        relation=merging.relations[member.pk],
        on=merging.on,
        left_kind=LEFT_KIND,
        joined_kind=JOINED_KIND,
        reason=merging.reason,
    )
    return {"from": member.pk, "to": made.pk, "before": before}


def _kinds(survivor: Household, gone: Household) -> tuple[list[HouseholdKind], list[HouseholdKind]]:
    """The kinds that end in the emptied file, and those of them the survivor takes."""
    own = {kind.kind for kind in records.open_kinds(survivor)}
    ending = records.open_kinds(gone)
    blocked = DECIDED if own & DECIDED else frozenset()
    return ending, [k for k in ending if k.kind not in own and k.kind not in blocked]


def _unite_kinds(survivor: Household, gone: Household, merging: Merging) -> dict[str, object]:
    ending, taken = _kinds(survivor, gone)
    before = [
        {
            "kind": kind.pk,
            "reason": kind.reason,
            "until": kind.until and kind.until.isoformat(),
            "end_reason": kind.end_reason,
        }
        for kind in ending
    ]
    opened = [
        HouseholdKind.objects.create(
            household=survivor, area_id=survivor.area_id, kind=kind.kind,
            since=max(_first_day(survivor, kind.kind, merging.on), kind.since),
            until=kind.until, reason=merging.reason,
        )
        for kind in taken
    ]  # fmt: skip
    records.end_kinds(ending, merging.on, merging.reason)
    return {"ended": before, "opened": [kind.pk for kind in opened]}


def _first_day(survivor: Household, kind: str, on: datetime.date) -> datetime.date:
    """The day of merging, or the day after the survivor's own last period of the kind."""
    earlier = survivor.kinds.filter(kind=kind, until__gte=on).order_by("-until").first()
    return on if earlier is None or earlier.until is None else earlier.until + records.DAY
