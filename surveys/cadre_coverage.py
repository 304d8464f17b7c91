"""干部走访覆盖率 (domain section 13, item 1): who of the roster has visited, and how much.

A cadre has visited with one approved visit of the stage as its investigator: by the account, or,
on the roster without one, by exactly the name and unit there, in a village of the cadre's own
place. Whoever is on the roster by account counts by it alone, and for no namesake.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import Area
from surveys.coverage import Period, Rate, approved_in
from surveys.models import Campaign, Interviewer, RosterCadre, Step, Visit
from surveys.services.roster import VILLAGE_LEVEL

FIGURES = {
    "visits": models.Count("visit", distinct=True),
    "households": models.Count("visit__household", distinct=True),
    "last_on": models.Max("visit__visited_on"),
    "needs": models.Sum("visit__need_count"),
}


@dataclass(frozen=True)
class Made:
    """The approved visits of one cadre in a period: how many, of how many households, the last."""

    visits: int
    households: int
    last_on: datetime.date
    needs: int


ByName = dict[tuple[str, str], list[tuple[str, Made]]]


def made_by_cadre(campaign: Campaign, period: Period) -> Mapping[int, Made]:
    """The visits of every cadre of the roster who made any, by the key on the roster.

    Three statements, whatever the size: investigators by account, those without one or whose
    account is not on the roster by name, unit and village, and the roster. They are brought
    together here, because the database cannot guess how many names meet and takes the slow way.
    """
    counted = _counted(period)
    # An account is under a visit once: its rows are visits.
    figures_of = FIGURES | {"visits": models.Count("pk")}
    by_user = {
        user: Made(*figures)
        for user, *figures in counted.exclude(user=None).values_list("user").annotate(**figures_of)
    }
    named, off_roster = _by_name(counted.exclude(user__in=_accounts(campaign)))
    found: dict[int, Made] = {}
    for cadre in RosterCadre.objects.filter(campaign=campaign).select_related("area"):
        own = [by_user[cadre.user_id]] if cadre.user_id in by_user else []
        who = (cadre.name, cadre.unit)
        alike = [*named.get(who, ()), *(off_roster.get(who, ()) if cadre.user_id is None else ())]
        own += [made for village, made in alike if cadre.area.contains(village)]
        if own:
            found[cadre.pk] = _together(own)
    return found


def _counted(period: Period) -> models.QuerySet[Interviewer]:
    """Investigators under approved visits of the period."""
    rows = Interviewer.objects.filter(
        visit__step=Step.APPROVED, visit__visited_on__range=period.days
    )
    if period.closed is not None:
        rows = rows.filter(visit__in=approved_in(period).order_by().values("pk"))
    return rows.order_by()


def _by_name(
    rows: models.QuerySet[Interviewer],
) -> tuple[ByName, ByName]:
    """The visits by name and unit, each with its village: without an account, and with one."""
    bare: ByName = {}
    with_account: ByName = {}
    is_bare = models.ExpressionWrapper(models.Q(user=None), models.BooleanField())
    grouped = rows.annotate(is_bare=is_bare).values_list("name", "unit", "area_id", "is_bare")
    for name, unit, village, stands_bare, *figures in grouped.annotate(**FIGURES):
        found = bare if stands_bare else with_account
        found.setdefault((name, unit), []).append((village, Made(*figures)))
    return bare, with_account


def _accounts(campaign: Campaign) -> models.QuerySet[RosterCadre, Any]:
    """The accounts on the roster: each counts for its own row only."""
    return RosterCadre.objects.filter(campaign=campaign).exclude(user=None).values("user")


def _together(parts: list[Made]) -> Made:
    """Visits under an account and under a name, in one village and another, as one figure."""
    return Made(
        sum(part.visits for part in parts),
        sum(part.households for part in parts),
        max(part.last_on for part in parts),
        sum(part.needs for part in parts),
    )


def roster(
    campaign: Campaign, period: Period, *, area: Area | None = None, villages: bool = False
) -> models.QuerySet[RosterCadre]:
    """The cadres that count: active at any time of the stage, the village level if asked for."""
    rows = RosterCadre.objects.filter(campaign=campaign).active_in(*period.days)
    if area is not None:
        rows = rows.within(area)
    return rows if villages else rows.exclude(level=VILLAGE_LEVEL)


def rates_by_place(
    cadres: Iterable[tuple[int, str]], made: Mapping[int, Made], *, digits: int
) -> Mapping[str, Rate]:
    """Cadres (key, place) who have visited ÷ cadres, by the first ``digits`` of their place."""
    counted: dict[str, list[int]] = {}
    for key, place in cadres:
        figures = counted.setdefault(place[:digits], [0, 0])
        figures[0] += key in made
        figures[1] += 1
    return {place: Rate(done, total) for place, (done, total) in counted.items()}


def visits_of(cadre: RosterCadre, period: Period) -> models.QuerySet[Visit]:
    """The approved visits that count for a cadre, as far as the reader sees them."""
    low, high = cadre.area.code_range
    named = models.Q(
        user=None, name=cadre.name, unit=cadre.unit, area_id__gte=low, area_id__lte=high
    )
    if cadre.user_id is not None:
        named |= models.Q(user_id=cadre.user_id)
    else:
        off_roster = ~models.Q(user__in=_accounts(cadre.campaign))
        named |= off_roster & models.Q(
            user__isnull=False, name=cadre.name, unit=cadre.unit, area_id__gte=low,
            area_id__lte=high,
        )  # fmt: skip
    mine = Interviewer.objects.filter(named, visit=models.OuterRef("pk"))
    return approved_in(period).filter(models.Exists(mine))
