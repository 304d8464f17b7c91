"""Pages on which a member joins, leaves, is away or comes back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from households.change_forms import ComeBackForm, JoinForm, LeaveForm
from households.models import Household, Member
from households.services.changes import joining, leaving
from households.views.two_steps import TwoSteps, Words

JOIN = Words(gettext_lazy("Add a member"), gettext_lazy("Note it"))


def _member(pk):
    return get_object_or_404(Member.objects.select_related("household__area"), pk=pk)


def _tell(request, made, words=""):
    """What was done, or that it had been done before."""
    if made is None:
        messages.info(request, _("This was noted before: nothing has changed."))
    else:
        messages.success(request, words)


@requires("households.change_household")
def add_member(request, pk):
    """Add a person to a household, with the way and the day they came; effects first."""
    found = get_object_or_404(Household.objects.select_related("area"), pk=pk)
    form = JoinForm(request.POST or None)

    def do(_relations):
        joining.join(by=request.user, household=found, joining=form.joining())
        messages.success(request, _("The person has been added to the household."))
        return reverse("households:household", args=[pk])

    def plan():
        return joining.plan(household=found, joining=form.joining())

    return TwoSteps(found, JOIN, form, plan, do).answer(request)


@requires("households.change_household")
def leave(request, pk):
    """End a membership, or note that somebody is away; effects first, then the act."""
    found = _member(pk)
    page = reverse("households:household", args=[found.household_id])
    if not found.is_active:
        messages.info(request, _("This membership has ended already."))
        return redirect(page)
    form = LeaveForm(request.POST or None, member=found, by=request.user)
    title = format_lazy(gettext_lazy("{name} leaves or is away"), name=found.name)

    def do(answers):
        said = form.leaving(answers.relations)
        made = leaving.leave(by=request.user, member=found, leaving=said)
        _tell(request, made, _("Noted; the file's history keeps what is known."))
        return page

    return TwoSteps(
        household=found.household,
        words=Words(title, gettext_lazy("Note it")),
        form=form,
        plan=lambda: leaving.plan(by=request.user, member=found, leaving=form.leaving()),
        do=do,
    ).answer(request)


@requires("households.change_household")
def come_back(request, pk):
    """Count a member again who was away; effects first."""
    found = _member(pk)
    page = reverse("households:household", args=[found.household_id])
    if not found.is_away:
        _tell(request, None)
        return redirect(page)
    form = ComeBackForm(request.POST or None, member=found)
    title = format_lazy(gettext_lazy("{name} lives with the family again"), name=found.name)

    def do(_relations):
        made = leaving.come_back(by=request.user, member=found, **form.cleaned_data)
        _tell(request, made, _("Noted; the file's history keeps what is known."))
        return page

    def plan():
        return leaving.plan_back(member=found, on=form.cleaned_data["on"])

    words = Words(title, gettext_lazy("Note it"))
    return TwoSteps(found.household, words, form, plan, do).answer(request)
