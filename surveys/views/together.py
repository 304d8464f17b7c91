"""Approving the unremarkable visits together: which, why, a page that asks, how each went."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.area_choice import area_choice
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate_list
from foundation.tables import Column
from surveys import approval_facts, approval_words
from surveys.content import SHORT_MINUTES
from surveys.models import ApprovalRun, Visit
from surveys.models.approval_runs import Outcome
from surveys.services import approval_runs
from surveys.unremarkable import LARGEST_CHANGE, LONGEST

TOGETHER, APART = "together", "apart"
PER_PAGE = 50
TONES = {Outcome.APPROVED: "ok", Outcome.LEFT_OUT: "warn"}
COLUMNS = (
    Column(gettext_lazy("Household")),
    Column(gettext_lazy("How it went")),
    Column(gettext_lazy("Note")),
)


@require_GET
@requires("surveys.approve_visit")
def together(request: HttpRequest) -> HttpResponse:
    """The waiting visits in two lists: those to approve together, and what keeps the others out."""
    areas = area_choice(request.user, request.GET.get("area"))
    low, high = areas.chosen.code_range
    rows = Visit.objects.waiting_for(request.user).filter(area_id__gte=low, area_id__lte=high)
    codes = approval_facts.against_each(rows.in_turn()[: approval_runs.MOST])
    shown = APART if request.GET.get("show") == APART else TOGETHER
    shelf = [key for key, found in codes.items() if bool(found) == (shown == APART)]
    page = paginate_list(request, shelf, PER_PAGE)
    page = replace(page, rows=_judged(page.rows, shown))
    approval_runs.note_read(
        by=request.user, area_code=areas.chosen.code, rows=[one.visit for one in page]
    )
    alike = sum(not found for found in codes.values())
    context = {
        "areas": areas,
        "show": shown,
        "page": page,
        "counts": _counts(request, shown, alike, len(codes) - alike),
        "most": approval_runs.MOST,
        "is_cut": len(codes) == approval_runs.MOST,
        "change": LARGEST_CHANGE,
        "shortest": SHORT_MINUTES,
        "longest": LONGEST,
    }
    return render_page(request, "surveys/together.html", context)


@require_POST
@requires("surveys.approve_visit")
def confirm(request: HttpRequest) -> HttpResponse:
    """Name the number and the families, and say that each is the leader's own decision."""
    picks = _picks(request)
    found = {str(one.uuid): one for one in _seen([key for key, _seen_at in picks])}
    picks = [(key, seen) for key, seen in picks if key in found]
    if not picks:
        messages.error(request, _("Tick at least one visit"))
        return redirect("surveys:together")
    if "sure" not in request.POST:
        context = {
            "picks": [f"{key}:{seen}" for key, seen in picks],
            "visits": [found[key] for key, _seen_at in picks],
            "token": uuid.uuid4().hex,
        }
        return render(request, "surveys/together_confirm.html", context)
    token = request.POST.get("token", "")[:40]
    try:
        run = approval_runs.start(by=request.user, picks=picks, token=token)
    except InputError as wrong:
        messages.error(request, wrong.message)
        return redirect("surveys:together")
    return redirect("surveys:approval_run", run.uuid)


@require_GET
@requires("surveys.approve_visit")
def approval_run(request: HttpRequest, uuid: str) -> HttpResponse:
    """How each visit of one press went, those left out with the reason."""
    run = get_object_or_404(ApprovalRun.objects.select_related("job"), uuid=uuid,
                            asked_by=request.user)  # fmt: skip
    shown = request.GET.get("outcome", "")
    asked = [row for row in run.rows if shown not in Outcome.values or row["outcome"] == shown]
    page = paginate_list(request, asked, PER_PAGE)
    found = {str(one.uuid): one for one in _seen([row["visit"] for row in page])}
    rows = [
        {**row, "visit": found.get(row["visit"]), "label": Outcome(row["outcome"]).label,
         "tone": TONES.get(row["outcome"], ""), "note": note}
        for row, note in zip(page, approval_words.notes(page.rows), strict=True)
    ]  # fmt: skip
    counts = [
        {"figure": figure, "label": one.label, "address": f"?outcome={one}",
         "is_on": one == shown, "tone": TONES.get(one, "")}
        for one in Outcome
        if (figure := sum(row["outcome"] == one for row in run.rows))
    ]  # fmt: skip
    context = {"run": run, "rows": rows, "page": page, "counts": counts, "columns": COLUMNS}
    return render_page(request, "surveys/approval_run.html", context)


def _judged(keys: Sequence[uuid.UUID], shown: str) -> list[approval_facts.Judged]:
    """The visits of one page judged anew and in words; what changed its shelf meanwhile is left."""
    found = approval_facts.as_judged(Visit.objects.filter(uuid__in=keys))
    judged = {one.visit.uuid: one for one in approval_facts.judge(found)}
    return [
        judged[key]
        for key in keys
        if key in judged and judged[key].is_unremarkable == (shown == TOGETHER)
    ]


def _seen(keys: list[str]):
    return Visit.objects.filter(uuid__in=keys).for_list()


def _picks(request: HttpRequest) -> list[tuple[str, int]]:
    """What was ticked: pairs of visit and the revision it was seen at; anything else is left."""
    picks = []
    for value in request.POST.getlist("pick")[: approval_runs.MOST]:
        key, _colon, seen = value.partition(":")
        try:
            picks.append((str(uuid.UUID(key)), int(seen)))
        except ValueError:
            continue
    return picks


def _counts(request: HttpRequest, shown: str, alike: int, apart: int) -> list[dict]:
    shelves = (
        (TOGETHER, alike, _("Can be approved together")),
        (APART, apart, _("To be looked at one by one")),
    )
    asked = request.GET.copy()
    asked.pop("page", None)
    counts = []
    for name, figure, label in shelves:
        asked["show"] = name
        address = f"?{asked.urlencode()}"
        counts.append(
            {"figure": figure, "label": label, "address": address, "is_on": name == shown}
        )
    return counts
