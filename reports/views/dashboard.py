"""The dashboard (统计): figures of an area, each leading to the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.models import Area
from accounts.models.areas import Level
from foundation import clock
from foundation.codelists import Code, code_list
from foundation.htmx import render_page
from foundation.tables import Cell
from reports.services.coverage import Share
from reports.services.figures import Figures, Place, figures
from reports.views.cells import case_tables


@dataclass(frozen=True)
class Row:
    """One place of the register table."""

    place: Place
    address: str
    cells: Sequence[Cell]
    is_mine: bool


@require_GET
@requires("reports.view_dashboard")
def dashboard(request):
    """Totals are the same for every reader; only what lies in the own area leads further."""
    area = chosen_area(request.user, request.GET.get("area", ""))
    today = clock.today()
    found = figures(area, today)
    is_mine = request.user.area.contains(area.code)
    context = {
        "area": area,
        "title": area_title(area),
        "line": _line(area),
        "below": [place for place in found.places if _is_below(request.user, area, place)],
        "is_mine": is_mine,
        "figures": found,
        "kinds": list(code_list("household_kind").entries.values()),
        "rows": [_row(request.user, place, area) for place in found.places],
        "whole": _row(request.user, found.whole),
        "screening": _screening(found),
        **case_tables(request.user, area, found),
        "most_left": max([place.screened.left for place in found.places], default=0),
    }
    return render_page(request, "reports/dashboard.html", context)


def chosen_area(user, code: str) -> Area:
    """The area asked for: above the own one or inside it; otherwise the own one."""
    above = {user.area.code[:4] + "0" * 8, user.area.county_code, user.area.township_code}
    if code in above or user.area.contains(code):
        return Area.objects.filter(code=code).first() or user.area
    return user.area


def _line(area: Area) -> list[Area]:
    """The places from the city down to the area shown."""
    codes = [area.code[:4] + "0" * 8, area.county_code, area.township_code, area.code]
    return list(Area.objects.filter(code__in=codes).order_by("code"))


def _is_below(user, area: Area, place: Place) -> bool:
    """Whether the reader may open the place's own dashboard."""
    line = (user.area.county_code, user.area.township_code)
    return place.code != area.code and (user.area.contains(place.code) or place.code in line)


def _rows_address(user, code: str, **narrowed: str) -> str:
    """The households behind a figure, for those who may see them."""
    if not user.area.contains(code) or not may(user, "households.view_household"):
        return ""
    return f"{reverse('households:list')}?{urlencode({'area': code, **narrowed})}"


def _row(user, place: Place, area: Area | None = None) -> Row:
    def address(**narrowed: str) -> str:
        is_remainder = area is not None and place.code == area.code
        return "" if is_remainder else _rows_address(user, place.code, **narrowed)

    cells = [Cell(place.households, address())]
    for kind in code_list("household_kind").entries:
        cells.append(Cell(place.kinds.get(kind, 0), address(kind=kind)))
    is_open = area is not None and _is_below(user, area, place)
    return Row(place, f"?area={place.code}" if is_open else "", cells, bool(address()))


def _screening(found: Figures) -> list[tuple[Code, Share]]:
    """Coverage by kind, in the order of the code list."""
    kinds = code_list("household_kind").entries
    return [
        (kinds[code], found.screened_kinds[code]) for code in kinds if code in found.screened_kinds
    ]


def area_title(area: Area) -> str:
    """The heading: of the whole city, or of the place."""
    if area.level == Level.CITY:
        return _("Assistance work of the whole city")
    return _("Assistance work of %(area)s") % {"area": area.name}
