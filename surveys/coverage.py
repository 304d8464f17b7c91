"""How far a campaign has come (domain section 13, items 1–3): figures, and the rows behind each."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Concat, Substr

from accounts import scope
from accounts.models import User
from accounts.models.users import Role
from surveys.choices import DONE
from surveys.models import Campaign, CampaignTarget, Interviewer, Step, Visit

CADRES = (Role.VILLAGE_CLERK, Role.TOWNSHIP_CASEWORKER, Role.TOWNSHIP_LEADER)
DIGITS = {"county": 6, "township": 9, "village": 12}


@dataclass(frozen=True)
class Rate:
    """So many of so many; ``percent`` has one decimal, ``None`` where there is nobody."""

    done: int
    total: int

    @property
    def percent(self) -> Decimal | None:
        if not self.total:
            return None
        exact = Decimal(100 * self.done) / Decimal(self.total)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def open(self) -> int:
        return self.total - self.done


def targets(
    campaign: Campaign,
    *,
    area=None,
    kind: str = "",
    until: datetime.date | None = None,
    is_covered: bool | None = None,
) -> models.QuerySet[CampaignTarget]:
    """The rows behind every figure here, inside the reader's scope.

    Valid targets of a campaign (a household once per kind), each with ``is_covered``: a complete
    approved visit from the campaign's first day to ``until`` (its end by default). Nobody at home,
    refused and the like do not cover.
    """
    covering = Visit.objects.filter(
        household_id=OuterRef("household_id"),
        step=Step.APPROVED,
        result=DONE,
        visited_on__gte=campaign.starts_on,
        visited_on__lte=until or campaign.ends_on,
    )
    rows = CampaignTarget.objects.valid().filter(campaign=campaign)
    rows = rows.annotate(is_covered=Exists(covering))
    if area is not None:
        rows = rows.within(area)
    if kind:
        rows = rows.filter(kind=kind)
    return rows if is_covered is None else rows.filter(is_covered=is_covered)


def household_rate(campaign: Campaign, **narrowing) -> Rate:
    """困难家庭摸排覆盖率: a household of several kinds counts once."""
    return _rate(targets(campaign, **narrowing))


def rates_by_area(campaign: Campaign, level: str, **narrowing) -> dict[str, Rate]:
    """The rate of each county, township or village, by area code."""
    digits = DIGITS[level]
    rows = targets(campaign, **narrowing).annotate(
        place=Concat(Substr("area_id", 1, digits), models.Value("0" * (12 - digits)))
    )
    counted: Any = rows.values("place").order_by("place").annotate(**_counts())
    return {row["place"]: Rate(row["done"], row["total"]) for row in counted}


def rates_by_kind(campaign: Campaign, **narrowing) -> dict[str, Rate]:
    """分类摸排率: a household counts once in each kind it belongs to."""
    kinds = targets(campaign, **narrowing).values("kind").order_by("kind")
    counted: Any = kinds.annotate(**_counts())
    return {row["kind"]: Rate(row["done"], row["total"]) for row in counted}


def cadres(area=None) -> models.QuerySet[User]:
    """The roster: village and township cadres with an account."""
    everybody = User.objects.within(area) if area is not None else User.objects.all()
    return everybody.filter(is_active=True, is_machine=False, roles__role__in=CADRES).distinct()


def cadre_rate(campaign: Campaign, area=None) -> Rate:
    """干部走访覆盖率: cadres with at least one approved visit as investigator in the campaign."""
    visited = Interviewer.objects.filter(
        user=OuterRef("pk"),
        visit__step=Step.APPROVED,
        visit__visited_on__gte=campaign.starts_on,
        visit__visited_on__lte=campaign.ends_on,
    )
    roster = cadres(area).annotate(has_visited=Exists(visited))
    total = roster.count()
    return Rate(roster.filter(has_visited=True).count(), total)


def city_rates(campaign: Campaign, level: str = "county") -> dict[str, Rate]:
    """The rates of the whole city, equal for every reader; only the rows are personal."""
    with scope.whole_city("coverage figures are equal for every reader"):
        return rates_by_area(campaign, level)


def _counts() -> dict[str, Any]:
    return {
        "total": Count("household_id", distinct=True),
        "done": Count("household_id", distinct=True, filter=Q(is_covered=True)),
    }


def _rate(rows: models.QuerySet[CampaignTarget]) -> Rate:
    counted = rows.aggregate(**_counts())
    return Rate(counted["done"], counted["total"])
