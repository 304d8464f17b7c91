"""Before an application: the pre-check of a visit, and starting from it."""

import json
import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from assistance import findings_text
from assistance.forms import StartForm
from assistance.scale import scale
from assistance.services import applications, precheck
from foundation import clock
from foundation.faults import InputError
from foundation.formats import money
from foundation.htmx import render_page
from households.looking import record_look
from surveys.models import Visit


def precheck_data(visit: Visit) -> dict:
    """What the rules say of a visit as it stands: sums as text, sentences in Chinese."""
    judged = precheck.of_visit(visit, clock.today())
    found = judged.assessment.to_dict()
    return {
        "visit": str(visit.uuid),
        "people": found["income"]["people"],
        "per_capita": found["per_capita"],
        "formula": findings_text.formula(found),
        "headline": headline(judged),
        "is_below_a_line": judged.is_below_a_line,
        "proposal": found["proposal"],
        "dibao_standard": _text(judged.policy.dibao_standard),
        "dibao_distance": _text(judged.dibao_distance),
        "low_income_line": _text(judged.low_income_line),
        "low_income_distance": _text(judged.low_income_distance),
        "missing": findings_text.missing(found),
        "ladder": [
            {
                "programme": rung.programme,
                "title": rung.title,
                "state": rung.state,
                "verdict": rung.verdict,
                "sum": rung.sum,
                "law": rung.law,
                "gap": rung.gap,
                "gap_note": rung.gap_note,
            }
            for rung in findings_text.rungs(found)
        ],
    }


@require_GET
@requires("surveys.view_visit")
def verdict(request, uuid):
    """What the rules say of a visit as it stands, for the page on which it is decided."""
    visit = get_object_or_404(Visit.objects.select_related("household"), uuid=uuid)
    record_look(request, visit.household)
    try:
        found = precheck_data(visit)
    except (InputError, ValueError) as fault:
        found = {"missing": [str(fault)]}
    page = {"visit": visit, "found": found}
    return render_page(request, "assistance/verdict.html", page, "assistance/_verdict.html")


def headline(judged: precheck.Judged) -> str:
    """The one sentence a caseworker reads first: which line, and how far from it."""
    to_dibao, to_low_income = judged.dibao_distance, judged.low_income_distance
    if to_dibao is None or to_low_income is None or judged.policy.dibao_standard is None:
        return ""
    figures = {
        "standard": money(judged.policy.dibao_standard),
        "line": money(judged.low_income_line),
        "to_dibao": money(abs(to_dibao)),
        "to_line": money(abs(to_low_income)),
    }
    if to_dibao > 0:
        return _("%(to_dibao)s yuan below the dibao standard of %(standard)s yuan") % figures
    if to_low_income > 0:
        return (
            _(
                "%(to_dibao)s yuan above the dibao standard of %(standard)s yuan, %(to_line)s yuan"
                " below the low-income line of %(line)s yuan"
            )
            % figures
        )
    return _("%(to_line)s yuan above the low-income line of %(line)s yuan") % figures


def _text(value) -> str | None:
    return None if value is None else f"{value:.2f}"


@require_POST
@requires("surveys.view_visit")
def precheck_visit(request):
    """Judge a draft or a finished visit without writing anything."""
    try:
        wanted = uuid.UUID(json.loads(request.body or b"{}").get("visit", ""))
    except (ValueError, AttributeError):
        raise Http404("visit") from None
    visit = get_object_or_404(Visit.objects.select_related("household"), uuid=wanted)
    try:
        return JsonResponse(precheck_data(visit))
    except (InputError, ValueError) as fault:
        return JsonResponse({"problem": str(fault)}, status=422)


@requires("assistance.start_application")
def start(request, uuid):
    """Start the application of a visited family; shows the findings first."""
    visit = get_object_or_404(
        Visit.objects.select_related("household__area__parent__parent"), uuid=uuid
    )
    judged = precheck.of_visit(visit, clock.today())
    found = judged.assessment.to_dict()
    initial = {"programme": found["proposal"] or "dibao"}
    form = StartForm(request.POST or None, household=visit.household, initial=initial)
    if form.is_valid():
        try:
            made = applications.start(visit_id=visit.pk, by=request.user, **form.cleaned_data)
        except InputError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("Application %s has been started") % made.application_no)
            return redirect("assistance:application", pk=made.pk)
    lines = judged.policy.dibao_standard, judged.low_income_line
    context = {
        "visit": visit,
        "form": form,
        "formula": findings_text.formula(found),
        "rungs": findings_text.rungs(found),
        "missing": findings_text.missing(found),
        "scale": scale(judged.assessment.per_capita, *lines),
        "standard": judged.policy.dibao_standard,
        "standard_row": judged.policy.row("dibao_standard"),
    }
    return render(request, "assistance/start.html", context)
