"""The one whole-area service behind the dashboard (全市数字): the same totals for every reader.

Counted past the reader's own scope, so that a county and the city read the same number; only the
way to the rows behind a number is personal. Kept for a minute.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Count, Sum
from django.db.models.functions import Substr

from accounts import scope
from accounts.models import Area
from accounts.models.areas import SIGNIFICANT_DIGITS, Level
from foundation import clock
from households.models import Household, HouseholdKind
from reports.services import cases, coverage
from reports.services.cases import Applications, Findings, Petitions
from reports.services.coverage import Coverage, Share

KEPT_SECONDS = 60
REASON = "dashboard totals are equal for every reader"
BELOW = {Level.CITY: Level.COUNTY, Level.COUNTY: Level.TOWNSHIP, Level.TOWNSHIP: Level.VILLAGE}


@dataclass(frozen=True)
class Place:
    """The register of one place below the area: households, people, households by kind."""

    code: str
    name: str
    households: int
    people: int
    kinds: Mapping[str, int]
    screened: Share


@dataclass(frozen=True)
class Figures:
    """Everything the dashboard of one area shows, counted at one moment."""

    area_code: str
    on: datetime.date
    counted_at: datetime.datetime
    places: Sequence[Place]
    whole: Place
    coverage: Coverage | None
    screened_kinds: Mapping[str, Share] = field(default_factory=dict)
    applications: Applications = Applications()
    findings: Sequence[Findings] = ()
    findings_whole: Findings = Findings()
    petitions: Sequence[Petitions] = ()
    petitions_whole: Petitions = Petitions()


def figures(area: Area, on: datetime.date) -> Figures:
    """The figures of ``area`` on a day, at most a minute old."""
    key = f"figures:{area.code}:{on.isoformat()}"
    found = cache.get(key)
    if found is None:
        with scope.whole_city(REASON):
            found = _count(area, on)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _count(area: Area, on: datetime.date) -> Figures:
    level = BELOW.get(Level(area.level), Level.VILLAGE)
    digits = SIGNIFICANT_DIGITS[level]
    campaign = coverage.campaign_on(on)
    visits = coverage.counted(campaign, area, on) if campaign else None
    screened = coverage.households_by_place(visits, digits) if visits else {}
    places = _places(area, on, digits, screened)
    covered = coverage.coverage(area, on)
    return Figures(
        area_code=area.code,
        on=on,
        counted_at=clock.now(),
        places=places,
        whole=_whole(area, on, places, covered),
        coverage=covered,
        screened_kinds=coverage.households_by_kind(visits) if visits else {},
        applications=cases.applications(area, on),
        findings=(by_round := cases.findings(area, on)),
        findings_whole=cases.whole_of(Findings(), by_round),
        petitions=(by_source := cases.petitions(area, on)),
        petitions_whole=cases.whole_of(Petitions(), by_source),
    )


def _places(
    area: Area, on: datetime.date, digits: int, screened: Mapping[str, Share]
) -> Sequence[Place]:
    register = Household.objects.on_register().within(area).order_by()
    counted = {
        place: (households, people)
        for place, households, people in register.annotate(place=Substr("area_id", 1, digits))
        .values_list("place")
        .annotate(Count("pk"), Sum("family_size"))
    }
    kinds: dict[str, dict[str, int]] = {}
    for place, kind, households in _kinds(area, on, digits):
        kinds.setdefault(place, {})[kind] = households
    names = {
        code[:digits]: (code, name)
        for code, name in Area.objects.within(area)
        .filter(level=BELOW.get(Level(area.level), Level.VILLAGE))
        .values_list("code", "name")
    }
    names.setdefault(area.code[:digits], (area.code, area.name))
    nothing = Share(0, 0)
    found = []
    for place in sorted(set(names) | set(counted) | set(screened)):
        code, name = names.get(place, (place.ljust(12, "0"), place))
        if code == area.code and place not in counted and place not in screened:
            continue
        households, people = counted.get(place, (0, 0))
        share = screened.get(place, nothing)
        found.append(Place(code, name, households, people, kinds.get(place, {}), share))
    return found


def _kinds(area: Area, on: datetime.date, digits: int) -> Iterable[tuple[str, str, int]]:
    """(place, kind, households): a household of several kinds counts once in each."""
    return (
        HouseholdKind.objects.on(on)
        .filter(household__in=Household.objects.on_register().within(area))
        .order_by()
        .annotate(place=Substr("area_id", 1, digits))
        .values_list("place", "kind")
        .annotate(Count("household", distinct=True))
    )


def _whole(
    area: Area, on: datetime.date, places: Sequence[Place], covered: Coverage | None
) -> Place:
    kinds: dict[str, int] = {}
    for place in places:
        for kind, households in place.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + households
    return Place(
        area.code,
        area.name,
        sum(place.households for place in places),
        sum(place.people for place in places),
        kinds,
        covered.households if covered else Share(0, 0),
    )
