"""Pages about one member: facts, changing them, becoming the head, the full number."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from households import derivations, doubts, history
from households.forms import ChangeHeadForm
from households.looking import record_look
from households.member_forms import MemberForm
from households.models import Member
from households.services import registration

PAPERS = 12


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
    record_look(request, found.household)
    may_open = may(request.user, "households.view_attachment")
    papers = found.attachments.kept().for_list() if may_open else []
    context = {
        "member": found,
        "attachments": list(papers[:PAPERS]),
        "household": found.household,
        "today": clock.today(),
        "doubts": doubts.about(found, found.household.members.active(), clock.today()),
        "labour_hint": derivations.labour_hint(found, clock.today()),
        "care_hint": derivations.care_hint(found),
        "may_change": found.household.is_open and may(request.user, "households.change_household"),
        "may_reveal": may(request.user, "households.reveal_number"),
    }
    return render(request, "households/member.html", context)


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
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("Saved. The change is in the file's history."))
            return redirect("households:household", pk=found.household_id)
    record_look(request, found.household)
    context = {"form": form, "household": found.household, "member": found}
    return render_page(request, "households/change_member.html", context)


@requires("households.change_household")
def change_head(request, pk):
    """Make another member the head of the household."""
    found = _active_member(pk)
    form = ChangeHeadForm(request.POST or None)
    if form.is_valid():
        try:
            registration.change_head(by=request.user, member=found, **form.cleaned_data)
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("The household has a new head."))
            return redirect("households:household", pk=found.household_id)
    record_look(request, found.household)
    context = {"form": form, "member": found, "household": found.household}
    return render_page(request, "households/change_head.html", context)
