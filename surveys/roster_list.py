"""The roster of a campaign as it is filtered and sorted, each cadre with the visits made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation.codelists import codes, label_zh
from foundation.faults import Text
from surveys.cadre_coverage import Made
from surveys.coverage import Period
from surveys.models import Campaign, RosterCadre
from surveys.services.roster import VILLAGE_LEVEL

DONE, LEFT, GONE = "done", "left", "gone"
STATES: Mapping[str, Text] = {
    "": _("With and without a visit"),
    DONE: _("With an approved visit"),
    LEFT: _("Without one yet"),
    GONE: _("No longer on the roster"),
}
ABOVE_VILLAGES = "above"
"""The level filter's word for city, county and township together: those the coverage counts."""
SORTS = ("area", "-area", "name", "-name", "visits", "-visits", "last", "-last")


@dataclass(frozen=True)
class Wanted:
    """How the roster is narrowed and sorted."""

    area: Area
    period: Period
    level: str = ""
    state: str = ""
    name: str = ""
    sort: str = "area"

    @classmethod
    def of(cls, query: Mapping[str, Any], area: Area, period: Period) -> "Wanted":
        """What an address asks for; what is unknown there asks for nothing."""
        level, state, sort = (query.get(word, "") for word in ("level", "state", "sort"))
        return cls(
            area=area,
            period=period,
            level=level if level in (ABOVE_VILLAGES, *codes("interviewer_level")) else "",
            state=state if state in STATES else "",
            name=query.get("q", "").strip(),
            sort=sort if sort in SORTS else "area",
        )


def listed(campaign: Campaign, wanted: Wanted, made: Mapping[int, Made]) -> list[RosterCadre]:
    """The cadres asked for, each with ``made`` (or None); a roster is some thousand rows."""
    rows = RosterCadre.objects.filter(campaign=campaign).active_in(*wanted.period.days)
    rows = rows.within(wanted.area).select_related("area", "user")
    if wanted.level == ABOVE_VILLAGES:
        rows = rows.exclude(level=VILLAGE_LEVEL)
    elif wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.name:
        rows = rows.filter(name__prefix=wanted.name)
    if wanted.state == GONE:
        rows = rows.exclude(active_to=None)
    if wanted.state in (DONE, LEFT):
        keys = list(made)
        rows = rows.filter(pk__in=keys) if wanted.state == DONE else rows.exclude(pk__in=keys)
    found = list(rows.order_by("area_id", "name", "pk"))
    for cadre in found:
        cadre.made = made.get(cadre.pk)
    return _sorted(found, wanted.sort)


def level_zh(level: str) -> str:
    """The level filter in the words of a ledger."""
    if level == ABOVE_VILLAGES:
        return "市级、县级、乡级"
    return label_zh("interviewer_level", level) if level else "全部"


def _sorted(rows: list[RosterCadre], sort: str) -> list[RosterCadre]:
    word = sort.lstrip("-")
    keys = {
        "area": lambda cadre: cadre.area_id,
        "name": lambda cadre: cadre.name,
        "visits": lambda cadre: cadre.made.visits if cadre.made else 0,
        "last": lambda cadre: cadre.made.last_on.toordinal() if cadre.made else 0,
    }
    return sorted(rows, key=keys[word], reverse=sort.startswith("-"))
