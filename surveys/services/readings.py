"""Reading visits for the quality page: scheduled work, whatever way a visit was changed."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import F, Q

from accounts import scope
from surveys import quality
from surveys.models import Visit, VisitMove, VisitReading

AT_ONCE, MOST = 200, 5000
COLUMNS = (
    "area", "author", "on", "began", "ended", "minutes", "answers_digest", "awareness", "blocking",
    "was_returned", "approver", "approved_minute", "revision", "step_since", "read_at",
)  # fmt: skip


def read_changed(*, on: datetime.date, most: int = MOST) -> int:
    """Read every visit that has changed since it was read last; returns how many."""
    with scope.whole_city("the quality page counts every visit"):
        keys = list(unread().order_by("pk").values_list("pk", flat=True)[:most])
        for first in range(0, len(keys), AT_ONCE):
            _read(keys[first : first + AT_ONCE], on)
    return len(keys)


def unread():
    """Visits whose present state has not been read."""
    is_stale = Q(reading=None) | ~Q(
        reading__revision=F("revision"), reading__step_since=F("step_since")
    )
    return Visit.objects.filter(is_stale, visited_on__isnull=False)


@transaction.atomic
def _read(keys: Sequence[int], on: datetime.date) -> None:
    visits = list(Visit.objects.select_for_update(of=("self",)).filter(pk__in=keys))
    VisitReading.objects.bulk_create(
        list(_readings(visits, on)),
        update_conflicts=True,
        unique_fields=["visit"],
        update_fields=COLUMNS,
    )


def _readings(visits: Iterable[Visit], on: datetime.date) -> Iterator[VisitReading]:
    found = list(visits)
    moves = VisitMove.objects.filter(visit__in=found, move__in=("approve", "return"))
    approvers: dict[int, int | None] = {}
    returned = set()
    columns = ("visit_id", "move", "by_id", "snapshot")
    for visit_id, move, by_id, snapshot in moves.order_by("pk").values_list(*columns):
        if move == "approve":
            # Approved together: judged by the machine and shown in figures, not pressed through.
            approvers[visit_id] = None if snapshot.get("is_together") else by_id
        else:
            returned.add(visit_id)
    for visit in found:
        yield reading_of(
            visit, on=on, approver_id=approvers.get(visit.pk), was_returned=visit.pk in returned
        )


def reading_of(
    visit: Visit, *, on: datetime.date, approver_id: int | None, was_returned: bool
) -> VisitReading:
    """The reading of one visit as a row, not yet saved."""
    seen = quality.read(visit.content, on=on)
    minute = visit.approved_at and visit.approved_at.replace(second=0, microsecond=0)
    return VisitReading(
        visit=visit, household_id=visit.household_id, area_id=visit.area_id,
        author_id=visit.created_by_id, on=visit.visited_on, began=seen.began, ended=seen.ended,
        minutes=seen.minutes, answers_digest=seen.answers_digest, awareness=seen.awareness,
        blocking=seen.blocking, was_returned=was_returned, approver_id=approver_id,
        approved_minute=minute, revision=visit.revision, step_since=visit.step_since,
    )  # fmt: skip
