"""Undoing a merging (撤销合并): both files are again exactly what they were."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import codelists
from foundation.faults import InputError, Text
from households import history, stakes
from households.models import ChangeKind, Household, HouseholdChange, HouseholdKind, Member
from households.models.households import HouseholdStatus
from households.services import registration
from households.services.changes import carrying, plans, records
from households.services.changes.plans import Plan


def plan(*, change: HouseholdChange) -> Plan:
    """Who goes back, or what stands in the way. Raises InputError for another kind of act."""
    survivor, gone = _files(change)
    made = Plan(blockers=obstacles(change, survivor, gone))
    names = Member.objects.filter(pk__in=[p["from"] for p in change.details["people"]])
    words = _("{names} are again in the file {number}, as before the merging.")
    made.lines.append(
        format_lazy(words, names="、".join(m.name for m in names), number=gone.household_no)
    )
    made.lines.append(_("Kinds taken over go back as well."))
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
    for obstacle in obstacles(change, survivor, gone):
        raise InputError("changed_since", obstacle)
    stakes.refuse_blocking(survivor, stakes.Act.UNDO_MERGE, change.on)
    for person in change.details["people"]:
        carrying.erase(_carried(person), on=on, reason=reason)
        back = Member.objects.get(pk=person["from"])
        back.is_active, back.left_on = True, None
        back.left_kind = person["before"]["left_kind"]
        back.left_reason = person["before"]["left_reason"]
        back.save()
    _put_kinds_back(change, on, reason)
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
    if survivor.area_id != change.details["area"]:
        words = _("The household has moved to {area} since: it would have to move back first.")
        found.append(format_lazy(words, area=survivor.area.full_name))
    for person in change.details["people"]:
        found.extend(_of_person(person))
    found.extend(_of_kinds(change, gone))
    return found


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


def _of_person(person: dict[str, Any]) -> list[Text]:
    carried = Member.objects.filter(pk=person["to"]).first()
    if carried is None:
        return [_("One of the people is no longer in the file.")]
    if carrying.fingerprint(carried) != person["print"]:
        words = _("{name} has been changed since, last by {who}.")
        who = history.last_saved_by(carried)
        return [format_lazy(words, name=carried.name, who=who)]
    if carrying.is_referred_to(carried):
        words = _("Records, findings or applications about {name} have been entered since.")
        return [format_lazy(words, name=carried.name)]
    return []


def _files(change: HouseholdChange) -> tuple[Household, Household]:
    """The survivor and the file that went into it. Raises InputError."""
    if change.kind != ChangeKind.MERGED_IN or change.other_id is None:
        raise InputError("kind", _("Only a merging can be undone."))
    gone = Household.objects.filter(pk=change.other_id).first()
    if gone is None:
        raise InputError("other", _("The other file does not lie in your area any more."))
    return change.household, gone


def _carried(person: dict[str, Any]) -> Member:
    return Member.objects.get(pk=person["to"])


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
