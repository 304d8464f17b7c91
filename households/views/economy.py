"""The economy of a household: its page, and adding, changing and ending its records."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from households import history
from households.economy_sheet import sheet_of
from households.looking import record_look
from households.models import Household
from households.record_forms import EndRecordForm
from households.record_kinds import doubt_about, kind_or_404
from households.record_lines import past_of, sections_of
from households.record_words import title_of
from households.services import records
from households.services.registration import Stale


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


@require_GET
@requires("households.view_economy")
def economy(request, pk):
    """Income, property, housing, expenses and supporters; as a page, or a part of the file."""
    household = _household(pk)
    record_look(request, household)
    sheet = sheet_of(household, clock.today())
    sections = sections_of(sheet)
    context = {
        "household": household,
        "sheet": sheet,
        "sections": sections,
        "missing": [section for section in sections if not section.lines],
        "past": past_of(sheet),
        "may_change": household.is_open and may(request.user, "households.change_household"),
        "may_reveal": may(request.user, "households.reveal_number"),
    }
    page, part = "households/economy.html", "households/_economy.html"
    return render_page(request, page, context, part)


@requires("households.change_household")
def add_record(request, pk, kind):
    """Add one item to the household's economy."""
    kind, household = kind_or_404(kind), _household(pk)
    form = kind.blank_form(request.POST or None, household)
    if form.is_valid():
        try:
            made = records.add_record(
                by=request.user, household=household, model=kind.model, data=form.fields_to_save()
            )
        except InputError as error:
            form.say_refused(error)
        else:
            _say_saved(request, made)
            return redirect("households:economy", pk=pk)
    return _form_page(request, form, household, kind.add)


@requires("households.change_household")
def change_record(request, kind, pk):
    """Change a record; a clash with somebody else's save shows both."""
    kind = kind_or_404(kind)
    record = get_object_or_404(kind.rows().filter(ended_on=None), pk=pk)
    form = kind.form_of(request.POST or None, record)
    if form.is_valid():
        seen_at, data = form.cleaned_data["seen_at"], form.fields_to_save()
        try:
            saved = records.change_record(
                by=request.user, record=record, data=data, seen_at=seen_at
            )
        except InputError as error:
            form.say_refused(error)
        except Stale as stale:
            row = stale.row
            form.show_clash(form.values_of(row), row.updated_at, history.last_saved_by(row))
        else:
            _say_saved(request, saved)
            return redirect("households:economy", pk=record.household_id)
    return _form_page(request, form, record.household, kind.change, record)


@requires("households.change_household")
def end_record(request, kind, pk):
    """Note the last day of a record, or that it was entered by mistake."""
    kind = kind_or_404(kind)
    record = get_object_or_404(kind.rows(), pk=pk)
    form = EndRecordForm(request.POST or None)
    if form.is_valid():
        try:
            records.end_record(by=request.user, record=record, **form.cleaned_data)
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("The record has ended; the file keeps it."))
            return redirect("households:economy", pk=record.household_id)
    record_look(request, record.household)
    context = {
        "form": form, "kind": kind, "record": record, "record_title": title_of(record),
        "household": record.household,
    }  # fmt: skip
    return render_page(request, "households/end_record.html", context)


def _say_saved(request, record):
    messages.success(request, _("Saved. The change is in the file's history."))
    doubt = doubt_about(record)
    if doubt:
        messages.warning(request, doubt)


def _form_page(request, form, household, title, record=None):
    record_look(request, household)
    context = {"form": form, "household": household, "title": title, "record": record}
    return render_page(request, "households/record.html", context)
