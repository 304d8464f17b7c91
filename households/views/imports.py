"""Importing a ledger: upload, columns, preview, decision, import or drop, what came back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households import import_pages as pages
from households.import_forms import RowFilterForm, UploadForm
from households.models import ImportBatch, ImportedHousehold
from households.services import imports as acts

MAY = "households.import_ledger"
COLUMNS = (
    Column(gettext_lazy("Ledger")),
    Column(gettext_lazy("Office")),
    Column(gettext_lazy("Uploaded")),
    Column(gettext_lazy("Rows"), numeric=True),
    Column(gettext_lazy("Taken in"), numeric=True),
    Column(gettext_lazy("Cannot be imported"), numeric=True),
    Column(gettext_lazy("Status")),
)


def _batch(pk):
    related = (
        "area",
        "uploaded_by",
        "look_job",
        "check_job",
        "apply_job",
        "refused_job",
        "finished_by",
    )
    return get_object_or_404(ImportBatch.objects.select_related(*related), pk=pk)


@require_GET
@requires(MAY)
def import_list(request):
    """The ledgers the reader's offices have imported or are importing."""
    page = paginate(request, ImportBatch.objects.for_list())
    return render_page(request, "households/imports.html", {"page": page, "columns": COLUMNS})


@requires(MAY)
def upload(request):
    """Take a ledger in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch, is_new = acts.upload(by=request.user, file_name=file.name, blocks=file.chunks())
        except InputError as error:
            form.add_error("file", error.message)
        else:
            if not is_new:
                messages.info(request, _("This very file is here already: go on with it."))
            return redirect("households:import", pk=batch.pk)
    return render_page(request, "households/import_upload.html", {"form": form})


@requires(MAY)
def columns(request, pk):
    """Say which sheet, where its heading stands and what each column holds."""
    batch = _batch(pk)
    if not batch.is_open or not batch.is_looked_at or batch.is_busy:
        return redirect("households:import", pk=pk)
    page = pages.ColumnsPage(batch, request.GET, request.POST or None)
    if page.form.is_valid():
        acts.choose_columns(by=request.user, batch=batch, **page.chosen)
        return redirect("households:import", pk=pk)
    return render_page(request, "households/import_columns.html", {"batch": batch, "page": page})


@require_GET
@requires(MAY)
def batch(request, pk):
    """How an import stands: being read or checked, the preview, or the result."""
    found = _batch(pk)
    if found.state == "uploaded" and found.is_looked_at:
        return redirect("households:import_columns", pk=pk)
    form = RowFilterForm(request.GET)
    page = paginate(request, pages.rows_of(found, form))
    context = {
        "batch": found,
        "form": form,
        "page": page,
        "rows": pages.shown(page.rows),
        "counts": pages.counts(found, form),
        "earlier": pages.earlier_of(found),
        "remarks": pages.remarks_of(found),
        "passed_over": pages.passed_over(found),
    }
    return render_page(request, "households/import_batch.html", context)


@require_GET
@requires(MAY)
def progress(request, pk):
    """The running work of an import, asked for again until it has ended."""
    request.is_polling = True
    found = _batch(pk)
    if not found.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "households/_import_progress.html", {"batch": found})


@require_POST
@requires(MAY)
def decide(request, pk):
    """Say of a possible duplicate whether it is the same household."""
    row = get_object_or_404(ImportedHousehold.objects.select_related("batch"), pk=pk)
    decision = request.POST.get("decision", "")
    try:
        acts.decide(
            by=request.user, row=row, decision=decision if decision in ("same", "new") else ""
        )
    except InputError as error:
        messages.error(request, error.message)
    return _back(request, row)


def _back(request, row):
    """To the same page of the preview, at the row."""
    response = redirect("households:import", pk=row.batch_id)
    kept = pages.kept_query(request.POST.get("query", ""))
    response["Location"] += f"{kept}#row-{row.pk}"
    return response


@requires(MAY)
def apply(request, pk):
    """Import everything that can be imported, after asking once more."""
    found = _batch(pk)
    if request.method == "POST":
        try:
            acts.apply(by=request.user, batch=found)
        except InputError as error:
            messages.error(request, error.message)
        return redirect("households:import", pk=pk)
    return render_page(request, "households/import_apply.html", {"batch": found})


@requires(MAY)
def drop(request, pk):
    """Give an import up, after asking once more."""
    found = _batch(pk)
    if request.method == "POST":
        acts.drop(by=request.user, batch=found)
        messages.success(request, _("The import is dropped. Nothing was changed on the register."))
        return redirect("households:imports")
    return render_page(request, "households/import_drop.html", {"batch": found})


@require_POST
@requires(MAY)
def refused(request, pk):
    """Ask for the refused rows in the office's own workbook."""
    acts.ask_refused(by=request.user, batch=_batch(pk))
    return redirect("households:import", pk=pk)
