"""Reads what ``surveys.unremarkable`` judges: a handful of queries for any number of visits."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet

from accounts.models import User
from foundation import clock
from surveys.content import Content, clock_time, minutes_between, well_formed
from surveys.digests import signed_digests
from surveys.figures import summary
from surveys.known import Known
from surveys.models import Interviewer, PlaceState, Visit, VisitPhoto, VisitRemark
from surveys.photo_reading import judge_places
from surveys.place_check import Point
from surveys.services.background import known_of_all
from surveys.services.places import points_of_villages
from surveys.unremarkable import Reason, VisitFacts, against, unremarkable
from surveys.validation import validate

KEPT_SECONDS = 600
Villages = Mapping[str, Sequence[Point]]


@dataclass(frozen=True)
class Judged:
    """One waiting visit with every reason, and those that keep it out."""

    visit: Visit
    reasons: list[Reason]

    @property
    def against(self) -> list[Reason]:
        return against(self.reasons)

    @property
    def is_unremarkable(self) -> bool:
        return not self.against


def waiting(user: User) -> QuerySet[Visit]:
    """Visits waiting for the leader, as they are judged."""
    return as_judged(Visit.objects.waiting_for(user))


def as_judged(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """The visits with content, signatures, photos, open remarks and the visit before."""
    interviewers = Interviewer.objects.defer("signature_sealed")
    remarks = VisitRemark.objects.unsettled()
    return (
        rows.with_before()  # type: ignore[attr-defined]
        .defer("signature_sealed")
        .select_related("household", "area__parent__parent", "created_by")
        .prefetch_related(
            Prefetch("interviewers", interviewers, to_attr="team"),
            Prefetch("remarks", remarks, to_attr="open_remarks"),
            Prefetch("photos", VisitPhoto.objects.kept(), to_attr="kept_photos"),
        )
    )


def judge(
    visits: Iterable[Visit], on: datetime.date | None = None, villages: Villages | None = None
) -> list[Judged]:
    """Each visit of ``as_judged`` with its reasons, in the order given.

    ``villages``: where other visits were made, for whoever has it at hand.
    """
    rows = list(visits)
    day = on or clock.today()
    known = known_of_all({visit.household for visit in rows}, on=day)
    if villages is None:
        villages = points_of_villages({visit.area_id for visit in rows if _placed(visit)})
    for visit in rows:
        judge_places(visit, visit.kept_photos, villages.get(visit.area_id, ()))  # type: ignore[attr-defined]
    return [Judged(visit, unremarkable(_facts(visit, known[visit.household_id], day)))
            for visit in rows]  # fmt: skip


def against_each(rows: QuerySet[Visit]) -> dict[uuid.UUID, list[str]]:
    """By visit, in the rows' order, the codes of what keeps it out; kept for ten minutes.

    A visit that waits cannot change: its revision and when it was handed in say which it is.
    Codes only are kept, nothing of the family; whoever approves has each judged once more.
    """
    day = clock.today()
    seen = rows.values_list("uuid", "revision", "step_since")
    keys = {
        key: f"unremarkable:{key}:{number}:{since.timestamp()}:{day}" for key, number, since in seen
    }
    kept = cache.get_many(keys.values())
    fresh = as_judged(Visit.objects.filter(uuid__in=[k for k in keys if keys[k] not in kept]))
    found = {keys[one.visit.uuid]: [reason.code for reason in one.against]
             for one in judge(fresh, on=day)}  # fmt: skip
    if found:
        cache.set_many(found, KEPT_SECONDS)
    return {key: codes for key in keys if (codes := (kept | found).get(keys[key])) is not None}


def _placed(visit: Visit) -> bool:
    """Whether anything of the visit has a place that could be judged."""
    photos = visit.kept_photos  # type: ignore[attr-defined]
    return any(row.place_sealed is not None for row in (visit, *photos))


def _facts(visit: Visit, known: Known, on: datetime.date) -> VisitFacts:
    content = well_formed(visit.content)
    faults = validate(content, on=on, known=known)
    now = signed_digests(content)
    return VisitFacts(
        result=visit.result,
        hard=sum(fault.is_hard for fault in faults),
        soft=sum(not fault.is_hard for fault in faults),
        clashes=len(visit.clashes),
        signed=sum(bool(who.signed_at) and who.signed_digest in now for who in visit.team),  # type: ignore[attr-defined]
        is_signed_by_family=visit.signed_at is not None and visit.signed_digest in now,
        per_capita=visit.per_capita,
        per_capita_before=visit.per_capita_before,  # type: ignore[attr-defined]
        people=visit.family_size,
        people_before=visit.people_before,  # type: ignore[attr-defined]
        proposals=tuple(content["conclusion"].get("proposals") or ()),
        unsettled_remarks=len(visit.open_remarks),  # type: ignore[attr-defined]
        urgent_needs=summary(content, known.terms).urgent_need_count,
        minutes=_minutes(content),
        photos=len(visit.kept_photos),  # type: ignore[attr-defined]
        photos_far=sum(
            photo.place_state == PlaceState.OUTSIDE
            for photo in visit.kept_photos  # type: ignore[attr-defined]
        ),
        is_far=visit.place_state == PlaceState.OUTSIDE,
    )


def _minutes(content: Content) -> int | None:
    """How long the visit took by the times written; ``None`` where they cannot be read."""
    header = content["header"]
    return minutes_between(clock_time(header.get("started_at")), clock_time(header.get("ended_at")))
