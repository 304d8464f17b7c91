"""The list of a campaign's households: filtered, exported, added to, taken off, brought back."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.models import Job
from foundation.codelists import code_list
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.models import Household
from surveys.campaign_forms import AddTargetForm, FillForm, VoidForm
from surveys.coverage import Standing
from surveys.models import CampaignTarget
from surveys.services import campaign_exports, targets
from surveys.target_list import STATES, Wanted, chosen, kinds_of, shown
from surveys.views.campaign_place import asked, campaign_or_404, frame

COLUMNS = (
    Column(gettext_lazy("Head of household"), "head"),
    Column(gettext_lazy("Village or community"), "area"),
    Column(gettext_lazy("Kinds")),
    Column(gettext_lazy("Progress")),
    Column(gettext_lazy("Last visit"), "last"),
    Column(gettext_lazy("On the list since")),
    Column(gettext_lazy("Action"), hidden=True),
)
TONES = {
    Standing.COVERED: "ok",
    Standing.SUBMITTED: "go",
    Standing.DRAFT: "go",
    Standing.RETURNED: "warn",
    Standing.UNMET: "warn",
}
FILES = 3


@require_GET
@requires("surveys.view_campaign")
def target_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Households of the list inside the reader's place, each with its progress and last visit."""
    look = asked(request, pk)
    areas = area_choice(request.user, request.GET.get("area"))
    wanted = Wanted.of(request.GET, areas.chosen, look.period)
    page = paginate(request, chosen(look.campaign, wanted).values_list("pk", flat=True))
    page = replace(page, rows=shown(page.rows, look.period))
    kinds = kinds_of(look.campaign, page.rows)
    for row in page.rows:
        row.kind_names = kinds.get(row.household_id, [])
        row.standing_label = Standing(row.standing).label
        row.tone = TONES.get(row.standing, "")
    context = {
        **frame(look, "campaign_targets"),
        "areas": areas,
        "wanted": wanted,
        "kinds": code_list("household_kind").entries,
        "states": STATES.items(),
        "page": page,
        "columns": COLUMNS,
        "token": uuid.uuid4().hex,
        "may_add": may(request.user, "surveys.add_target") and look.campaign.closed_at is None,
        "may_void": may(request.user, "surveys.void_target") and look.campaign.closed_at is None,
        "jobs": files_of(request.user, pk, campaign_exports.TARGETS),
    }
    return render_page(request, "surveys/campaigns/targets.html", context)


@require_POST
@requires("surveys.view_campaign")
def export(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Ask for the file of exactly what is filtered."""
    campaign = campaign_or_404(request, pk)
    try:
        campaign_exports.ask_for_list(
            by=request.user, campaign=campaign, what=what, query=request.GET.urlencode(),
            token=request.POST.get("token", "")[:40] or uuid.uuid4().hex,
        )  # fmt: skip
    except InputError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file is being made; it appears on this page."))
    name = "campaign_targets" if what == campaign_exports.TARGETS else "campaign_roster"
    return redirect(f"{reverse(f'surveys:{name}', args=[pk])}?{request.GET.urlencode()}")


@requires("surveys.add_target")
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """补入名单: the households of one's own place that belong to a kind by now."""
    campaign = campaign_or_404(request, pk)
    form = FillForm(request.POST or None)
    if form.is_valid():
        try:
            added = targets.fill_targets(campaign=campaign, by=request.user, **form.cleaned_data)
        except InputError as refused:
            form.say_refused(refused)
        else:
            words = ngettext(
                "%(n)s household added to the list", "%(n)s households added to the list",
                added.households,
            )  # fmt: skip
            messages.success(request, words % {"n": added.households})
            return _back(pk)
    context = {"form": form, "campaign": campaign, "area": request.user.area}
    return render_page(request, "surveys/campaigns/fill.html", context)


@requires("surveys.add_target")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One household that became of a kind meanwhile."""
    campaign = campaign_or_404(request, pk)
    form = AddTargetForm(request.POST or None, initial={"household": request.GET.get("file", "")})
    if form.is_valid() and _added(request, campaign, form):
        return _back(pk)
    context = {"form": form, "campaign": campaign}
    return render_page(request, "surveys/campaigns/add_target.html", context)


def _added(request: HttpRequest, campaign, form: AddTargetForm) -> bool:
    number = form.cleaned_data["household"].strip()
    home = Household.objects.filter(household_no=number).first()
    if home is None:
        form.add_error("household", _("There is no such file inside your area"))
        return False
    try:
        rows = targets.add_target(
            campaign=campaign, household=home, by=request.user, reason=form.cleaned_data["reason"]
        )
    except InputError as refused:
        form.say_refused(refused)
        return False
    told = {"head": home.head_name}
    messages.success(
        request,
        (_("%(head)s is on the list now") if rows else _("%(head)s was on the list already"))
        % told,
    )
    return True


@requires("surveys.void_target")
def void(request: HttpRequest, pk: int, household_id: int) -> HttpResponse:
    """Take a household off the list, with the reason; it can be brought back."""
    campaign = campaign_or_404(request, pk)
    row = _row(campaign, household_id)
    form = VoidForm(request.POST or None)
    if form.is_valid():
        try:
            targets.void_targets(
                campaign=campaign, household_id=household_id, by=request.user, **form.cleaned_data
            )
        except InputError as refused:
            form.say_refused(refused)
        else:
            messages.success(request, _("Taken off the list. It can be brought back there."))
            return _back(pk)
    context = {"form": form, "campaign": campaign, "household": row.household}
    return render_page(request, "surveys/campaigns/void.html", context)


@require_POST
@requires("surveys.void_target")
def restore(request: HttpRequest, pk: int, household_id: int) -> HttpResponse:
    """Bring a household back onto the list."""
    campaign = campaign_or_404(request, pk)
    row = _row(campaign, household_id)
    try:
        targets.restore_targets(campaign=campaign, household_id=household_id, by=request.user)
    except InputError as refused:
        messages.error(request, str(refused))
    else:
        told = {"head": row.household.head_name}
        messages.success(request, _("%(head)s is on the list again") % told)
    return _back(pk)


def files_of(user, pk: int, what: str):
    """The last files somebody asked for of a list."""
    jobs = Job.objects.of(user).filter(kind=campaign_exports.KIND, params__campaign=pk)
    return jobs.filter(params__what=what)[:FILES]


def _row(campaign, household_id: int) -> CampaignTarget:
    rows = CampaignTarget.objects.select_related("household")
    found = rows.filter(campaign=campaign, household_id=household_id).order_by("kind")
    return get_object_or_404(found[:1])


def _back(pk: int) -> HttpResponse:
    return redirect("surveys:campaign_targets", pk=pk)
