"""Pages about one member: facts, adding, changing, leaving, becoming the head."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from households import history
from households.forms import ChangeHeadForm, RemoveMemberForm, RevealForm
from households.member_forms import MemberForm
from households.models import Household, Member
from households.services import registration, viewing


def _member(pk):
    return get_object_or_404(Member.objects.select_related("household__area"), pk=pk)


def _active_member(pk):
    members = Member.objects.active().select_related("household__area")
    return get_object_or_404(members, pk=pk)


@require_GET
@requires("households.view_household")
def member(request, pk):
    """What the file knows of one person."""
    found = _member(pk)
    viewing.view_household(by=request.user, household=found.household)
    context = {
        "member": found,
        "household": found.household,
        "today": clock.today(),
        "may_change": may(request.user, "households.change_household"),
        "may_reveal": may(request.user, "households.reveal_number"),
    }
    return render(request, "households/member.html", context)


@requires("households.change_household")
def add_member(request, pk):
    """Add a person to a household."""
    household = get_object_or_404(Household.objects.select_related("area"), pk=pk)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        try:
            registration.add_member(
                by=request.user, household=household, data=form.fields_to_save()
            )
        except InputError as error:
            form.add_error("identity_number", error.message)
        else:
            messages.success(request, _("The person has been added to the household."))
            return redirect("households:household", pk=pk)
    return _member_page(request, form, household)


@requires("households.change_household")
def change_member(request, pk):
    """Change what is known of a person; a clash with somebody else's save shows both."""
    found = _active_member(pk)
    form = MemberForm(request.POST or None, member=found)
    if form.is_valid():
        seen_at, data = form.cleaned_data["seen_at"], form.fields_to_save()
        try:
            registration.change_member(by=request.user, member=found, data=data, seen_at=seen_at)
        except registration.Stale as stale:
            row = stale.row
            form.show_clash(MemberForm.values_of(row), row.updated_at, history.last_saved_by(row))
        else:
            messages.success(request, _("Saved. The change is in the file's history."))
            return redirect("households:household", pk=found.household_id)
    return _member_page(request, form, found.household, found)


@requires("households.change_household")
def remove_member(request, pk):
    """End a membership; the person stays in the file's history."""
    found = _member(pk)
    form = RemoveMemberForm(request.POST or None)
    if form.is_valid():
        try:
            registration.remove_member(by=request.user, member=found, **form.cleaned_data)
        except InputError as error:
            form.add_error("left_on" if error.code == "left_on" else None, error.message)
        else:
            messages.success(request, _("The membership has ended; the history keeps it."))
            return redirect("households:household", pk=found.household_id)
    context = {"form": form, "member": found, "household": found.household}
    return render_page(request, "households/remove_member.html", context)


@requires("households.change_household")
def change_head(request, pk):
    """Make another member the head of the household."""
    found = _active_member(pk)
    form = ChangeHeadForm(request.POST or None)
    if form.is_valid():
        registration.change_head(by=request.user, member=found, **form.cleaned_data)
        messages.success(request, _("The household has a new head."))
        return redirect("households:household", pk=found.household_id)
    context = {"form": form, "member": found, "household": found.household}
    return render_page(request, "households/change_head.html", context)


@requires("households.reveal_number")
def reveal(request, pk):
    """Show a full identity number to who says what for; both answers are recorded."""
    found = _member(pk)
    form = RevealForm(request.POST or None)
    number = ""
    if request.method == "POST":
        if form.is_valid():
            number = viewing.reveal_number(by=request.user, member=found, **form.cleaned_data)
        else:
            viewing.note_failed_reveal(by=request.user, member=found)
    context = {"form": form, "member": found, "household": found.household, "number": number}
    response = render_page(request, "households/reveal.html", context, "households/_reveal.html")
    response["Cache-Control"] = "no-store"
    return response


def _member_page(request, form, household, member=None):
    context = {"form": form, "household": household, "member": member}
    return render_page(request, "households/change_member.html", context)
