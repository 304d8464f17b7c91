"""The roster of cadres of a campaign: who must visit, who has, who came and left."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from accounts.area_choice import area_choice
from foundation.codelists import choices, label
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate, paginate_list
from foundation.tables import Column
from surveys.cadre_coverage import visits_of
from surveys.campaign_forms import CadreForm, LeaveForm
from surveys.models import RosterCadre
from surveys.roster_list import ABOVE_VILLAGES, STATES, Wanted, listed
from surveys.services import campaign_exports, roster
from surveys.services.campaign_figures import made
from surveys.views.campaign_place import asked, campaign_or_404, frame
from surveys.views.campaign_targets import files_of
from surveys.views.lists import COLUMNS as VISIT_COLUMNS

COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Unit and duty")),
    Column(gettext_lazy("Level")),
    Column(gettext_lazy("Area"), "area"),
    Column(gettext_lazy("Approved visits"), "visits", numeric=True),
    Column(gettext_lazy("Families"), numeric=True),
    Column(gettext_lazy("Last visit"), "last"),
    Column(gettext_lazy("Action"), hidden=True),
)


@require_GET
@requires("surveys.view_campaign")
def roster_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Cadres of the reader's place with their visits."""
    look = asked(request, pk)
    areas = area_choice(request.user, request.GET.get("area"))
    wanted = Wanted.of(request.GET, areas.chosen, look.period)
    page = paginate_list(request, listed(look.campaign, wanted, made(look.campaign, look.period)))
    for cadre in page.rows:
        cadre.level_label = label("interviewer_level", cadre.level)
    context = {
        **frame(look, "campaign_roster"),
        "areas": areas,
        "wanted": wanted,
        "levels": [(ABOVE_VILLAGES, _("City, county, township")), *choices("interviewer_level")],
        "states": STATES.items(),
        "page": page,
        "columns": COLUMNS,
        "token": uuid.uuid4().hex,
        "may_keep": may(request.user, "surveys.keep_roster") and look.campaign.closed_at is None,
        "jobs": files_of(request.user, pk, campaign_exports.CADRES),
    }
    return render_page(request, "surveys/campaigns/roster.html", context)


@require_GET
@requires("surveys.view_campaign")
def cadre(request: HttpRequest, pk: int, cadre_pk: int) -> HttpResponse:
    """One cadre: the approved visits that count, as far as the reader sees their households."""
    look = asked(request, pk)
    found = _cadre(request, look.campaign, cadre_pk)
    rows = visits_of(found, look.period).for_list().order_by("-visited_on", "-pk")
    page = paginate(request, rows)
    for visit in page.rows:
        visit.standing = None
    context = {
        **frame(look, "campaign_roster"),
        "cadre": found,
        "level_label": label("interviewer_level", found.level),
        "made": made(look.campaign, look.period).get(found.pk),
        "page": page,
        "columns": VISIT_COLUMNS,
        "may_keep": may(request.user, "surveys.keep_roster") and look.campaign.closed_at is None,
    }
    return render_page(request, "surveys/campaigns/cadre.html", context)


@require_POST
@requires("surveys.keep_roster")
def refill(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the accounts of one's own place that have come since."""
    campaign = campaign_or_404(request, pk)
    today = roster.first_day(campaign)
    try:
        count = roster.refill_roster(campaign=campaign, by=request.user, on=today)
    except InputError as refused:
        messages.error(request, str(refused))
    else:
        words = ngettext("%(n)s cadre added", "%(n)s cadres added", count) % {"n": count}
        messages.success(request, words)
    return redirect("surveys:campaign_roster", pk=pk)


@requires("surveys.keep_roster")
def add_cadre(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on the roster by hand."""
    campaign = campaign_or_404(request, pk)
    first = {"active_from": roster.first_day(campaign)}
    form = CadreForm(request.POST or None, by=request.user, initial=first)
    areas = area_choice(request.user, (request.POST or request.GET).get("area"))
    if form.is_valid():
        try:
            added = roster.add_cadre(
                campaign=campaign, by=request.user, area=areas.chosen, **form.cleaned_data
            )
        except InputError as refused:
            form.say_refused(refused)
        else:
            messages.success(request, _("%(name)s is on the roster") % {"name": added.name})
            return redirect("surveys:campaign_roster", pk=pk)
    context = {"form": form, "areas": areas, "campaign": campaign}
    return render_page(request, "surveys/campaigns/add_cadre.html", context)


@requires("surveys.keep_roster")
def leave(request: HttpRequest, pk: int, cadre_pk: int) -> HttpResponse:
    """Somebody is transferred or retires during the campaign."""
    campaign = campaign_or_404(request, pk)
    found = _cadre(request, campaign, cadre_pk)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        try:
            roster.leave(cadre=found, by=request.user, **form.cleaned_data)
        except InputError as refused:
            form.say_refused(refused)
        else:
            messages.success(request, _("Noted. The visits made stay counted."))
            return redirect("surveys:campaign_cadre", pk=pk, cadre_pk=cadre_pk)
    context = {"form": form, "campaign": campaign, "cadre": found}
    return render_page(request, "surveys/campaigns/leave.html", context)


@require_POST
@requires("surveys.keep_roster")
def come_back(request: HttpRequest, pk: int, cadre_pk: int) -> HttpResponse:
    """Take back that somebody has left."""
    campaign = campaign_or_404(request, pk)
    found = _cadre(request, campaign, cadre_pk)
    try:
        roster.come_back(cadre=found, by=request.user)
    except InputError as refused:
        messages.error(request, str(refused))
    return redirect("surveys:campaign_cadre", pk=pk, cadre_pk=cadre_pk)


def _cadre(request: HttpRequest, campaign, cadre_pk: int) -> RosterCadre:
    """A cadre of the reader's own place; elsewhere there is none."""
    rows = RosterCadre.objects.select_related("area", "user", "left_by")
    found = get_object_or_404(rows, campaign=campaign, pk=cadre_pk)
    if not request.user.area.contains(found.area_id):
        raise Http404(cadre_pk)
    return found
