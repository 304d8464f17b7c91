"""Rounds: the list, one round with its extracts and findings, opening and closing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from accounts.area_choice import area_choice
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from verification import pages
from verification.filters import FindingFilter
from verification.forms import OpenRoundForm
from verification.models import ComparisonRound, Extract, Step
from verification.services import findings as finding_acts
from verification.services import rounds as acts

COLUMNS = (
    Column(gettext_lazy("Person checked")),
    Column(gettext_lazy("Kind of finding")),
    Column(gettext_lazy("Village or community")),
    Column(gettext_lazy("Source of the data")),
    Column(gettext_lazy("Where it stands")),
    Column(gettext_lazy("Time left")),
)
KEPT = ("kind", "step", "severity", "area")


def round_of(request, pk) -> ComparisonRound:
    """The round, when it touches the reader's own area; else 404."""
    rounds = ComparisonRound.objects.touching(request.user.area)
    return get_object_or_404(rounds.select_related("area"), pk=pk)


@require_GET
@requires("verification.view_round")
def round_list(request):
    """Rounds of the reader's area, the newest first."""
    rounds = ComparisonRound.objects.touching(request.user.area)
    page = paginate(request, rounds.select_related("area", "opened_by"), 20)
    pages.attach_counts(page.rows, request.user.area)
    context = {"page": page, "may_open": may(request.user, "verification.open_round")}
    return render_page(request, "verification/list.html", context)


@requires("verification.open_round")
def open_round(request):
    """Open the round of a half-year by hand."""
    form = OpenRoundForm(request.POST or None, today=clock.today())
    if form.is_valid():
        try:
            made = acts.open_round(by=request.user, half=form.cleaned_data["period"])
        except InputError as error:
            form.add_error("period", error.message)
        else:
            messages.success(request, _("The round is open. Import the agencies' files next."))
            return redirect("verification:round", pk=made.pk)
    return render_page(request, "verification/open.html", {"form": form})


@require_GET
@requires("verification.view_round")
def round_page(request, pk):
    """One round: how it stands, what has arrived, and its findings."""
    held = round_of(request, pk)
    areas = area_choice(request.user, request.GET.get("area"))
    inside = acts.findings_of(held, areas.chosen)
    filters = FindingFilter(request.GET, inside.for_list())
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    context = {
        "round": held,
        "areas": areas,
        "filter": filters,
        "page": paginate(request, filters.qs),
        "columns": COLUMNS,
        "today": clock.today(),
        **_figures(inside, areas.chosen, kept),
        **_extracts(held),
        "may": _powers(request.user, held),
    }
    return render_page(request, "verification/round.html", context)


@require_GET
@requires("verification.view_round")
def extracts(request, pk):
    """The arrived files of a round with live progress, asked for again while one runs."""
    request.is_polling = True
    held = round_of(request, pk)
    context = {"round": held, **_extracts(held), "may": _powers(request.user, held)}
    return render(request, "verification/_extracts.html", context)


@require_POST
@requires("verification.dispatch_finding")
def dispatch(request, pk):
    """Send all new findings to their townships."""
    held = round_of(request, pk)
    count = finding_acts.dispatch_round(by=request.user, round=held, at=clock.now())
    words = ngettext(
        "%(count)s finding has been sent to its township.",
        "%(count)s findings have been sent to their townships.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("verification:round", pk=held.pk)


@require_POST
@requires("verification.close_round")
def close(request, pk):
    """End a round whose findings are all struck off."""
    held = round_of(request, pk)
    try:
        acts.close_round(by=request.user, round=held)
    except InputError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The round is closed."))
    return redirect("verification:round", pk=held.pk)


def _figures(inside, chosen, kept) -> dict[str, object]:
    def but(name):
        return {key: value for key, value in kept.items() if key != name}

    today, area = clock.today(), but("area")
    return {
        "counts": pages.strip(inside, today, kept.get("step", ""), but("step")),
        "kinds": pages.by_kind(inside, kept.get("kind", ""), but("kind")),
        "places": pages.by_place(inside, chosen, area),
        "new_count": inside.filter(step=Step.GENERATED).count(),
    }


def _extracts(held) -> dict[str, object]:
    arrived = Extract.objects.filter(round=held).select_related("layout__agency", "job", "area")
    arrived = list(arrived[:50])
    return {"extracts": arrived, "any_running": any(found.is_running for found in arrived)}


def _powers(user, held) -> dict[str, bool]:
    is_holder = user.area.contains(held.area_id)
    return {
        "import": held.is_open and may(user, "verification.upload_extract"),
        "dispatch": may(user, "verification.dispatch_finding"),
        "close": held.is_open and is_holder and may(user, "verification.close_round"),
    }
