"""干部走访覆盖率 (domain section 13, item 1): who of the roster has visited, and how much.

A cadre has visited with one approved visit of the stage as its investigator: by the account, or,
named without account, by exactly the name and unit on the roster, in a village of the cadre's
own place.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from accounts.models import Area
from surveys.coverage import Period, Rate
from surveys.models import Campaign, Interviewer, RosterCadre, Step, Visit
from surveys.services.roster import VILLAGE_LEVEL

# The whole roster in one statement. DISTINCT: somebody may stand under one visit twice.
MADE = """
WITH made AS (
    SELECT i.user_id, i.name, i.unit, i.area_id, v.id AS visit_id, v.household_id,
           v.visited_on, v.need_count
    FROM surveys_interviewer i
    JOIN surveys_visit v ON v.id = i.visit_id
    WHERE v.step = 'approved' AND v.visited_on BETWEEN %(since)s AND %(until)s
), matched AS (
    SELECT c.id, m.visit_id, m.household_id, m.visited_on, m.need_count
    FROM surveys_rostercadre c JOIN made m ON m.user_id = c.user_id
    WHERE c.campaign_id = %(campaign)s
    UNION
    SELECT c.id, m.visit_id, m.household_id, m.visited_on, m.need_count
    FROM surveys_rostercadre c
    JOIN accounts_area a ON a.code = c.area_id
    JOIN made m ON m.user_id IS NULL AND m.name = c.name AND m.unit = c.unit
        AND m.area_id BETWEEN c.area_id AND rpad(
            left(c.area_id,
                 CASE a.level WHEN 'city' THEN 4 WHEN 'county' THEN 6 WHEN 'township' THEN 9
                      ELSE 12 END), 12, '9')
    WHERE c.campaign_id = %(campaign)s
)
SELECT id, count(*), count(DISTINCT household_id), max(visited_on), sum(need_count)
FROM matched GROUP BY id
"""


@dataclass(frozen=True)
class Made:
    """The approved visits of one cadre in a period: how many, of how many households, the last."""

    visits: int
    households: int
    last_on: datetime.date
    needs: int


def made_by_cadre(campaign: Campaign, period: Period) -> Mapping[int, Made]:
    """The visits of every cadre of the roster who made any, by the key on the roster."""
    asked: dict[str, Any] = {"campaign": campaign.pk, "since": period.since, "until": period.until}
    with connection.cursor() as cursor:
        cursor.execute(MADE, asked)
        return {key: Made(*figures) for key, *figures in cursor.fetchall()}


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


def cadre_rate(
    campaign: Campaign, area: Area | None = None, *, period: Period, villages: bool = False
) -> Rate:
    """干部走访覆盖率 of a place."""
    keys = roster(campaign, period, area=area, villages=villages).values_list("pk", flat=True)
    made = made_by_cadre(campaign, period)
    return Rate(sum(key in made for key in keys), len(keys))


def visits_of(cadre: RosterCadre, period: Period) -> models.QuerySet[Visit]:
    """The approved visits that count for a cadre, as far as the reader sees them."""
    low, high = cadre.area.code_range
    named = models.Q(
        user=None, name=cadre.name, unit=cadre.unit, area_id__gte=low, area_id__lte=high
    )
    if cadre.user_id is not None:
        named |= models.Q(user_id=cadre.user_id)
    mine = Interviewer.objects.filter(named, visit=models.OuterRef("pk"))
    rows = Visit.objects.filter(step=Step.APPROVED, visited_on__range=period.days)
    return rows.filter(models.Exists(mine))
