"""Pages that take a household off the register and put it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from households.change_forms import ActForm, CloseForm
from households.models import Household
from households.services.changes import closing
from households.views.two_steps import TwoSteps, Words

CLOSE = Words(
    gettext_lazy("Take the household off the register"),
    gettext_lazy("Take it off the register"),
    gettext_lazy("The file is kept and stays readable; nobody is paid from it any more."),
)
REOPEN = Words(gettext_lazy("Put the household back on the register"), gettext_lazy("Put it back"))


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


@requires("households.restructure_household")
def close(request, pk):
    """Take a household off the register for a reason."""
    found = _household(pk)
    form = CloseForm(request.POST or None)

    def do(_relations):
        closing.close(by=request.user, household=found, **form.cleaned_data)
        messages.success(request, _("The household has been taken off the register."))
        return reverse("households:household", args=[pk])

    def plan():
        said = form.cleaned_data
        return closing.plan_close(household=found, code=said["code"], on=said["on"])

    return TwoSteps(found, CLOSE, form, plan, do).answer(request)


@requires("households.restructure_household")
def reopen(request, pk):
    """Put a closed file back on the register."""
    found = _household(pk)
    form = ActForm(request.POST or None)

    def do(_relations):
        closing.reopen(by=request.user, household=found, **form.cleaned_data)
        messages.success(request, _("The household is on the register again."))
        return reverse("households:household", args=[pk])

    def plan():
        return closing.plan_reopen(household=found)

    return TwoSteps(found, REOPEN, form, plan, do).answer(request)
