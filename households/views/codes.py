"""Pairs of codes (代码对照): looking up, entering, ending, and the Excel table of them."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from foundation import clock, codelists
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.workbooks import UnreadableWorkbook
from households.code_forms import PairForm, TableForm
from households.code_tables import MOST_BYTES, read_table, write_table
from households.models import CodeMapping
from households.models.code_mappings import Standard
from households.services import code_mappings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _standard(request):
    asked = request.GET.get("standard", "")
    return Standard(asked) if asked in Standard.values else Standard.MZT_073


@require_GET
@requires("households.view_codes")
def overview(request):
    """Every list of ours with how many of its codes the chosen standard has."""
    standard = _standard(request)
    known = code_mappings.written(standard, clock.today())
    lists = [
        (found, len(found.entries), len(known.get(found.name, {})))
        for found in map(codelists.code_list, codelists.names())
    ]
    context = {
        "standard": standard,
        "standards": Standard.choices,
        "lists": lists,
        "may_maintain": may(request.user, "households.maintain_codes"),
    }
    return render(request, "households/codes.html", context)


@requires("households.view_codes")
def pairs(request, standard, code_list):
    """The pairs of one list, ours without one included; entering one more."""
    if standard not in Standard.values or code_list not in codelists.names():
        raise Http404(code_list)
    may_maintain = may(request.user, "households.maintain_codes")
    if request.method == "POST" and not may_maintain:
        raise PermissionDenied("households.maintain_codes")
    form = PairForm(request.POST or None, code_list=code_list)
    if form.is_valid():
        said = {"standard": standard, "code_list": code_list, **form.cleaned_data}
        code_mappings.put(by=request.user, on=clock.today(), **said)
        messages.success(request, _("Saved: ledgers are read with it from now on."))
        return redirect("households:pairs", standard=standard, code_list=code_list)
    found = CodeMapping.objects.filter(standard=standard, code_list=code_list)
    context = {
        "standard": Standard(standard),
        "code_list": codelists.code_list(code_list),
        "pairs": list(found),
        "missing": _missing(code_list, found),
        "form": form,
        "may_maintain": may_maintain,
    }
    return render_page(request, "households/pairs.html", context)


def _missing(code_list, found):
    known = {pair.code for pair in found if pair.valid_to is None and pair.is_for_export}
    entries = codelists.code_list(code_list).entries
    return [entry for code, entry in entries.items() if code not in known]


@requires("households.maintain_codes")
def change_pair(request, pk):
    """Change what an open pair says: their name, and whether it is written and read."""
    pair = get_object_or_404(CodeMapping, pk=pk)
    form = PairForm(request.POST or None, code_list=pair.code_list, mapping=pair)
    if form.is_valid():
        said = {"standard": pair.standard, "code_list": pair.code_list, **form.cleaned_data}
        code_mappings.put(by=request.user, on=clock.today(), **said)
        messages.success(request, _("Saved: ledgers are read with it from now on."))
        return redirect("households:pairs", standard=pair.standard, code_list=pair.code_list)
    context = {"pair": pair, "form": form, "code_list": codelists.code_list(pair.code_list)}
    return render_page(request, "households/change_pair.html", context)


@require_POST
@requires("households.maintain_codes")
def end_pair(request, pk):
    """End a pair; what was exchanged with it stays explained."""
    pair = get_object_or_404(CodeMapping, pk=pk)
    if code_mappings.end(by=request.user, mapping=pair, on=clock.today()):
        messages.success(request, _("Ended; it stays in the list with its last day."))
    else:
        messages.success(request, _("It was entered today, so it is taken out altogether."))
    return redirect("households:pairs", standard=pair.standard, code_list=pair.code_list)


@require_GET
@requires("households.view_codes")
def table(request):
    """The pairs of a standard as a workbook, ours without one included."""
    standard = _standard(request)
    found = CodeMapping.objects.on(clock.today()).filter(standard=standard, valid_to=None)
    response = HttpResponse(
        write_table(request.user, str(standard.label), found), content_type=XLSX
    )
    response["Content-Disposition"] = f'attachment; filename="codes-{standard}.xlsx"'
    return response


@requires("households.maintain_codes")
def import_table(request):
    """Enter a filled-in table: all of it, or none and every fault by its row."""
    standard = _standard(request)
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        rows, faults = _read(form.cleaned_data["file"])
        if not faults:
            count = code_mappings.put_all(
                by=request.user, standard=standard, rows=rows, on=clock.today()
            )
            messages.success(request, _("%(count)s pairs are in force.") % {"count": count})
            return redirect(f"{reverse('households:codes')}?standard={standard}")
        for fault in faults[:50]:
            form.add_error("file", fault)
    context = {"form": form, "standard": standard}
    return render_page(request, "households/import_codes.html", context)


def _read(upload):
    """The rows and faults of an uploaded table; a file that cannot be read is one fault."""
    if upload.size > MOST_BYTES:
        return [], [_("The file is larger than 5 MB: this is not the table of codes.")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(upload.read())
        try:
            return read_table(path)
        except (UnreadableWorkbook, InputError) as error:
            return [], [str(error)]
