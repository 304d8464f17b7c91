"""The one whole-area service behind the pages of a campaign (专项行动数字).

Counted past the reader's own scope, so that a township and the city read the same number; only
the way to the rows behind a number is personal. Kept for a minute, and counted by one at a time.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.cache import cache

from accounts import scope
from accounts.models import Area
from accounts.models.areas import SIGNIFICANT_DIGITS, Level
from foundation import clock
from surveys import cadre_coverage, coverage
from surveys.cadre_coverage import Made
from surveys.coverage import Period, Rate, Standing, Tally
from surveys.models import Campaign

KEPT_SECONDS, COUNTING_SECONDS, OLD_SECONDS = 60, 120, 3600
Counted = TypeVar("Counted")
REASON = "figures of a campaign are equal for every reader"
BELOW = {Level.CITY: Level.COUNTY, Level.COUNTY: Level.TOWNSHIP, Level.TOWNSHIP: Level.VILLAGE}


@dataclass(frozen=True)
class Place:
    """Everything counted of one place."""

    code: str
    name: str
    households: Rate = Rate()
    standings: Mapping[str, int] = field(default_factory=dict)
    entry: Rate = Rate()
    passing: Rate = Rate()
    cadres: Rate = Rate()
    last_on: datetime.date | None = None

    def of(self, standing: str) -> int:
        return self.standings.get(standing, 0)


@dataclass(frozen=True)
class CampaignFigures:
    """Everything the pages of a campaign show of an area, counted at one moment."""

    period: Period
    counted_at: datetime.datetime
    whole: Place
    places: Sequence[Place]
    kinds: Mapping[str, Rate]


def kept(
    name: str, campaign: Campaign, period: Period, *parts: object, count: Callable[[], Counted]
) -> Counted:
    """Figures counted past the reader's scope, at most a minute old.

    One request counts at a time: who asks meanwhile is given the figures there were, so that a
    crowd on the first morning does not count the same thing side by side.
    """
    conditions = (campaign.pk, campaign.begun_at, *period.days, period.closed_at, *parts)
    key = f"campaign-{name}:" + ":".join(str(part).replace(" ", "T") for part in conditions)
    now, known = clock.now(), cache.get(key)
    if known and (now - known[0]).total_seconds() < KEPT_SECONDS:
        return known[1]
    is_ours = cache.add(f"{key}:counting", 1, COUNTING_SECONDS)
    if known and not is_ours:
        return known[1]
    try:
        with scope.whole_city(REASON):
            found = count()
        cache.set(key, (now, found), OLD_SECONDS)
    finally:
        if is_ours:
            cache.delete(f"{key}:counting")
    return found


def figures(
    campaign: Campaign,
    area: Area,
    period: Period,
    *,
    level: Level | None = None,
    villages: bool = False,
    kind: str = "",
) -> CampaignFigures:
    """The figures of ``area`` by its places of ``level`` (the next below), at most a minute old.

    ``villages`` also counts the village level among the cadres, ``kind`` only households of one.
    """
    wanted = level or BELOW.get(Level(area.level), Level.VILLAGE)
    return kept(
        "figures", campaign, period, area.code, wanted, villages, kind,
        count=lambda: _count(campaign, area, period, wanted, villages=villages, kind=kind),
    )  # fmt: skip


def made(campaign: Campaign, period: Period) -> Mapping[int, Made]:
    """The visits of every cadre, wherever they were made; at most a minute old."""
    return kept(
        "cadres", campaign, period, count=lambda: cadre_coverage.made_by_cadre(campaign, period)
    )


@dataclass(frozen=True)
class Days:
    """Households covered and visits handed in, by day."""

    approved: Mapping[datetime.date, int]
    submitted: Mapping[datetime.date, int]


def days(campaign: Campaign, area: Area, period: Period) -> Days:
    """What was done on each day in a place, at most a minute old."""

    def count() -> Days:
        return Days(
            coverage.approved_by_day(campaign, period, area),
            coverage.submitted_by_day(campaign, period, area),
        )

    return kept("days", campaign, period, area.code, count=count)


def _count(
    campaign: Campaign, area: Area, period: Period, level: Level, *, villages: bool, kind: str
) -> CampaignFigures:
    digits = SIGNIFICANT_DIGITS[level]
    tallies = coverage.tally_by_place(campaign, period, digits=digits, area=area, kind=kind)
    passing = coverage.passing_by_place(campaign, period, digits=digits, area=area)
    last = coverage.last_visit_by_place(campaign, period, digits=digits, area=area)
    cadres = cadre_coverage.rates_by_place(
        cadre_coverage.roster(campaign, period, area=area, villages=villages).values_list(
            "pk", "area_id"
        ),
        made(campaign, period),
        digits=digits,
    )
    names = _names(area, level, digits)
    places = [
        Place(
            code=names.get(place, (place.ljust(12, "0"), place))[0],
            name=names.get(place, (place.ljust(12, "0"), place))[1],
            households=(tally := tallies.get(place, Tally())).households,
            standings=tally.standings,
            entry=tally.entry,
            passing=passing.get(place, Rate()),
            cadres=cadres.get(place, Rate()),
            last_on=last.get(place),
        )
        for place in sorted(set(names) | set(tallies) | set(cadres))
        if place != area.code[:digits] or place in tallies or place in cadres
    ]
    return CampaignFigures(
        period=period,
        counted_at=clock.now(),
        whole=_whole(area, places),
        places=places,
        kinds=coverage.rates_by_kind(campaign, area=area, until=period.until),
    )


def _names(area: Area, level: Level, digits: int) -> dict[str, tuple[str, str]]:
    """Code and name of each place by the digits it is grouped by; the area itself comes last."""
    below = Area.objects.within(area).filter(level=level).values_list("code", "name")
    names = {code[:digits]: (code, name) for code, name in below}
    names.setdefault(area.code[:digits], (area.code, area.name))
    return names


def _whole(area: Area, places: Sequence[Place]) -> Place:
    """The sum of the places: a household lies in one, and so does a cadre."""
    standings = {
        standing: sum(place.of(standing) for place in places) for standing in Standing.values
    }
    return Place(
        code=area.code,
        name=area.name,
        households=_sum(place.households for place in places),
        standings=standings,
        entry=_sum(place.entry for place in places),
        passing=_sum(place.passing for place in places),
        cadres=_sum(place.cadres for place in places),
        last_on=max((place.last_on for place in places if place.last_on), default=None),
    )


def _sum(rates) -> Rate:
    found = list(rates)
    return Rate(sum(rate.done for rate in found), sum(rate.total for rate in found))
