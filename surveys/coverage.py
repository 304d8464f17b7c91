"""How far a campaign has come (domain section 13, items 1–4): figures, and the rows behind each.

Everything here counts inside the scope that is declared; ``services.campaign_figures`` declares
the whole city's, so that totals are equal for every reader.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Substr, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from surveys.choices import DONE
from surveys.models import (
    Campaign,
    CampaignTarget,
    ClosedVisit,
    Step,
    Visit,
    VisitMove,
    VisitReading,
)
from surveys.models.campaigns import CampaignTargetQuerySet
from surveys.models.closings import ClosedVisitQuerySet
from surveys.models.visits import VisitQuerySet
from surveys.quality_signs import SIGN, shown

Visits = VisitQuerySet | ClosedVisitQuerySet
MET = (DONE, "")
"""Results of a visit that met the family: the four parts are answered, or being answered."""


class Standing(models.TextChoices):
    """The furthest a household of the list has come; every household has exactly one."""

    COVERED = "covered", _("Visited and approved")
    SUBMITTED = "submitted", _("Waiting for approval")
    RETURNED = "returned", _("Returned for correction")
    DRAFT = "draft", _("Being filled in")
    UNMET = "unmet", _("Called on, nobody met")
    UNTOUCHED = "untouched", _("Nobody has been there")


class Entry(models.TextChoices):
    """信息录入: whether the family has been met, and the record is complete."""

    COMPLETE = "complete", _("Record complete")
    PARTIAL = "partial", _("Met, record not complete")
    NONE = "none", _("Not met yet")


@dataclass(frozen=True)
class Period:
    """The days whose visits count, both included.

    A visit made in time may be approved after ``until``, as long as the campaign is not closed.
    ``closed`` is the key of a closed campaign: its visits count as they stood at the closing.
    """

    since: datetime.date
    until: datetime.date
    closed_at: datetime.datetime | None = None
    closed: int | None = None

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.since, self.until


@dataclass(frozen=True)
class Rate:
    """So many of so many; ``percent`` has one decimal, ``None`` where there is nobody."""

    done: int = 0
    total: int = 0

    @property
    def percent(self) -> Decimal | None:
        if not self.total:
            return None
        exact = Decimal(100 * self.done) / Decimal(self.total)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def open(self) -> int:
        return self.total - self.done


@dataclass
class Tally:
    """The households of one place (or of all): by standing and by entry, each counted once."""

    standings: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)

    def add(self, standing: str, entry: str, households: int) -> None:
        self.standings[standing] = self.standings.get(standing, 0) + households
        self.entries[entry] = self.entries.get(entry, 0) + households

    @property
    def total(self) -> int:
        return sum(self.standings.values())

    @property
    def households(self) -> Rate:
        return Rate(self.standings.get(Standing.COVERED, 0), self.total)

    @property
    def entry(self) -> Rate:
        complete = self.entries.get(Entry.COMPLETE, 0)
        return Rate(complete, complete + self.entries.get(Entry.PARTIAL, 0))


def period_of(campaign: Campaign, on: datetime.date, stage: int | None = None) -> Period:
    """From the first day to the last that counts: ``on``, or the end of a stage (from 0).

    Never past the campaign's end, nor past the day it was closed.
    """
    stages = campaign.stage_list
    last = [day_of(campaign, on), campaign.ends_on]
    if stage is not None and 0 <= stage < len(stages):
        last.append(stages[stage].ends_on)
    return _period(campaign, min(last))


def _period(campaign: Campaign, until: datetime.date) -> Period:
    closed = campaign.pk if campaign.closed_at is not None else None
    return Period(campaign.starts_on, until, campaign.closed_at, closed)


def day_of(campaign: Campaign, today: datetime.date) -> datetime.date:
    """The day a campaign is looked at from: today, or the day it was closed."""
    if campaign.closed_at is None:
        return today
    return min(today, timezone.localtime(campaign.closed_at).date())


def visits_in(period: Period, household: Any = None) -> Visits:
    """Visits dated in the period, of one household or of all; as they stood at the closing."""
    rows: Visits = Visit.objects.all()
    if period.closed is not None:
        rows = ClosedVisit.objects.filter(campaign=period.closed)
    rows = rows.filter(visited_on__range=period.days)
    return rows if household is None else rows.filter(household=household)


def approved_in(period: Period) -> VisitQuerySet:
    """The visits themselves that count as approved."""
    rows = Visit.objects.filter(visited_on__range=period.days).approved()
    if period.closed is None:
        return rows
    return rows.filter(pk__in=visits_in(period).approved().order_by().values("visit"))


def targets(
    campaign: Campaign,
    *,
    area=None,
    kind: str = "",
    until: datetime.date | None = None,
    is_covered: bool | None = None,
) -> CampaignTargetQuerySet:
    """The rows behind every figure here, inside the reader's scope.

    Valid targets of a campaign (a household once per kind), each with ``is_covered``: a complete
    approved visit from the campaign's first day to ``until`` (its end by default). Nobody at home,
    refused and the like do not cover; a later visit that is complete does, however it was made.
    What was put on the list after ``until`` is not of that stage.
    """
    period = _period(campaign, until or campaign.ends_on)
    rows = _listed(campaign, period)
    is_true = ExpressionWrapper(_has(_covering(period)), models.BooleanField())
    rows = rows.annotate(is_covered=is_true)
    if area is not None:
        rows = rows.within(area)
    if kind:
        rows = rows.filter(kind=kind)
    return rows if is_covered is None else rows.filter(is_covered=is_covered)


def with_standing(rows: CampaignTargetQuerySet, period: Period) -> CampaignTargetQuerySet:
    """The rows with ``standing`` (Standing) and ``entry`` (Entry) of their household."""
    own = visits_in(period)
    met = own.filter(result__in=MET)
    handed_in = own.filter(result=DONE, step__in=(Step.SUBMITTED, Step.APPROVED))
    return rows.annotate(
        standing=Case(
            When(_has(_covering(period)), then=Value(Standing.COVERED)),
            When(_has(own.filter(step=Step.SUBMITTED)), then=Value(Standing.SUBMITTED)),
            When(_has(own.filter(step=Step.RETURNED)), then=Value(Standing.RETURNED)),
            When(_has(own.filter(step=Step.DRAFT)), then=Value(Standing.DRAFT)),
            When(_has(own.approved()), then=Value(Standing.UNMET)),
            default=Value(Standing.UNTOUCHED),
            output_field=models.CharField(),
        ),
        entry=Case(
            When(_has(handed_in), then=Value(Entry.COMPLETE)),
            When(_has(met), then=Value(Entry.PARTIAL)),
            default=Value(Entry.NONE),
            output_field=models.CharField(),
        ),
    )


def tally_by_place(
    campaign: Campaign, period: Period, *, digits: int, area: Area | None = None, kind: str = ""
) -> Mapping[str, Tally]:
    """Households by the first ``digits`` of their place's code: one statement, whatever the size.

    A household of several kinds counts once.
    """
    rows = with_standing(targets(campaign, area=area, kind=kind, until=period.until), period)
    grouped = (
        rows.order_by()
        .annotate(place=Substr("area_id", 1, digits))
        .values_list("place", "standing", "entry")
        .annotate(households=Count("household_id", distinct=True))
    )
    found: dict[str, Tally] = {}
    for place, standing, entry, households in grouped:
        found.setdefault(place, Tally()).add(standing, entry, households)
    return found


def records(campaign: Campaign, period: Period, area: Area | None = None):
    """数据合格率: visits of the period to households of the list, as they were last read.

    Only what was handed in at least once is a record: submitted, returned or approved. A first
    draft lacks answers because it is still being filled in, and is neither passing nor faulty.
    """
    listed = _listed(campaign, period).filter(household=OuterRef("household_id"))
    if period.closed is None:
        rows = VisitReading.objects.filter(Exists(listed), on__range=period.days)
    else:
        rows = (
            visits_in(period)
            .exclude(signs=None)
            .filter(Exists(listed))
            .annotate(on=F("visited_on"))
        )
    return rows if area is None else rows.within(area)


def passing_by_place(
    campaign: Campaign, period: Period, *, digits: int, area: Area | None = None
) -> Mapping[str, Rate]:
    """Records without a fault that stops submission ÷ records, by place."""
    grouped = (
        records(campaign, period, area)
        .order_by()
        .annotate(place=Substr("area_id", 1, digits))
        .values_list("place")
        .annotate(
            passing=Count("pk", filter=~shown(SIGN["faulty"], period.closed)), total=Count("pk")
        )
    )
    return {place: Rate(passing, total) for place, passing, total in grouped}


def last_visit_by_place(
    campaign: Campaign, period: Period, *, digits: int, area: Area
) -> Mapping[str, datetime.date]:
    """The last day somebody was out visiting, by place."""
    low, high = area.code_range
    rows = visits_in(period).filter(area_id__gte=low, area_id__lte=high)
    grouped = rows.order_by().annotate(place=Substr("area_id", 1, digits)).values_list("place")
    return dict(grouped.annotate(last=Max("visited_on")))


def rates_by_kind(campaign: Campaign, **narrowing) -> dict[str, Rate]:
    """分类摸排率: a household counts once in each kind it belongs to."""
    kinds = targets(campaign, **narrowing).values("kind").order_by("kind")
    counted: Any = kinds.annotate(**_counts())
    return {row["kind"]: Rate(row["done"], row["total"]) for row in counted}


def _covering(period: Period, household: Any = None) -> Visits:
    """Complete visits approved in time: what covers a target's household."""
    return visits_in(period, household).complete()


def _listed(campaign: Campaign, period: Period) -> CampaignTargetQuerySet:
    """The list as it was on the last day of the period, less what was taken off by now."""
    rows = CampaignTarget.objects.valid()
    return rows.filter(campaign=campaign, added_on__lte=period.until)


def _has(visits: Visits) -> Q:
    """The household has one of these visits.

    Not correlated on purpose: the visits are gone through once, whatever the number of targets
    and whatever the planner knows of the table.
    """
    return Q(household_id__in=visits.order_by().values("household_id"))


def _counts() -> dict[str, Any]:
    return {
        "total": Count("household_id", distinct=True),
        "done": Count("household_id", distinct=True, filter=Q(is_covered=True)),
    }


def approved_by_day(campaign: Campaign, period: Period, area: Area) -> Mapping[datetime.date, int]:
    """Households of the list by the day on which a visit first covered them."""
    covering = _covering(period, OuterRef("household_id")).order_by().values("household")
    first = covering.annotate(first=Min("approved_at")).values("first")
    rows = targets(campaign, area=area, until=period.until, is_covered=True).order_by()
    counted = (
        rows.annotate(day=TruncDate(Subquery(first)))
        .values_list("day")
        .annotate(households=Count("household_id", distinct=True))
    )
    return dict(counted)


def submitted_by_day(campaign: Campaign, period: Period, area: Area) -> Mapping[datetime.date, int]:
    """Visits to households of the list by the day on which they were handed in."""
    low, high = area.code_range
    listed = _listed(campaign, period).filter(household=OuterRef("visit__household_id"))
    moves = VisitMove.objects.filter(
        Exists(listed), move="submit", area_id__gte=low, area_id__lte=high
    )
    if period.closed is None:
        moves = moves.filter(visit__visited_on__range=period.days)
    else:
        own = visits_in(period).order_by().values("visit")
        moves = moves.filter(visit__in=own, at__lte=period.closed_at)
    counted = moves.order_by().annotate(day=TruncDate("at")).values_list("day")
    return dict(counted.annotate(visits=Count("visit", distinct=True)))
