"""Campaigns and routine rounds: the list, one of them, opening, changing, closing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.area_choice import area_choice
from foundation import clock
from foundation.codelists import code_list
from foundation.faults import InputError
from foundation.formats import day_narrow
from foundation.htmx import render_page, wants_part
from foundation.paging import paginate
from foundation.tables import Column
from surveys.campaign_forms import (
    TEMPLATES,
    CampaignForm,
    CloseForm,
    initial_of,
    initial_of_template,
)
from surveys.models import Campaign, CampaignKind, CampaignState
from surveys.services import campaigns
from surveys.views.campaign_place import asked, campaign_or_404, frame, line, lines, rows_address

COLUMNS = (
    Column(gettext_lazy("Name of the campaign")),
    Column(pgettext_lazy("campaign kind", "Kind")),
    Column(gettext_lazy("Place")),
    Column(gettext_lazy("Screening")),
    Column(gettext_lazy("Until")),
    Column(gettext_lazy("State")),
)
TONES = {CampaignState.RUNNING: "go", CampaignState.PLANNED: "line", CampaignState.ENDED: "ok"}


@require_GET
@requires("surveys.view_campaign")
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns that concern the reader's place, the last begun first."""
    kind = request.GET.get("kind", "")
    rows = Campaign.objects.visible_to(request.user).select_related("area")
    if kind in CampaignKind.values:
        rows = rows.filter(kind=kind)
    page = paginate(request, rows)
    today = clock.today()
    for campaign in page.rows:
        campaign.state_now = campaign.state(today)
        campaign.tone = TONES.get(campaign.state_now, "")
    context = {
        "page": page,
        "columns": COLUMNS,
        "kind": kind,
        "kinds": CampaignKind.choices,
        "may_open": may(request.user, "surveys.open_campaign"),
    }
    return render_page(request, "surveys/campaigns/list.html", context)


@require_GET
@requires("surveys.view_campaign")
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: its stages, the two coverages, and the places below with their figures."""
    look = asked(request, pk)
    # Asked for again by itself while the list is being made: that is nobody at work.
    request.is_polling = look.campaign.is_beginning(clock.today()) and wants_part(request)
    found = look.figures()
    kinds = code_list("household_kind").entries
    context = {
        **frame(look, "campaign"),
        "steps": _steps(look),
        "wanted_kinds": [kinds[code] for code in look.campaign.target_kinds if code in kinds],
        "figures": found,
        "whole": line(look, found.whole),
        "rows": lines(look, found.places),
        "kinds": [
            (
                kinds[code],
                found.kinds[code],
                rows_address(look, "targets", look.area.code, kind=code),
            )
            for code in kinds
            if code in found.kinds
        ],
    }
    return render_page(request, "surveys/campaigns/campaign.html", context)


@requires("surveys.open_campaign")
def open_campaign(request: HttpRequest) -> HttpResponse:
    """Open a campaign by hand or from the city's plan."""
    template = request.GET.get("template", "")
    form = CampaignForm(request.POST or None, initial=initial_of_template(template))
    areas = area_choice(request.user, (request.POST or request.GET).get("area"))
    if form.is_valid():
        try:
            made = campaigns.open_campaign(
                template=form.template(form.new_code), by=request.user, area=areas.chosen
            )
        except PermissionDenied:
            form.add_error("kind", _("A campaign is held by the city; choose a routine round"))
        else:
            messages.success(request, _opened(made))
            return redirect("surveys:campaign", pk=made.pk)
    context = {"form": form, "areas": areas, "templates": TEMPLATES, "template": template}
    status = 422 if form.errors else 200
    return render_page(request, "surveys/campaigns/form.html", context, status=status)


@requires("surveys.open_campaign")
def change_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a campaign that has not begun."""
    found = _held(request, pk)
    if found.begun_at or found.closed_at:
        messages.error(request, _("It has begun: name, days and kinds can no longer be changed"))
        return redirect("surveys:campaign", pk=pk)
    form = CampaignForm(request.POST or None, initial=initial_of(found))
    code = request.POST.get("area") or found.area_id
    areas = area_choice(request.user, code)
    if form.is_valid():
        try:
            campaigns.change_campaign(
                campaign=found, template=form.template(found.code), by=request.user,
                area=areas.chosen,
            )  # fmt: skip
        except InputError as refused:
            form.say_refused(refused)
        except PermissionDenied:
            form.add_error("kind", _("A campaign is held by the city; choose a routine round"))
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:campaign", pk=pk)
    context = {"form": form, "areas": areas, "campaign": found}
    status = 422 if form.errors else 200
    return render_page(request, "surveys/campaigns/form.html", context, status=status)


@requires("surveys.open_campaign")
def close_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a campaign; asked first, because nothing made or approved later counts."""
    found = _held(request, pk)
    if found.closed_at:
        return redirect("surveys:campaign", pk=pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            campaigns.close_campaign(
                campaign=found, by=request.user, reason=form.cleaned_data["reason"]
            )
        except InputError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Closed. The figures stay as they are today."))
        return redirect("surveys:campaign", pk=pk)
    context = {"form": form, "campaign": found}
    return render_page(request, "surveys/campaigns/close.html", context)


def _held(request: HttpRequest, pk: int) -> Campaign:
    found = campaign_or_404(request, pk)
    if not campaigns.may_hold(request.user, found.kind, found.area_id):
        raise PermissionDenied("surveys.open_campaign")
    return found


def _opened(made: Campaign) -> str:
    if made.is_beginning(clock.today()):
        return _("Opened. The list and the roster are being taken.")
    if made.begun_at is None:
        return _("Saved. The list and the roster are taken on the first day.")
    return _("Opened. The list and the roster have been taken.")


def _steps(look) -> list[dict]:
    """The stages as a bar: over, running with today, still to come."""
    today, found = look.on, []
    for stage in look.campaign.stage_list:
        state = "done" if today > stage.ends_on else "now" if today >= stage.starts_on else ""
        days = f"{day_narrow(stage.starts_on)} – {day_narrow(stage.ends_on)}"
        left = (stage.ends_on - today).days
        words = _("today is day %(day)s, %(left)s days left") % {
            "day": (today - stage.starts_on).days + 1,
            "left": left,
        }
        found.append(
            {
                "label": stage.name,
                "state": state,
                "lines": [days, words] if state == "now" else [days],
            }
        )
    return found
