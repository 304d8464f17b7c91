"""The two full coverages of a campaign (两个全覆盖): target households visited, cadres visiting.

Domain 13, indicators 1 to 3. Counted in the declared scope: figures.py counts for every reader
alike, the home page for the reader's own area.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Substr

from accounts.models import Area, User, UserRole
from accounts.permissions import PERMISSIONS
from households.models import Household
from households.models.households import HouseholdQuerySet
from surveys.models import Campaign, CampaignTarget, Interviewer, Visit
from surveys.models.campaigns import CampaignTargetQuerySet

VISITORS = PERMISSIONS["surveys.record_visit"] | PERMISSIONS["surveys.approve_visit"]
"""Roles whose holders are the cadres (走访干部) that must each make a visit."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    done: int
    whole: int

    @property
    def left(self) -> int:
        return self.whole - self.done


@dataclass(frozen=True)
class Coverage:
    """Both coverages of one area in one campaign, from its first day to ``until``."""

    campaign_name: str
    starts_on: datetime.date
    ends_on: datetime.date
    households: Share
    cadres: Share


def campaign_on(day: datetime.date) -> Campaign | None:
    """The campaign that runs, else the last one that has begun."""
    return Campaign.objects.filter(starts_on__lte=day).order_by("-starts_on", "-pk").first()


def coverage(area: Area, day: datetime.date) -> Coverage | None:
    """Both coverages of ``area``; ``None`` before the first campaign."""
    campaign = campaign_on(day)
    if campaign is None:
        return None
    by_place = households_by_place(campaign, area, day, digits=0)
    return Coverage(
        campaign.name,
        campaign.starts_on,
        campaign.screening_ends_on,
        by_place.get("", Share(0, 0)),
        cadres(campaign, area, day),
    )


def households_by_place(
    campaign: Campaign, area: Area, day: datetime.date, *, digits: int
) -> Mapping[str, Share]:
    """Target households and those with a complete approved visit, by the code's first digits.

    A household of several kinds counts once. Nobody at home, away or refused stays in the
    denominator until a visit is complete (indicator 2).
    """
    grouped = _targets(campaign, area).annotate(place=Substr("area_id", 1, digits or 1))
    return _shares(grouped, campaign, day, "place", is_one=digits == 0)


def households_by_kind(campaign: Campaign, area: Area, day: datetime.date) -> Mapping[str, Share]:
    """The same by kind (indicator 3): a household counts once in each of its kinds."""
    return _shares(_targets(campaign, area), campaign, day, "kind")


def target_households(
    campaign: Campaign, area: Area, day: datetime.date, *, kind: str = "", is_done: bool | None
) -> HouseholdQuerySet:
    """The rows behind the figures: target households, all, or only (not) visited ones."""
    targets = CampaignTarget.objects.valid().filter(
        campaign=campaign, household=OuterRef("pk"), **({"kind": kind} if kind else {})
    )
    found = Household.objects.within(area).filter(Exists(targets))
    if is_done is None:
        return found
    visits = Exists(_complete_visits(campaign, day, OuterRef("pk")))
    return found.filter(visits if is_done else ~visits)


def cadre_rows(
    campaign: Campaign, area: Area, day: datetime.date, *, is_done: bool | None
) -> QuerySet[User]:
    """The rows behind the other figure: cadres, all, or only those with(out) a visit."""
    roster = User.objects.within(area).filter(
        Exists(UserRole.objects.filter(user=OuterRef("pk"), role__in=VISITORS)), is_active=True
    )
    visited = Exists(
        Interviewer.objects.filter(
            user=OuterRef("pk"),
            visit__step="approved",
            visit__visited_on__range=_period(campaign, day),
        )
    )
    if is_done is None:
        return roster
    return roster.filter(visited if is_done else ~visited)


def cadres(campaign: Campaign, area: Area, day: datetime.date) -> Share:
    """Active users whose role makes them visit, and those with an approved visit (indicator 1)."""
    done = cadre_rows(campaign, area, day, is_done=True).count()
    return Share(done, cadre_rows(campaign, area, day, is_done=None).count())


def _targets(campaign: Campaign, area: Area) -> CampaignTargetQuerySet:
    return CampaignTarget.objects.valid().filter(campaign=campaign).within(area)


def _period(campaign: Campaign, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    return campaign.starts_on, min(day, campaign.ends_on)


def _complete_visits(
    campaign: Campaign, day: datetime.date, household: OuterRef
) -> QuerySet[Visit]:
    return Visit.objects.complete().filter(
        household=household, visited_on__range=_period(campaign, day)
    )


def _shares(
    targets: CampaignTargetQuerySet,
    campaign: Campaign,
    day: datetime.date,
    by: str,
    *,
    is_one: bool = False,
) -> Mapping[str, Share]:
    visits = _complete_visits(campaign, day, OuterRef("household"))
    counted = {"households": Count("household", distinct=True)}
    done = targets.filter(Exists(visits)).order_by()
    if is_one:
        whole = targets.order_by().aggregate(**counted)["households"]
        return {"": Share(done.aggregate(**counted)["households"], whole)}
    finished = dict(done.values_list(by).annotate(**counted))
    every = targets.order_by().values_list(by).annotate(**counted)
    return {key: Share(finished.get(key, 0), whole) for key, whole in every}
