"""One application: the dossier, why it is due when it is due, its sealed report."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import audit
from accounts.access import may, requires
from assistance import deadlines, dossier
from assistance.forms import DecideForm
from assistance.models import Application, CheckResult
from assistance.steps import FLOW, MOVES
from assistance.views import acts
from foundation import clock
from foundation.htmx import render_page


@require_GET
@requires("assistance.view_application")
def application(request, pk):
    """The dossier: how the family was judged, where the file stands, and what may be done."""
    found = get_object_or_404(Application.objects.for_dossier(), pk=pk)
    moves = FLOW.open_moves(found, request.user)
    context = dossier.context(found, request.user, clock.today())
    context |= {
        "form": DecideForm(moves=moves) if moves else None,
        "action": reverse("assistance:decide", args=[pk]),
        "may_object": may(request.user, "assistance.post_notice"),
    }
    return render_page(request, "assistance/application.html", context)


@require_POST
@requires("assistance.view_application")
def decide(request, pk):
    """The panel: acts that need no more than an opinion are done, others have their page."""
    found = get_object_or_404(Application.objects.for_dossier(), pk=pk)
    name = request.POST.get("move", "")
    move = MOVES.moves.get(name)
    if move is not None and not may(request.user, move.permission):
        raise PermissionDenied(move.permission)
    if name in acts.SIMPLE:
        form = acts.form_for(name, request, found)
        if form.is_valid():
            acts.perform(name, found, by=request.user, form=form)
            messages.success(request, _("Recorded: %(act)s") % {"act": move.label})
            return redirect("assistance:application", pk=pk)
    elif move is not None:
        return redirect(f"assistance:{name}", pk=pk)
    moves = FLOW.open_moves(found, request.user)
    form = DecideForm(request.POST, moves=moves)
    if form.is_valid():
        form.add_error("reason", _("Write your opinion first"))
    context = dossier.context(found, request.user, clock.today())
    context |= {"form": form, "action": reverse("assistance:decide", args=[pk])}
    return render(request, "assistance/application.html", context)


@require_GET
@requires("assistance.view_application")
def deadline(request, pk):
    """Why is it due then? Every day of the limits that run."""
    found = get_object_or_404(Application.objects.for_list(), pk=pk)
    context = {
        "application": found,
        "limits": deadlines.limits(found),
        "standing": FLOW.standing(found, clock.today()),
    }
    return render(request, "assistance/deadline.html", context)


@require_GET
@requires("assistance.view_application")
def check_report(request, pk):
    """The check report's file; opening it is recorded."""
    result = get_object_or_404(CheckResult, pk=pk)
    if not result.report_name:
        raise Http404(str(pk))
    audit.record(by=request.user, action="check_report.opened", target=result)
    response = FileResponse(BytesIO(result.report), filename="report.pdf")
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Cache-Control"] = "private, no-store"
    return response
