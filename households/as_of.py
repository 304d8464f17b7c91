"""A household's file as it was at the end of a day (历史档案), read from the row history."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from households.economy_sheet import MODELS, Sheet, sheet_from
from households.models import Household, HouseholdKind, Member


@dataclass(frozen=True)
class PastFile:
    """Rows made from kept versions: to be shown, never saved."""

    on: datetime.date
    household: Household
    members: list[Member]
    former_members: list[Member]
    kinds: list[HouseholdKind]

    @property
    def head(self) -> Member | None:
        return next((member for member in self.members if member.is_head), None)


def file_on(household: Household, day: datetime.date) -> PastFile | None:
    """What the file said at the end of ``day``; ``None`` before it was opened."""
    found = _rows(Household, day, pgh_obj_id=household.pk)
    if not found:
        return None
    people = _rows(Member, day, household_id=household.pk)
    kinds = _rows(HouseholdKind, day, household_id=household.pk)
    return PastFile(
        on=day,
        household=found[0],
        members=[member for member in people if member.is_active],
        former_members=[member for member in people if not member.is_active],
        kinds=sorted(kinds, key=lambda kind: (kind.since, kind.pk)),
    )


def economy_on(past: PastFile) -> Sheet:
    """What the file said of the family's economy that day, with the totals of that day."""
    people = {member.pk: member for member in (*past.members, *past.former_members)}
    records = {
        name: _rows(model, past.on, household_id=past.household.pk)
        for name, model in MODELS.items()
    }
    for record in (row for rows in records.values() for row in rows):
        if record.member_id in people:
            record.member = people[record.member_id]
    counted = {member.pk for member in past.members if member.is_counted}
    return sheet_from(records, counted, past.on)


def _rows(model: Any, day: datetime.date, **of: Any) -> list[Any]:
    """The rows of ``model`` as their last version up to the end of ``day`` says.

    A row that is no longer there went with its last version (an undone merging), so that version
    does not count.
    """
    events = model.pgh_event_model.objects.filter(**of)
    tomorrow = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    until_then = events.filter(pgh_created_at__lt=timezone.make_aware(tomorrow))
    latest = list(until_then.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"))
    keys = [event.pgh_obj_id for event in latest]
    there = set(model.objects.filter(pk__in=keys).values_list("pk", flat=True))
    gone = [key for key in keys if key not in there]
    last = events.filter(pgh_obj_id__in=gone).order_by().values("pgh_obj_id")
    final = set(last.annotate(last=models.Max("pgh_id")).values_list("last", flat=True))
    return [_row(model, event) for event in latest if event.pgh_id not in final]


def _row(model: Any, event: Any) -> Any:
    fields = model._meta.concrete_fields
    return model(**{field.attname: getattr(event, field.attname) for field in fields})
