"""The rows behind the two coverages: target households, and cadres, with or without a visit."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.area_choice import area_choice
from foundation import clock
from foundation.codelists import code_list
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from reports.services import coverage

STATES = {"": None, "done": True, "left": False}
HOUSEHOLD_COLUMNS = (
    Column(_("Head of household")),
    Column(_("File number")),
    Column(_("Village or community")),
    Column(_("People"), numeric=True),
    Column(_("Action"), hidden=True),
)
CADRE_COLUMNS = (Column(_("Name")), Column(_("Unit")), Column(_("Area")), Column(_("Duty")))


def _asked(request):
    """Campaign, area and state that the address names."""
    today = clock.today()
    campaign = coverage.campaign_on(today)
    if campaign is None:
        raise Http404("no campaign yet")
    areas = area_choice(request.user, request.GET.get("area"))
    return campaign, areas, STATES.get(request.GET.get("state", ""))


@require_GET
@requires("surveys.view_visit")
def screening(request):
    """Target households of the campaign in the own area."""
    campaign, areas, is_done = _asked(request)
    kind = request.GET.get("kind", "")
    found = coverage.target_households(
        campaign, areas.chosen, clock.today(), kind=kind, is_done=is_done
    )
    context = {
        "campaign": campaign,
        "areas": areas,
        "state": request.GET.get("state", ""),
        "kind": kind,
        "kinds": code_list("household_kind").entries,
        "page": paginate(request, found.select_related("area").order_by("area_id", "pk")),
        "columns": HOUSEHOLD_COLUMNS,
    }
    return render_page(request, "reports/screening.html", context)


@require_GET
@requires("reports.view_dashboard")
def cadres(request):
    """Cadres of the own area."""
    campaign, areas, is_done = _asked(request)
    found = coverage.cadre_rows(campaign, areas.chosen, clock.today(), is_done=is_done)
    context = {
        "campaign": campaign,
        "areas": areas,
        "state": request.GET.get("state", ""),
        "page": paginate(request, found.select_related("area").order_by("area_id", "name", "pk")),
        "columns": CADRE_COLUMNS,
    }
    return render_page(request, "reports/cadres.html", context)
