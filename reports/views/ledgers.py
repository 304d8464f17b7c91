"""The ledgers page (台账): choose, narrow, look at the first rows, have the file made."""

from itertools import islice

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.models import Job
from foundation import clock
from foundation.htmx import render_page
from reports.forms import LedgerFilterForm, LedgerRequestForm
from reports.registry import entries_for, entry_of
from reports.services import ledger_files

PREVIEW_ROWS, PREVIEW_COLUMNS, JOBS = 4, 11, 10


@require_GET
@requires("reports.view_ledgers")
def ledgers(request):
    """The first ledger this person may make."""
    entries = entries_for(request.user)
    if not entries:
        return render_page(request, "reports/ledgers.html", {"entries": [], "jobs": []})
    return _page(request, entries[0])


@require_GET
@requires("reports.view_ledgers")
def ledger(request, code):
    entry = _entry(code)
    return _page(request, entry) if may(request.user, entry.permission) else _not_yours(request)


@require_POST
@requires("reports.view_ledgers")
def ledger_request(request, code):
    """Have the file made by a job; the page then shows its progress."""
    entry = _entry(code)
    if not may(request.user, entry.permission):
        return _not_yours(request)
    form = LedgerRequestForm(request.POST, entry=entry, by=request.user)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    purpose = form.cleaned_data.get("purpose", "")
    area, day = form.cleaned_data["area"], clock.today()
    ledger_files.ask_for_ledger(
        by=request.user,
        entry=entry,
        filters=form.filters(area, day, is_plain=bool(purpose)),
        purpose=purpose,
        key=str(form.cleaned_data["token"]),
    )
    messages.success(request, _("The file is being made below; you can do other work meanwhile."))
    return redirect(f"{reverse('reports:ledger', args=[entry.code])}?area={area.code}")


def _entry(code):
    entry = entry_of(code)
    if entry is None:
        raise Http404(code)
    return entry


def _not_yours(request):
    """Back to the ledgers this person may make."""
    messages.error(request, _("This ledger is not among those you may make."))
    return redirect("reports:ledgers")


def _page(request, entry, sent=None, *, status=200):
    asked = sent.data if sent is not None else request.GET
    areas = area_choice(request.user, asked.get("area"))
    form = LedgerFilterForm(asked, entry=entry)
    context = {
        "entries": entries_for(request.user),
        "entry": entry,
        "areas": areas,
        "form": form,
        "request_form": sent or _request_form(request, entry, areas),
        "jobs": Job.objects.of(request.user).filter(kind=ledger_files.KIND)[:JOBS],
    }
    if form.is_valid():
        context["preview"] = _preview(request, entry, form, areas)
    return render_page(request, "reports/ledgers.html", context, status=status)


def _request_form(request, entry, areas):
    known = {name: request.GET.get(name, "") for name in ("kind", "since", "until")}
    return LedgerRequestForm(initial={**known, "area": areas.value}, entry=entry, by=request.user)


def _preview(request, entry, form, areas):
    filters = form.filters(areas.chosen, clock.today())
    with translation.override("zh-hans"):
        rows = [row[:PREVIEW_COLUMNS] for row in islice(entry.rows(request.user, filters),
                                                        PREVIEW_ROWS)]  # fmt: skip
    return {
        "columns": entry.ledger.leaves[:PREVIEW_COLUMNS],
        "rows": rows,
        "total": entry.count(request.user, filters),
        "width": len(entry.ledger.leaves) + 1,
    }
