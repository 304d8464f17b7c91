"""The two full coverages of the city's campaign (两个全覆盖), as home page and dashboard show them.

Domain 13, indicators 1 to 3. The figures are those of the campaign's own page, counted for every
reader alike (``surveys.services.campaign_figures``); the rows behind them are the reader's own.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Area
from households.models import Household
from households.models.households import HouseholdQuerySet
from surveys import cadre_coverage
from surveys.coverage import Rate, period_of, targets
from surveys.models import Campaign, RosterCadre
from surveys.services.campaign_figures import CampaignFigures, figures, made


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    done: int
    whole: int

    @property
    def left(self) -> int:
        return self.whole - self.done

    @classmethod
    def of(cls, rate: Rate) -> "Share":
        return cls(rate.done, rate.total)


@dataclass(frozen=True)
class Coverage:
    """Both coverages of one area in one campaign; ``ends_on`` is the screening's last day."""

    campaign_id: int
    campaign_name: str
    starts_on: datetime.date
    ends_on: datetime.date
    households: Share
    cadres: Share


def campaign_on(day: datetime.date) -> Campaign | None:
    """The city's campaign that runs, else the last one that has begun."""
    begun = Campaign.objects.of_the_city().filter(starts_on__lte=day)
    return begun.order_by("-starts_on", "-pk").first()


def coverage(area: Area, day: datetime.date) -> Coverage | None:
    """Both coverages of ``area``; ``None`` before the first campaign."""
    campaign = campaign_on(day)
    if campaign is None:
        return None
    found = counted(campaign, area, day)
    return Coverage(
        campaign.pk,
        campaign.name,
        campaign.starts_on,
        campaign.screening_ends_on,
        Share.of(found.whole.households),
        Share.of(found.whole.cadres),
    )


def counted(campaign: Campaign, area: Area, day: datetime.date) -> CampaignFigures:
    """The campaign's own figures of ``area``: city, county and township cadres."""
    return figures(campaign, area, period_of(campaign, day))


def households_by_place(found: CampaignFigures, digits: int) -> Mapping[str, Share]:
    """Target households and those with a complete approved visit, by the code's first digits.

    A household of several kinds counts once. Nobody at home, away or refused stays in the
    denominator until a visit is complete (indicator 2).
    """
    return {
        place.code[:digits]: Share.of(place.households)
        for place in found.places
        if place.households.total
    }


def households_by_kind(found: CampaignFigures) -> Mapping[str, Share]:
    """The same by kind (indicator 3): a household counts once in each of its kinds."""
    return {kind: Share.of(rate) for kind, rate in found.kinds.items()}


def target_households(
    campaign: Campaign, area: Area, day: datetime.date, *, kind: str = "", is_done: bool | None
) -> HouseholdQuerySet:
    """The rows behind the figures: target households, all, or only (not) visited ones."""
    rows = targets(
        campaign, kind=kind, until=period_of(campaign, day).until, is_covered=is_done
    ).filter(household=OuterRef("pk"))
    return Household.objects.within(area).filter(Exists(rows))


def cadre_rows(
    campaign: Campaign, area: Area, day: datetime.date, *, is_done: bool | None
) -> QuerySet[RosterCadre]:
    """The rows behind the other figure: cadres of the roster, all, or with(out) a visit.

    City, county and township cadres; the campaign's own page also shows the villages'.
    """
    period = period_of(campaign, day)
    roster = cadre_coverage.roster(campaign, period, area=area)
    if is_done is None:
        return roster
    keys = list(made(campaign, period))
    return roster.filter(pk__in=keys) if is_done else roster.exclude(pk__in=keys)
