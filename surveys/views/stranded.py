"""Drafts filled in without network that have no household to go to: list, reading, ways on."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from surveys.content import well_formed
from surveys.forms import GiveUpForm
from surveys.models import StrandedDraft
from surveys.reading import chapters
from surveys.services import stranded

COLUMNS = (
    Column(gettext_lazy("Household")),
    Column(gettext_lazy("Why it is here")),
    Column(gettext_lazy("Filled in by")),
    Column(gettext_lazy("Handed in")),
    Column(gettext_lazy("Step")),
)


@require_GET
@requires("surveys.view_visit")
def stranded_list(request: HttpRequest) -> HttpResponse:
    """Those of the reader's area, the waiting ones first."""
    rows = StrandedDraft.objects.select_related("by", "visit")
    page = paginate(request, rows.order_by(F("settled_at").desc(nulls_first=True), "-pk"))
    return render_page(request, "surveys/stranded_list.html", {"page": page, "columns": COLUMNS})


@require_GET
@requires("surveys.view_visit")
def stranded_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What was filled in, in words, to read beside a new visit or to print."""
    draft = _draft(pk)
    context = {
        "draft": draft,
        "chapters": chapters(well_formed(draft.content)),
        "may_settle": draft.settled_at is None and may(request.user, "surveys.record_visit"),
    }
    return render(request, "surveys/stranded.html", context)


@require_POST
@requires("surveys.record_visit")
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the visit after all; where the household still cannot be visited, say why."""
    _draft(pk)
    try:
        visit = stranded.take_over(draft_id=pk, by=request.user)
    except InputError as wrong:
        messages.warning(request, wrong.message)
        return redirect("surveys:stranded", pk)
    messages.success(request, _("The answers are in the visit; check them and have it signed."))
    return redirect("surveys:visit", visit.uuid)


@requires("surveys.record_visit")
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a draft nobody needs; asked with a reason, because it cannot be taken back."""
    draft = _draft(pk)
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stranded.give_up(draft_id=pk, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Settled. It can be read until its 90 days are over."))
        return redirect("surveys:stranded_list")
    return render(request, "surveys/give_up.html", {"draft": draft, "form": form})


def _draft(pk: int) -> StrandedDraft:
    return get_object_or_404(StrandedDraft.objects.select_related("by", "visit", "area"), pk=pk)
