"""Progress of a campaign (走访进度): by standing, day by day with the pace, laggards first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.calendar import working_calendar
from accounts.models.areas import Level
from foundation.codelists import label
from foundation.htmx import render_page
from surveys import pace
from surveys.coverage import Standing
from surveys.models import RosterCadre
from surveys.roster_list import Wanted, listed
from surveys.services.campaign_figures import BELOW, days, made
from surveys.views.campaign_place import Asked, Line, asked, frame, line, rows_address

SHOWN_DAYS, LAGGARDS = 30, 20
LOWER = {
    Level.CITY: (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE),
    Level.COUNTY: (Level.TOWNSHIP, Level.VILLAGE),
    Level.TOWNSHIP: (Level.VILLAGE,),
    Level.VILLAGE: (Level.VILLAGE,),
}


@dataclass(frozen=True)
class Behind:
    """A place that is behind: its line, days since anybody was out, and what each day needs."""

    line: Line
    idle: int | None
    needed: Decimal | None


@require_GET
@requires("surveys.view_campaign")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the campaign stands, whether the pace is enough, and who is furthest behind."""
    look = asked(request, pk)
    level = _level(request, look)
    found, by_day = look.figures(level=level), days(look.campaign, look.area, look.period)
    today, calendar, last = look.on, working_calendar(), look.campaign.screening_ends_on
    is_over = today > last
    left = found.whole.households.open
    reckoned = pace.pace(left, by_day.approved, today=today, last=last, calendar=calendar)
    context = {
        **frame(look, "campaign_progress"),
        "figures": found,
        "standings": _standings(look, found.whole),
        "pace": reckoned,
        "is_over": is_over,
        "days": (table := _days(by_day, look, today)),
        "chart": _chart(table, None if is_over else reckoned.needed),
        "behind": _behind(look, found.places, reckoned.days_left, today),
        "levels": [(one.value, one.label) for one in LOWER[Level(look.area.level)]],
        "level": level,
        "idle_cadres": _idle_cadres(look, today) if look.is_mine else [],
        "all_idle": rows_address(look, "roster", look.area.code, sort="last", level="above"),
    }
    return render_page(request, "surveys/campaigns/progress.html", context)


def _level(request: HttpRequest, look: Asked) -> Level:
    level = request.GET.get("level", "")
    allowed = LOWER[Level(look.area.level)]
    return Level(level) if level in allowed else BELOW.get(Level(look.area.level), Level.VILLAGE)


def _standings(look: Asked, whole) -> list[dict]:
    """Counts by standing, each leading to its households."""
    return [
        {
            "label": standing.label,
            "figure": whole.of(standing),
            "address": rows_address(look, "targets", look.area.code, state=standing),
        }
        for standing in Standing
    ]


def _days(by_day, look: Asked, today: date) -> list[tuple[date, int, int]]:
    """The last days, with what was approved and handed in, oldest first."""
    last = min(today, look.period.until)
    first = max(look.period.since, last - timedelta(days=SHOWN_DAYS - 1))
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, by_day.approved.get(day, 0), by_day.submitted.get(day, 0)) for day in span]


def _chart(table, needed: Decimal | None) -> Mapping[str, object]:
    """The chart's figures and words."""
    return {
        "days": [f"{day.month}-{day.day}" for day, _approved, _submitted in table],
        "approved": [approved for _day, approved, _submitted in table],
        "submitted": [submitted for _day, _approved, submitted in table],
        "needed": float(needed) if needed else None,
        "words": {
            "approved": _("Covered that day"),
            "submitted": _("Visits handed in"),
            "needed": _("Needed a day"),
        },
    }


def _behind(look: Asked, places, days_left: int, today: date) -> list[Behind]:
    """Places with households left, the lowest rate first."""
    open_places = [place for place in places if place.households.open]
    open_places.sort(key=lambda place: (place.households.percent, -place.households.open))
    return [
        Behind(
            line=line(look, place),
            idle=(today - place.last_on).days if place.last_on else None,
            needed=pace.needed_per_day(place.households.open, days_left),
        )
        for place in open_places[:LAGGARDS]
    ]


def _idle_cadres(look: Asked, today: date) -> list[RosterCadre]:
    """Cadres longest without a visit, those without any first; in the reader's own place."""
    level = "" if look.villages else "above"
    wanted = Wanted(area=look.area, period=look.period, level=level, sort="last")
    found = [
        cadre
        for cadre in listed(look.campaign, wanted, made(look.campaign, look.period))
        if cadre.active_to is None
    ][:LAGGARDS]
    for cadre in found:
        cadre.idle = (today - cadre.made.last_on).days if cadre.made else None
        cadre.level_label = label("interviewer_level", cadre.level)
    return found
