"""Paper: the form W13 and the papers of W53, of one visit, one household or a whole village."""

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.area_choice import area_choice
from accounts.models.areas import Level
from foundation.faults import InputError
from foundation.htmx import render_page
from households.models import Household
from surveys import documents
from surveys.forms import PapersForm
from surveys.models import Visit
from surveys.services import papers as services

PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@require_GET
@requires("surveys.view_visit")
def visit_form(request: HttpRequest, uuid: str) -> HttpResponse:
    """The filled form W13 (入户调查表); official paper is Chinese."""
    visit = _visit(uuid)
    paper = services.of_visit(by=request.user, visit=visit, what=documents.W13)
    return _pdf(paper, f"W13-{visit.household.household_no}")


@require_GET
@requires("surveys.view_visit")
def visit_card(request: HttpRequest, uuid: str) -> HttpResponse:
    """The visit card twice and the leaflet's receipt, on one sheet."""
    visit = _visit(uuid)
    paper = services.of_visit(by=request.user, visit=visit, what=documents.CARD)
    return _pdf(paper, f"W53-{visit.household.household_no}")


@require_GET
@requires("surveys.record_visit")
def household_paper(request: HttpRequest, household_id: int, what: str) -> HttpResponse:
    """One paper of one household, to be written on by hand when there is no device."""
    household = get_object_or_404(Household.objects.select_related("area__parent"), pk=household_id)
    try:
        paper = services.of_household(by=request.user, household=household, what=what)
    except InputError:
        raise Http404(what) from None
    return _pdf(paper, f"{what}-{household.household_no}")


@requires("surveys.record_visit")
def papers(request: HttpRequest) -> HttpResponse:
    """Papers of many households of a village as one file; empty forms need no household."""
    areas = area_choice(request.user, request.GET.get("area"))
    village, rows = areas.chosen, []
    if village.level == Level.VILLAGE:
        low, high = village.code_range
        found = Household.objects.on_register().within(request.user.area)
        rows = list(
            found.filter(area_id__gte=low, area_id__lte=high).order_by("address_key", "pk")[
                : services.MOST
            ]
        )
    form = PapersForm(request.POST or None, initial={"token": uuids.uuid4().hex}, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(by=request.user, village=village, **form.cleaned_data)
        except InputError as wrong:
            form.say_refused(wrong)
        else:
            messages.success(request, _("The file is being made; it is listed below when ready."))
            return redirect("accounts:jobs")
    context = {"areas": areas, "rows": rows, "form": form, "most": services.MOST}
    context["ticked"] = request.POST.getlist("households") if request.POST else None
    return render_page(request, "surveys/papers.html", context)


def _visit(uuid: str) -> Visit:
    return get_object_or_404(
        Visit.objects.select_related("household__area__parent", "created_by"), uuid=uuid
    )


def _pdf(paper: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}.pdf"'
    headers = PRIVATE | {"Content-Disposition": disposition}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
