"""Figures of the quality page: signs by place for every reader alike, by author for one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models.functions import Substr

from accounts.models import Area, User
from accounts.models.areas import SIGNIFICANT_DIGITS, Level
from surveys.coverage import Period, records
from surveys.models import Campaign
from surveys.quality_signs import QUALITY_SIGNS, counted
from surveys.services.campaign_figures import BELOW, kept
from surveys.services.readings import unread

MOST_AUTHORS = 30


@dataclass(frozen=True)
class Signs:
    """The visits of one place or author, and how many show each sign."""

    key: str
    name: str
    visits: int
    figures: Mapping[str, int]


@dataclass(frozen=True)
class QualityFigures:
    """Signs of an area and of its places; ``unread`` visits are not in them yet."""

    whole: Signs
    places: Sequence[Signs]
    unread: int


def quality(campaign: Campaign, area: Area, period: Period) -> QualityFigures:
    """The signs of ``area``, at most a minute old."""
    return kept(
        "quality", campaign, period, area.code, count=lambda: _count(campaign, area, period)
    )


def by_author(campaign: Campaign, area: Area, period: Period) -> Sequence[Signs]:
    """Signs by author, most signs first: for who sees the visits of ``area`` alone."""
    return kept(
        "authors", campaign, period, area.code, count=lambda: _by_author(campaign, area, period)
    )


def _count(campaign: Campaign, area: Area, period: Period) -> QualityFigures:
    digits = SIGNIFICANT_DIGITS[BELOW.get(Level(area.level), Level.VILLAGE)]
    rows = records(campaign, period, area).order_by()
    grouped = rows.annotate(place=Substr("area_id", 1, digits)).values("place")
    by_place = {row["place"]: row for row in grouped.annotate(**counted(period.closed))}
    codes = [place.ljust(12, "0") for place in by_place]
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    places = [
        _signs(code := place.ljust(12, "0"), names.get(code, code), row)
        for place, row in sorted(by_place.items())
    ]
    if period.closed is not None:
        return QualityFigures(_whole(area, places), places, 0)
    low, high = area.code_range
    waiting = unread().filter(area_id__gte=low, area_id__lte=high)
    waiting = waiting.filter(visited_on__range=period.days)
    return QualityFigures(_whole(area, places), places, waiting.count())


def _by_author(campaign: Campaign, area: Area, period: Period) -> Sequence[Signs]:
    rows = (
        records(campaign, period, area)
        .order_by()
        .values("author")
        .annotate(**counted(period.closed))
    )
    people = sorted(rows, key=lambda row: (-_signs_of(row), -row["visits"]))[:MOST_AUTHORS]
    who = User.objects.in_bulk([row["author"] for row in people])
    return [_signs(str(row["author"]), who[row["author"]].name, row) for row in people]


def _signs_of(row: Mapping[str, int]) -> int:
    return sum(row[sign.code] for sign in QUALITY_SIGNS)


def _signs(key: str, name: str, row: Mapping[str, int]) -> Signs:
    figures = {sign.code: row[sign.code] for sign in QUALITY_SIGNS}
    return Signs(key, name, row["visits"], figures)


def _whole(area: Area, places: Sequence[Signs]) -> Signs:
    figures = {sign.code: sum(p.figures[sign.code] for p in places) for sign in QUALITY_SIGNS}
    return Signs(area.code, area.name, sum(place.visits for place in places), figures)
