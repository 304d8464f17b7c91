"""One finding: evidence beside the declaration, its history, and what may be done next."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from foundation import clock
from foundation.htmx import render_page
from households.looking import record_look
from households.models import Household
from households.services import viewing
from verification import declarations
from verification.forms import CloseForm, ConcludeForm, DecideForm
from verification.models import Finding, Step
from verification.services import findings as acts
from verification.steps import FLOW, MOVES

FINDINGS = Finding.objects.select_related("household", "member", "round", "agency", "area__parent")


@require_GET
@requires("verification.view_round")
def finding(request, pk):
    """The finding with the form of the next step."""
    found = get_object_or_404(FINDINGS, pk=pk)
    viewing.view_household(by=request.user, household=found.household)
    return _page(request, found)


@require_POST
@requires("verification.verify_finding")
def begin(request, pk):
    """Take the finding up."""
    found = get_object_or_404(FINDINGS, pk=pk)
    acts.begin(by=request.user, finding=found, at=clock.now())
    return redirect("verification:finding", pk=pk)


@require_POST
@requires("verification.verify_finding")
def conclude(request, pk):
    """The township's conclusion."""
    found = get_object_or_404(FINDINGS, pk=pk)
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    facts = form.cleaned_data
    verifiers = (facts.pop("verifier_first"), facts.pop("verifier_second"))
    acts.conclude(by=request.user, finding=found, verifiers=verifiers, at=clock.now(), **facts)
    messages.success(request, _("Reported. The county decides within 5 working days."))
    return redirect("verification:finding", pk=pk)


@require_POST
@requires("verification.conclude_finding")
def decide(request, pk):
    """The county agrees or returns."""
    found = get_object_or_404(FINDINGS, pk=pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    act = acts.confirm if form.cleaned_data["decision"] == "confirm" else acts.send_back
    act(by=request.user, finding=found, opinion=form.cleaned_data["opinion"], at=clock.now())
    if act is acts.confirm:
        messages.success(request, _("Confirmed. Record the treatment next."))
    else:
        messages.success(request, _("Returned. The township has 5 working days."))
    return redirect("verification:finding", pk=pk)


@require_POST
@requires("verification.conclude_finding")
def close(request, pk):
    """Record the treatment and strike the finding off."""
    found = get_object_or_404(FINDINGS, pk=pk)
    form = CloseForm(request.POST, finding=found)
    if found.step == Step.CONFIRMED and not form.is_valid():
        return _page(request, found, form)
    facts = form.cleaned_data if form.is_valid() else {}
    acts.close(
        by=request.user,
        finding=found,
        action=facts.get("action", ""),
        effective_month=facts.get("effective_month"),
        recovered=facts.get("recovered"),
        at=clock.now(),
    )
    messages.success(request, _("Struck off. It stands in the ledger of findings."))
    return redirect("verification:finding", pk=pk)


@require_GET
@requires("verification.view_round")
def household_panel(request, pk):
    """The findings of one household, a part of its page."""
    household = get_object_or_404(Household, pk=pk)
    record_look(request, household)
    found = household.findings.select_related("member", "round", "agency").order_by("-pk")
    context = {"findings": found, "household": household}
    return render(request, "verification/_household_panel.html", context)


def _page(request, found, form=None):
    moves = FLOW.open_moves(found, request.user)
    context = {
        "finding": found,
        "evidence": found.evidence,
        "basis": declarations.BASES[found.evidence["basis"]],
        "lines": declarations.lines_of(found),
        "standing": FLOW.standing(found, clock.today()),
        "events": _events(found),
        "moves": moves,
        "form": form or _form(found, moves),
    }
    return render_page(request, "verification/finding.html", context)


def _form(found, moves):
    if "conclude" in moves:
        started = {
            "conclusion": found.conclusion,
            "account": found.account,
            "verified_on": found.verified_on,
            "verifier_first": found.verifier_first,
            "verifier_second": found.verifier_second,
        }
        return ConcludeForm(initial=started)
    if "confirm" in moves:
        return DecideForm()
    return CloseForm(finding=found) if "close" in moves else None


def _events(found):
    records = FLOW.records(found).select_related("by").order_by("-pk")
    events = [
        {
            "at": record.at,
            "text": f"{record.by.name if record.by else ''} {MOVES.moves[record.move].label}",
            "note": record.reason,
            "state": "now" if not place else "",
        }
        for place, record in enumerate(records)
    ]
    found_out = {"at": found.created_at, "text": _("Found by the comparison"), "note": ""}
    return [*events, found_out]
