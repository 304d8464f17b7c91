"""Pages on which a member joins, leaves, is away or comes back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from foundation.faults import InputError
from foundation.htmx import render_page
from households.change_forms import ComeBackForm, JoinForm, LeaveForm
from households.looking import record_look
from households.models import Household, Member
from households.services.changes import joining, leaving
from households.views.two_steps import TwoSteps, Words


def _member(pk):
    return get_object_or_404(Member.objects.select_related("household__area"), pk=pk)


@requires("households.change_household")
def add_member(request, pk):
    """Add a person to a household, with the way and the day they came."""
    household = get_object_or_404(Household.objects.select_related("area"), pk=pk)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            joining.join(
                by=request.user,
                household=household,
                data=form.fields_to_save(),
                kind=cleaned["joined_kind"],
                on=cleaned["joined_on"],
                reason=cleaned["joined_reason"],
            )
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("The person has been added to the household."))
            return redirect("households:household", pk=pk)
    record_look(request, household)
    context = {"form": form, "household": household, "member": None}
    return render_page(request, "households/change_member.html", context)


@requires("households.change_household")
def leave(request, pk):
    """End a membership, or note that somebody is away; effects first, then the act."""
    found = _member(pk)
    page = reverse("households:household", args=[found.household_id])
    if not found.is_active:
        messages.info(request, _("This membership has ended already."))
        return redirect(page)
    form = LeaveForm(request.POST or None, member=found)
    title = format_lazy(gettext_lazy("{name} leaves or is away"), name=found.name)

    def do(relations):
        said = form.leaving(relations)
        leaving.leave(by=request.user, member=found, leaving=said)
        messages.success(request, _("Noted; the file's history keeps what is known."))
        return page

    return TwoSteps(
        household=found.household,
        words=Words(title, gettext_lazy("Note it")),
        form=form,
        plan=lambda: leaving.plan(member=found, leaving=form.leaving()),
        do=do,
    ).answer(request)


@requires("households.change_household")
def come_back(request, pk):
    """Count a member again who was away."""
    found = _member(pk)
    form = ComeBackForm(request.POST or None)
    if form.is_valid():
        try:
            leaving.come_back(by=request.user, member=found, **form.cleaned_data)
        except InputError as error:
            form.add_error("on" if error.code == "on" else None, error.message)
        else:
            messages.success(request, _("The person is counted again."))
            return redirect("households:household", pk=found.household_id)
    record_look(request, found.household)
    context = {"form": form, "member": found, "household": found.household}
    return render_page(request, "households/come_back.html", context)
