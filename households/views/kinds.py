"""Adding and ending the kinds (对象类别) of a household."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import requires
from foundation.faults import InputError
from foundation.htmx import render_page
from households.forms import AddKindForm, ChangeKindForm, EndKindForm
from households.models import Household, HouseholdKind
from households.services import kinds, registration


@requires("households.change_household")
def add_kind(request, pk):
    """Note that the household belongs to a kind from a day on, unless a rule excludes it."""
    household = get_object_or_404(Household.objects.select_related("area"), pk=pk)
    form = AddKindForm(request.POST or None)
    if form.is_valid():
        try:
            kinds.add_kind(by=request.user, household=household, **form.cleaned_data)
        except kinds.ToConfirm as question:
            form.add_error("kind", question.message)
            form.ask_to_confirm()
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("The kind has been added."))
            return redirect("households:household", pk=pk)
    context = {"form": form, "household": household}
    return render_page(request, "households/add_kind.html", context)


@requires("households.change_household")
def change_kind(request, pk):
    """Mend the first day or the reason of a kind."""
    kind = get_object_or_404(HouseholdKind.objects.select_related("household__area"), pk=pk)
    form = ChangeKindForm(
        request.POST or None, initial={"since": kind.since, "reason": kind.reason}
    )
    if form.is_valid():
        try:
            kinds.change_kind(by=request.user, kind=kind, **form.cleaned_data)
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("The kind has been changed."))
            return redirect("households:household", pk=kind.household_id)
    context = {"form": form, "kind": kind, "household": kind.household}
    return render_page(request, "households/change_kind.html", context)


@requires("households.change_household")
def end_kind(request, pk):
    """Note the last day of a kind."""
    kind = get_object_or_404(HouseholdKind.objects.select_related("household__area"), pk=pk)
    form = EndKindForm(request.POST or None)
    if form.is_valid():
        try:
            registration.end_kind(by=request.user, kind=kind, **form.cleaned_data)
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("The last day of the kind has been noted."))
            return redirect("households:household", pk=kind.household_id)
    context = {"form": form, "kind": kind, "household": kind.household}
    return render_page(request, "households/end_kind.html", context)
