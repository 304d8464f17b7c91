"""Undoing a merging (撤销合并): both files are again exactly what they were."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, User
from foundation import clock, codelists
from foundation.faults import InputError, Text
from households import history, stakes
from households.models import (
    ChangeKind,
    ClosedDoor,
    Household,
    HouseholdChange,
    HouseholdKind,
    Member,
)
from households.models.households import HouseholdStatus
from households.services import doors, registration
from households.services.changes import carrying, plans, records, same_people
from households.services.changes.plans import Plan


def plan(*, change: HouseholdChange) -> Plan:
    """Who goes back, or what stands in the way. Raises InputError for another kind of act."""
    survivor, gone = _files(change)
    made = Plan(blockers=obstacles(change, survivor, gone))
    names = Member.objects.filter(pk__in=[key for key, _before in _rows_back(change)])
    words = _("{names} are again in the file {number}, as before the merging.")
    made.lines.append(
        format_lazy(words, names="、".join(m.name for m in names), number=gone.household_no)
    )
    made.lines.append(_("Kinds taken over go back as well."))
    since = _doors_since(change, survivor, gone)
    plans.with_doors(made, since, of=survivor.household_no, to=gone.household_no)
    return plans.with_stakes(made, survivor, stakes.Act.UNDO_MERGE, change.on)


@transaction.atomic
def undo(
    *, by: User, change: HouseholdChange, on: datetime.date, reason: str
) -> HouseholdChange | None:
    """Take a merging back; twice does it once (``None``).

    Raises InputError with the first thing that has happened to the people since.
    """
    survivor, gone = records.lock(*_files(change))
    if HouseholdChange.objects.filter(undoes=change).exists():
        return None
    records.refuse_future(on)
    _lock_carried(change)
    for obstacle in obstacles(change, survivor, gone):
        raise InputError("changed_since", obstacle)
    stakes.refuse_blocking(survivor, stakes.Act.UNDO_MERGE, change.on)
    for person in change.details["people"]:
        carrying.erase(_carried(person), on=on, reason=reason)
    for key, before in _rows_back(change):
        carrying.bring_back(Member.objects.get(pk=key), before)
    _leave_alone(change, survivor)
    _put_kinds_back(change, on, reason)
    _put_doors_back(change, survivor, gone, by)
    gone.status = change.details["status"]
    gone.save(update_fields=["status", "updated_at"])
    for file in (survivor, gone):
        registration.derive(file)
    away = HouseholdChange.objects.get(act=change.act, kind=ChangeKind.MERGED_AWAY)
    shared: dict[str, Any] = {"by": by, "kind": ChangeKind.MERGE_UNDONE, "on": on, "reason": reason}
    made = records.note(**shared, household=survivor, other=gone, undoes=change)
    records.note(**shared, household=gone, other=survivor, undoes=away, act=made.act)
    return made


def obstacles(change: HouseholdChange, survivor: Household, gone: Household) -> list[Text]:
    """Everything that has happened since the merging and would be lost by undoing it."""
    found: list[Text] = []
    if hasattr(change, "undone_by"):
        return [_("This merging has been undone already.")]
    if not survivor.is_open or gone.status != HouseholdStatus.MERGED:
        found.append(_("One of the files has been closed, reopened or merged again since."))
    if survivor.area_id != _today(change.details["area"]):
        words = _("The household has moved to {area} since: it would have to move back first.")
        found.append(format_lazy(words, area=survivor.area.full_name))
    for person in change.details["people"]:
        found.extend(_of_person(person, change.details.get("fields")))
    for ended in Member.objects.filter(pk__in=[s["member"] for s in _same(change)]):
        if (text := same_people.obstacle(ended)) is not None:
            found.append(text)
    found.extend(_of_kinds(change, gone))
    return found


def _same(change: HouseholdChange) -> list[dict[str, Any]]:
    """Rows that ended because the person was in the survivor already."""
    return change.details.get("same", [])


def _rows_back(change: HouseholdChange) -> list[tuple[int, dict[str, str]]]:
    """The rows of the emptied file that are active again, with what they said before."""
    carried = [(person["from"], person["before"]) for person in change.details["people"]]
    return carried + [(ended["member"], ended["before"]) for ended in _same(change)]


def _today(code: str) -> str:
    """The division in force today that a code has become (区划承继)."""
    area = Area.objects.filter(pk=code).first()
    while area is not None and area.successor is not None:
        area = area.successor
    return area.code if area else code


def _of_kinds(change: HouseholdChange, gone: Household) -> list[Text]:
    """Kinds taken over that have ended since, and kinds given anew to the emptied file."""
    ended = {kind["kind"]: _day(kind.get("until")) for kind in change.details["ended"]}
    codes = dict(HouseholdKind.objects.filter(pk__in=ended).values_list("pk", "kind"))
    written = {(code, ended[pk]) for pk, code in codes.items()}
    opened = HouseholdKind.objects.filter(pk__in=change.details["opened"])
    taken = [kind for kind in opened if (kind.kind, kind.until) not in written]
    anew = gone.kinds.filter(kind__in=codes.values(), since__gte=change.on).exclude(pk__in=ended)
    return [
        format_lazy(words, kind=codelists.label("household_kind", kind.kind))
        for words, kinds in (
            (_("The kind {kind} has ended since."), taken),
            (_("The emptied file has been given the kind {kind} since."), anew),
        )
        for kind in kinds
    ]


def _of_person(person: dict[str, Any], fields: list[str] | None) -> list[Text]:
    carried = Member.objects.filter(pk=person["to"]).first()
    if carried is None:
        return [_("One of the people is no longer in the file.")]
    if carrying.has_changed(carried, fields):
        words = _("{name} has been changed since, last by {who}.")
        who = history.last_saved_by(carried)
        return [format_lazy(words, name=carried.name, who=who)]
    if carrying.is_referred_to(carried):
        words = _("Records, findings or applications about {name} have been entered since.")
        return [format_lazy(words, name=carried.name)]
    if who := carrying.told_apart_by(carried):
        words = _("{who} has called {name} different from another record: take that back first.")
        return [format_lazy(words, name=carried.name, who=who)]
    return []


def _files(change: HouseholdChange) -> tuple[Household, Household]:
    """The survivor and the file that went into it. Raises InputError."""
    if change.kind != ChangeKind.MERGED_IN or change.other_id is None:
        raise InputError("kind", _("Only a merging can be undone."))
    gone = Household.objects.filter(pk=change.other_id).first()
    if gone is None:
        raise InputError("other", _("The other file does not lie in your area any more."))
    return change.household, gone


def _lock_carried(change: HouseholdChange) -> None:
    """Nothing new can name a row that is locked: what is judged next still holds at the end."""
    keys = [person["to"] for person in change.details["people"]]
    list(Member.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _carried(person: dict[str, Any]) -> Member:
    return Member.objects.get(pk=person["to"])


def _leave_alone(change: HouseholdChange, survivor: Household) -> None:
    """The head is alone again (本人) as before, unless somebody else has come since."""
    people = list(survivor.members.active())
    alone = people[0] if len(people) == 1 else None
    if alone is not None and alone.is_head and alone.pk == change.details.get("was_alone"):
        alone.relation = "01"
        alone.save(update_fields=["relation", "updated_at"])


def _doors_since(change: HouseholdChange, survivor: Household, gone: Household) -> list[ClosedDoor]:
    """Doors closed since the merging: they may be meant for the people who go back."""
    found = doors.to_follow(survivor, gone, since=change.at)
    return [door for door in found if door.pk not in change.details.get("doors", [])]


def _put_doors_back(
    change: HouseholdChange, survivor: Household, gone: Household, by: User
) -> None:
    for door in survivor.closed_doors.filter(pk__in=change.details.get("doors", [])):
        doors.open_door(by=by, door=door, on=clock.today())
    since = _doors_since(change, survivor, gone)
    doors.close_likewise(by=by, doors=since, household=gone)


def _day(told: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(told) if told else None


def _put_kinds_back(change: HouseholdChange, on: datetime.date, reason: str) -> None:
    for kind in HouseholdKind.objects.filter(pk__in=change.details["opened"]):
        records.end_kinds([kind], on, reason)
        kind.delete()
    for ended in change.details["ended"]:
        kind = HouseholdKind.objects.get(pk=ended["kind"])
        kind.until, kind.reason = _day(ended.get("until")), ended["reason"]
        kind.end_reason = ended.get("end_reason", "")
        kind.save(update_fields=["until", "reason", "end_reason"])
