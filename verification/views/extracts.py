"""Importing an agency's file and reading its control sheet (导入记录)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from foundation.faults import InputError
from foundation.htmx import render_page
from verification.engine.reasons import EXPLANATIONS, FILE_EXPLANATIONS, FileProblem, Refusal
from verification.forms import ExtractForm
from verification.models import Extract
from verification.services import extracts as acts
from verification.views.rounds import round_of


@requires("verification.upload_extract")
def import_extract(request, pk):
    """Take a file in and have it compared."""
    held = round_of(request, pk)
    form = ExtractForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        facts = form.cleaned_data
        file = facts.pop("file")
        try:
            acts.import_extract(
                by=request.user, round=held, file_name=file.name, blocks=file.chunks(), **facts
            )
        except InputError as error:
            form.add_error("file" if error.code == "twice" else None, error.message)
        else:
            messages.success(request, _("The file is being compared and is destroyed after that."))
            return redirect("verification:round", pk=held.pk)
    return render_page(request, "verification/import.html", {"form": form, "round": held})


@require_GET
@requires("verification.upload_extract")
def extract(request, pk):
    """The control sheet of one file: counts, digest, refused rows with the mend."""
    extracts = Extract.objects.select_related("round", "layout__agency", "job", "imported_by")
    found = get_object_or_404(extracts, pk=pk)
    context = {
        "extract": found,
        "refused": [(row, EXPLANATIONS[Refusal(reason)]) for row, reason in found.refused_rows],
        "problem": FILE_EXPLANATIONS[FileProblem(found.problem)] if found.problem else None,
    }
    return render(request, "verification/extract.html", context)
