"""What the address of a campaign's page asks for: campaign, place, last day, village level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import Area, User
from foundation import clock
from foundation.faults import Text
from foundation.tables import Cell
from surveys.coverage import Period, Standing, day_of, period_of
from surveys.models import Campaign
from surveys.models.campaigns import line_of
from surveys.services.campaign_exports import stage_of
from surveys.services.campaign_figures import CampaignFigures, Place, figures
from surveys.services.campaigns import may_hold
from surveys.services.list_making import job_of
from surveys.target_list import WORKING


@dataclass(frozen=True)
class Asked:
    """A campaign as somebody looks at it from a place, up to a day."""

    user: User
    campaign: Campaign
    area: Area
    period: Period
    stage: str
    villages: bool

    @property
    def on(self) -> date:
        """Today, or the day the campaign was closed: what is left and idle is reckoned from it."""
        return day_of(self.campaign, clock.today())

    @property
    def is_mine(self) -> bool:
        """Whether the rows behind the figures are the reader's to see."""
        return self.user.area.contains(self.area.code)

    def query(self, **changes: str) -> str:
        """The address's own conditions with some replaced."""
        kept = {"stage": self.stage, "villages": "1" if self.villages else ""}
        return urlencode({name: value for name, value in (kept | changes).items() if value})

    def figures(self, **more) -> CampaignFigures:
        return figures(self.campaign, self.area, self.period, villages=self.villages, **more)


@dataclass(frozen=True)
class Line:
    """One place of a table."""

    place: Place
    address: str
    cells: Sequence[Cell]
    cadre_address: str = ""
    faulty_address: str = ""
    partial_address: str = ""


def campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    """The one door to a campaign: held above the reader's place, in it, or below it."""
    rows = Campaign.objects.visible_to(request.user).select_related("area")
    return get_object_or_404(rows, pk=pk)


def asked(request: HttpRequest, pk: int) -> Asked:
    """What the address asks for; what it may not ask for falls back to the reader's own place."""
    campaign = campaign_or_404(request, pk)
    stage = stage_of(request.GET)
    return Asked(
        user=request.user,
        campaign=campaign,
        area=_place(request.user, campaign, request.GET.get("area", "")),
        period=period_of(campaign, clock.today(), stage),
        stage="" if stage is None else str(stage),
        villages=request.GET.get("villages") == "1",
    )


def frame(look: Asked, tab: str) -> dict:
    """What every page of a campaign shows around its content."""
    campaign, user = look.campaign, look.user
    below = Area.objects.filter(parent=look.area).current(clock.today()).order_by("code")
    own_line = set(line_of(user.area))
    return {
        "look": look,
        "campaign": campaign,
        "state": campaign.state(clock.today()),
        "is_beginning": campaign.is_beginning(clock.today()),
        "making": None if campaign.begun_at else job_of(campaign),
        "tab": tab,
        "tabs": _tabs(look),
        "area": look.area,
        "line": [
            area
            for area in Area.objects.filter(code__in=line_of(look.area)).order_by("code")
            if campaign.area.contains(area.code)
        ],
        "below": [a for a in below if user.area.contains(a.code) or a.code in own_line],
        "stages": campaign.stage_list,
        "may_hold": may_hold(user, campaign.kind, campaign.area_id),
    }


def lines(look: Asked, places: Sequence[Place]) -> list[Line]:
    """The places of a table with the rows behind each figure."""
    return [line(look, place) for place in places]


def line(look: Asked, place: Place) -> Line:
    """One place with its addresses."""
    return Line(
        place=place,
        address=place_address(look, place.code),
        cells=_cells(look, place),
        cadre_address=rows_address(
            look, "roster", place.code, level="" if look.villages else "above", state="left"
        ),
        faulty_address=rows_address(look, "quality_rows", place.code, sign="faulty"),
        partial_address=rows_address(look, "targets", place.code, state="partial"),
    )


def place_address(look: Asked, code: str) -> str:
    """The same page of a smaller place, for who may open it."""
    if code == look.area.code:
        return ""
    if not look.user.area.contains(code) and code not in line_of(look.user.area):
        return ""
    return "?" + look.query(area=code)


def rows_address(look: Asked, name: str, code: str, **narrowed: str) -> str:
    """The list behind a figure, for who may see its rows."""
    needed = "surveys.view_quality" if name == "quality_rows" else "surveys.view_campaign"
    if not look.user.area.contains(code) or not may(look.user, needed):
        return ""
    conditions = {"area": code, "stage": look.stage, **narrowed}
    kept = {key: value for key, value in conditions.items() if value}
    return f"{reverse(f'surveys:campaign_{name}', args=[look.campaign.pk])}?{urlencode(kept)}"


def _cells(look: Asked, place: Place) -> list[Cell]:
    figures_of: Mapping[str, int] = {
        "": place.households.total,
        Standing.COVERED: place.of(Standing.COVERED),
        Standing.SUBMITTED: place.of(Standing.SUBMITTED),
        WORKING: place.of(Standing.DRAFT) + place.of(Standing.RETURNED),
        Standing.UNMET: place.of(Standing.UNMET),
        Standing.UNTOUCHED: place.of(Standing.UNTOUCHED),
    }
    return [
        Cell(figure, rows_address(look, "targets", place.code, state=state))
        for state, figure in figures_of.items()
    ]


def _tabs(look: Asked) -> list[dict[str, Text | str]]:
    pages: list[tuple[str, Text]] = [
        ("campaign", _("Overview")),
        ("campaign_targets", _("The list of households")),
        ("campaign_roster", _("Cadres")),
        ("campaign_progress", _("Progress")),
    ]
    if may(look.user, "surveys.view_quality"):
        pages.append(("campaign_quality", _("Quality")))
    return [
        {
            "name": name,
            "label": label,
            "address": f"{reverse(f'surveys:{name}', args=[look.campaign.pk])}"
            + (f"?{query}" if (query := look.query(area=look.area.code)) else ""),
        }
        for name, label in pages
    ]


def _place(user: User, campaign: Campaign, code: str) -> Area:
    """The place asked for: on the way down to the own one or inside it, and the campaign's."""
    own = user.area if campaign.area.contains(user.area_id) else campaign.area
    may_see = user.area.contains(code) or code in line_of(user.area) if code else False
    if may_see and campaign.area.contains(code):
        return Area.objects.filter(code=code).first() or own
    return own
