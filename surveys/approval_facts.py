"""Reads what ``surveys.unremarkable`` judges: a handful of queries for any number of visits."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from foundation import clock
from surveys.content import Content, clock_time, minutes_between, well_formed
from surveys.digests import signed_digests
from surveys.figures import summary
from surveys.known import Known
from surveys.models import Interviewer, PlaceState, Visit, VisitPhoto, VisitRemark
from surveys.services.background import known_of_all
from surveys.unremarkable import Reason, VisitFacts, against, unremarkable
from surveys.validation import validate


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
    """Visits waiting for the leader, as they are judged: content and signatures come along."""
    interviewers = Interviewer.objects.defer("signature_sealed")
    remarks = VisitRemark.objects.unsettled()
    return (
        Visit.objects.waiting_for(user)
        .defer("signature_sealed")
        .select_related("household", "area__parent__parent", "created_by")
        .prefetch_related(
            Prefetch("interviewers", interviewers, to_attr="team"),
            Prefetch("remarks", remarks, to_attr="open_remarks"),
            Prefetch("photos", VisitPhoto.objects.kept(), to_attr="kept_photos"),
        )
    )


def judge(visits: Iterable[Visit], on: datetime.date | None = None) -> list[Judged]:
    """Each visit of ``waiting`` with its reasons, in the order given."""
    rows = list(visits)
    before = _before(rows)
    day = on or clock.today()
    known = known_of_all({visit.household for visit in rows}, on=day)
    return [
        Judged(visit, unremarkable(_facts(visit, before, known[visit.household_id], day)))
        for visit in rows
    ]


def _before(visits: Sequence[Visit]) -> dict[int, tuple[Decimal, int]]:
    """Income per person and family size of each household's last approved complete visit."""
    rows = (
        Visit.objects.complete()
        .filter(household__in=[visit.household_id for visit in visits])
        .order_by("household_id", "-approved_at")
        .distinct("household_id")
    )
    found = rows.values_list("household_id", "per_capita", "family_size")
    return {household: (income, people) for household, income, people in found}


def _facts(
    visit: Visit, before: dict[int, tuple[Decimal, int]], known: Known, on: datetime.date
) -> VisitFacts:
    content = well_formed(visit.content)
    faults = validate(content, on=on, known=known)
    now = signed_digests(content)
    income, people = before.get(visit.household_id, (None, None))
    return VisitFacts(
        result=visit.result,
        hard=sum(fault.is_hard for fault in faults),
        soft=sum(not fault.is_hard for fault in faults),
        clashes=len(visit.clashes),
        signed=sum(bool(who.signed_at) and who.signed_digest in now for who in visit.team),  # type: ignore[attr-defined]
        is_signed_by_family=visit.signed_at is not None and visit.signed_digest in now,
        per_capita=visit.per_capita,
        per_capita_before=income,
        people=visit.family_size,
        people_before=people,
        proposals=tuple(content["conclusion"].get("proposals") or ()),
        unsettled_remarks=len(visit.open_remarks),  # type: ignore[attr-defined]
        urgent_needs=summary(content, known.terms).urgent_need_count,
        minutes=_minutes(content),
        photos=len(visit.kept_photos),  # type: ignore[attr-defined]
        photos_far=sum(
            photo.place_state == PlaceState.OUTSIDE
            for photo in visit.kept_photos  # type: ignore[attr-defined]
        ),
    )


def _minutes(content: Content) -> int | None:
    """How long the visit took by the times written; ``None`` where they cannot be read."""
    header = content["header"]
    return minutes_between(clock_time(header.get("started_at")), clock_time(header.get("ended_at")))
