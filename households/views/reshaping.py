"""Pages that split a household, merge two, and undo a merging."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from foundation import clock
from households.change_forms import ActForm
from households.models import ChangeKind, Household, HouseholdChange
from households.reshape_forms import MergeForm, SplitForm
from households.services import viewing
from households.services.changes import merging, splitting, unmerging
from households.views.two_steps import TwoSteps, Words

SPLIT = Words(
    gettext_lazy("Part of the family sets up a household"), gettext_lazy("Split the household")
)
MERGE = Words(gettext_lazy("Merge two households"), gettext_lazy("Merge them"))
UNDO = Words(gettext_lazy("Undo the merging"), gettext_lazy("Undo it"))


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


@requires("households.restructure_household")
def split(request, pk):
    """Some members set up a household of their own; leads to the new file."""
    found = _household(pk)
    form = SplitForm(request.POST or None, household=found, initial={"on": clock.today()})

    def do(answers):
        said = form.splitting(answers)
        new = splitting.split(by=request.user, household=found, splitting=said)
        messages.success(request, _("The household is split; this is the new file."))
        return reverse("households:household", args=[new.pk])

    def plan():
        return splitting.plan(household=found, splitting=form.splitting())

    return TwoSteps(found, SPLIT, form, plan, do).answer(request)


@requires("households.restructure_household")
def merge(request, pk):
    """Two files become one; ``?other=`` fills in the number of the other."""
    found = _household(pk)
    initial = {"on": clock.today(), "other": request.GET.get("other", "")[:22], "stays": "this"}
    form = MergeForm(request.POST or None, household=found, initial=initial)

    def do(answers):
        said = form.merging(answers)
        merging.merge(by=request.user, merging=said)
        messages.success(request, _("The households are merged."))
        return reverse("households:household", args=[said.survivor.pk])

    def plan():
        said = form.merging()
        other = said.gone if said.survivor == found else said.survivor
        viewing.view_part(by=request.user, household=other)
        return merging.plan(merging=said)

    return TwoSteps(found, MERGE, form, plan, do).answer(request)


@requires("households.restructure_household")
def undo_merge(request, pk):
    """Take a merging back, unless something has happened to the people since."""
    mergings = HouseholdChange.objects.filter(kind=ChangeKind.MERGED_IN)
    change = get_object_or_404(mergings.select_related("household__area"), pk=pk)
    form = ActForm(request.POST or None, initial={"on": clock.today()})

    def do(_answers):
        unmerging.undo(by=request.user, change=change, **form.cleaned_data)
        messages.success(request, _("The merging is undone: both files are as they were."))
        return reverse("households:household", args=[change.household_id])

    def plan():
        return unmerging.plan(change=change)

    return TwoSteps(change.household, UNDO, form, plan, do).answer(request)
