"""How far a campaign has come (domain section 13, items 1–4): figures, and the rows behind each.

Everything here counts inside the scope that is declared; ``services.campaign_figures`` declares
the whole city's, so that totals are equal for every reader.
"""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection, models
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


FURTHEST: Mapping[Standing, Q] = {
    Standing.COVERED: Q(step=Step.APPROVED, result=DONE),
    Standing.SUBMITTED: Q(step=Step.SUBMITTED),
    Standing.RETURNED: Q(step=Step.RETURNED),
    Standing.DRAFT: Q(step=Step.DRAFT),
    Standing.UNMET: Q(step=Step.APPROVED),
}
"""The visit by which a household stands where it does; the first that it has decides."""


class Entry(models.TextChoices):
    """信息录入: whether the family has been met, and the record is complete."""

    COMPLETE = "complete", _("Record complete")
    PARTIAL = "partial", _("Met, record not complete")
    NONE = "none", _("Not met yet")


RECORDED: Mapping[Entry, Q] = {
    Entry.COMPLETE: Q(result=DONE, step__in=(Step.SUBMITTED, Step.APPROVED)),
    Entry.PARTIAL: Q(result__in=MET),
}
"""The visit by which a household's record is what it is; the first that it has decides."""
TALLY = """
SELECT t.place, s.standing, s.entry, count(*)
  FROM ({targets}) t (place, household) LEFT JOIN ({visits}) s (household, standing, entry)
       USING (household)
 GROUP BY 1, 2, 3
"""


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


def with_standing(
    rows: CampaignTargetQuerySet, period: Period, households: Any = None
) -> CampaignTargetQuerySet:
    """The rows with ``standing`` (Standing) and ``entry`` (Entry) of their household.

    ``households`` are those of the rows, where these are few: only their visits are gone through.
    """
    own = visits_in(period)
    if households is not None:
        own = own.filter(household__in=households)
    return rows.annotate(
        standing=_first(FURTHEST, own, Standing.UNTOUCHED), entry=_first(RECORDED, own, Entry.NONE)
    )


def _first(told: Mapping[Any, Q], own: Visits, otherwise: str) -> Case:
    """The first of what is told of households that has a visit like that."""
    found = [When(_has(own.filter(is_so)), then=Value(name)) for name, is_so in told.items()]
    return Case(*found, default=Value(otherwise), output_field=models.CharField())


def stands(standing: str, period: Period) -> Q:
    """The household has come so far and no further: with two looks at the visits, not five."""
    own, further = visits_in(period), Q(pk__in=())
    for name, is_so in FURTHEST.items():
        if name == standing:
            return _has(own.filter(is_so)) & ~_has(own.filter(further))
        further |= is_so
    return ~_has(own.filter(further))


def tally_by_place(
    campaign: Campaign, period: Period, *, digits: int, area: Area | None = None, kind: str = ""
) -> Mapping[str, Tally]:
    """Households by the first ``digits`` of their place's code: one statement, whatever the size.

    A household of several kinds counts once. Its visits are brought to one row before they meet
    the list; ``with_standing`` tells the same of every row, at more than twice the time.
    """
    rows = targets(campaign, area=area, kind=kind, until=period.until).order_by()
    rows = rows.annotate(place=Substr("area_id", 1, digits))
    listed, asked = rows.values_list("place", "household_id").distinct().query.sql_with_params()
    own = visits_in(period).order_by().values("household_id")
    reached = own.annotate(standing=Min(_number(FURTHEST)), entry=Min(_number(RECORDED)))
    visited, days = reached.values_list("household_id", "standing", "entry").query.sql_with_params()
    with connection.cursor() as cursor:
        # Both parts are the ORM's own statements; every value is a parameter.
        cursor.execute(TALLY.format(targets=listed, visits=visited), (*asked, *days))
        grouped = cursor.fetchall()
    standings, entries = list(FURTHEST), list(RECORDED)
    found: dict[str, Tally] = {}
    for place, standing, entry, households in grouped:
        found.setdefault(place, Tally()).add(
            Standing.UNTOUCHED if standing is None else standings[standing],
            Entry.NONE if entry is None else entries[entry],
            households,
        )
    return found


def _number(told: Mapping[Any, Q]) -> Case:
    """The number of the first thing a visit tells of its household; none where it tells nothing."""
    found = [When(is_so, then=Value(number)) for number, is_so in enumerate(told.values())]
    return Case(*found, default=None, output_field=models.IntegerField())


def records(campaign: Campaign, period: Period, area: Area | None = None):
    """数据合格率: visits of the period to households of the list, as they were last read.

    Only what was handed in at least once is a record: submitted, returned or approved. A first
    draft lacks answers because it is still being filled in, and is neither passing nor faulty.
    """
    listed = _listed(campaign, period).filter(household=OuterRef("household_id"))
    rows: Any = VisitReading.objects.filter(on__range=period.days)
    if period.closed is not None:
        rows = visits_in(period).exclude(signs=None).annotate(on=F("visited_on"))
    rows = rows.filter(Exists(listed))
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
    # On the list a household stands once for each kind: rows of a kind are households.
    counted: Any = kinds.annotate(total=Count("pk"), done=Count("pk", filter=Q(is_covered=True)))
    return {row["kind"]: Rate(row["done"], row["total"]) for row in counted}


def _covering(period: Period, household: Any = None) -> Visits:
    """Complete visits approved in time: what covers a target's household."""
    return visits_in(period, household).complete()


def _listed(campaign: Campaign, period: Period) -> CampaignTargetQuerySet:
    """The list as it was on the last day of the period, less what was taken off by now."""
    rows = CampaignTarget.objects.valid()
    return rows.filter(campaign=campaign, added_on__lte=period.until)


def _households(campaign: Campaign, period: Period) -> models.QuerySet[CampaignTarget, Any]:
    """The households of the list, gone through once."""
    return _listed(campaign, period).order_by().values("household_id")


def _has(visits: Visits) -> Q:
    """The household has one of these visits.

    Not correlated on purpose: the visits are gone through once, whatever the number of targets
    and whatever the planner knows of the table.
    """
    return Q(household_id__in=visits.order_by().values("household_id"))


def approved_by_day(campaign: Campaign, period: Period, area: Area) -> Mapping[datetime.date, int]:
    """Households of the list by the day on which a visit first covered them."""
    low, high = area.code_range
    covering = _covering(period).filter(area_id__gte=low, area_id__lte=high)
    covering = covering.filter(household__in=_households(campaign, period))
    first = TruncDate(Min("approved_at"))
    days = covering.order_by().values("household_id").annotate(day=first)
    return Counter(days.values_list("day", flat=True).iterator())


def submitted_by_day(campaign: Campaign, period: Period, area: Area) -> Mapping[datetime.date, int]:
    """Visits to households of the list by the day on which they were handed in."""
    low, high = area.code_range
    moves = VisitMove.objects.filter(
        visit__household__in=_households(campaign, period),
        move="submit", area_id__gte=low, area_id__lte=high,
    )  # fmt: skip
    if period.closed is None:
        moves = moves.filter(visit__visited_on__range=period.days)
    else:
        own = visits_in(period).order_by().values("visit")
        moves = moves.filter(visit__in=own, at__lte=period.closed_at)
    counted = moves.order_by().annotate(day=TruncDate("at")).values_list("day")
    return dict(counted.annotate(visits=Count("visit", distinct=True)))
