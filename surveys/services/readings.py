"""Reading visits for the quality page: scheduled work, whatever way a visit was changed."""

import datetime
import logging
from collections.abc import Iterator, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from accounts import scope
from foundation.encryption import newest_version
from surveys import quality
from surveys.models import Step, Visit, VisitMove, VisitReading

logger = logging.getLogger("nuanxin.readings")
AT_ONCE, MOST = 200, 5000
BULK_APPROVALS = 5
"""An approval reads the whole form and both signatures. Five within one minute are twelve seconds
each: pressed through, not read."""
COLUMNS = (
    "author", "on", "began", "ended", "minutes", "answers_digest", "awareness", "blocking",
    "was_returned", "approver", "approved_minute", "revision", "step_since", "read_at",
    "is_compared",
)  # fmt: skip
"""What a further reading replaces; the area is carried along when a household moves."""


def read_changed(*, on: datetime.date, most: int = MOST) -> int:
    """Read every visit that has changed since it was read last; returns how many were read.

    What cannot be read is left as it was and named in the log by its key: the others go on.
    """
    read = 0
    with scope.whole_city("the quality page counts every visit"):
        keys = list(unread().order_by("pk").values_list("pk", flat=True)[:most])
        for first in range(0, len(keys), AT_ONCE):
            read += _read(keys[first : first + AT_ONCE], on)
        compare()
    return read


def unread():
    """Visits handed in at least once whose present state has not been read.

    A first draft is nobody's record yet: half of its answers are still to come. After a rotation
    of keys digests of the older key are equal to nobody's, so those visits are read again.
    """
    is_stale = Q(reading=None) | ~Q(
        reading__revision=F("revision"), reading__step_since=F("step_since")
    )
    newest = f"{newest_version('DIGEST_KEYS')}:"
    is_stale |= Q(reading__answers_digest__gt="") & ~Q(reading__answers_digest__startswith=newest)
    return Visit.objects.filter(is_stale, visited_on__isnull=False).exclude(step=Step.DRAFT)


def _read(keys: Sequence[int], on: datetime.date) -> int:
    """Read some visits without holding them: who saves meanwhile does not wait.

    The reading says which revision it is of, so what was saved meanwhile is read next time.
    """
    rows = list(_readings(list(Visit.objects.filter(pk__in=keys)), on))
    try:
        with transaction.atomic():
            VisitReading.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["visit"], update_fields=COLUMNS
            )
    except IntegrityError:  # a household moved to another village meanwhile: read next time
        logger.warning("readings of the visits %s to %s were not kept", keys[0], keys[-1])
        return 0
    return len(rows)


def _readings(visits: Sequence[Visit], on: datetime.date) -> Iterator[VisitReading]:
    approvers, returned = _moves(visits)
    for visit in visits:
        try:
            yield reading_of(
                visit, on=on, approver_id=approvers.get(visit.pk), was_returned=visit.pk in returned
            )
        except Exception as error:  # one odd answer must not stop the others
            # Only the kind of error: its words may hold what somebody answered.
            logger.warning("visit %s cannot be read: %s", visit.pk, type(error).__name__)


def _moves(visits: Sequence[Visit]) -> tuple[Mapping[int, int | None], set[int]]:
    """Who approved each visit, and which were ever returned."""
    moves = VisitMove.objects.filter(visit__in=visits, move__in=("approve", "return"))
    approvers: dict[int, int | None] = {}
    returned = set()
    columns = ("visit_id", "move", "by_id", "snapshot")
    for visit_id, move, by_id, snapshot in moves.order_by("pk").values_list(*columns):
        if move == "approve":
            # Approved together: judged by the machine and shown in figures, not pressed through.
            approvers[visit_id] = None if snapshot.get("is_together") else by_id
        else:
            returned.add(visit_id)
    return approvers, returned


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


@transaction.atomic
def compare() -> None:
    """Note on readings what only a comparison with others tells, wherever those others lie.

    Noted once for everybody, so that figures count exactly the rows a reader is shown. A new
    reading may change any other of the same author or approver: all of theirs are compared again.
    """
    fresh = list(
        VisitReading.objects.select_for_update(of=("self",), no_key=True)
        .filter(is_compared=False)
        .order_by("pk")
        .values_list("pk", "author_id", "approver_id")
    )
    if not fresh:
        return
    VisitReading.objects.filter(pk__in=[pk for pk, *_who in fresh]).update(is_compared=True)
    by_authors = VisitReading.objects.filter(author__in={author for _pk, author, _by in fresh})
    approvers = {by for _pk, _author, by in fresh if by is not None}
    _note(by_authors, "is_twin", Q(_twins()))
    _note(by_authors, "is_overlapping", Q(_overlapping()))
    # Those whose approver is gone from them were counted before: a visit is approved only once.
    _note(VisitReading.objects.filter(approver__in=approvers), "is_in_bulk", _in_bulk())


def _note(rows, column: str, condition: Q) -> None:
    """Write a column where it has changed, and only there."""
    rows.filter(condition, **{column: False}).update(**{column: True})
    rows.filter(~condition, **{column: True}).update(**{column: False})


def _twins() -> Exists:
    """Another household of the same author with alike answers."""
    others = VisitReading.objects.filter(
        author=OuterRef("author"), answers_digest=OuterRef("answers_digest")
    )
    return Exists(others.exclude(answers_digest="").exclude(household=OuterRef("household")))


def _overlapping() -> Exists:
    """Another household of the same author at the same time of the same day."""
    others = VisitReading.objects.filter(
        author=OuterRef("author"), on=OuterRef("on"),
        began__lt=OuterRef("ended"), ended__gt=OuterRef("began"),
    )  # fmt: skip
    return Exists(others.exclude(household=OuterRef("household")))


def _in_bulk() -> Q:
    """At least BULK_APPROVALS approvals of the same person in the same minute."""
    same = VisitReading.objects.filter(
        approver=OuterRef("approver"), approved_minute=OuterRef("approved_minute")
    )
    counted = same.order_by().values("approver").annotate(n=Count("pk")).values("n")
    at_once = VisitReading.objects.annotate(at_once=Subquery(counted))
    return Q(pk__in=at_once.filter(at_once__gte=BULK_APPROVALS).values("pk"))
