"""Who must not see a household (回避), and who may see it by exception (授权查看)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from foundation import clock
from foundation.htmx import render_page
from households.door_forms import CloseDoorForm, GiveGrantForm
from households.models import ClosedDoor, Grant, Household
from households.services import doors as acts


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


@require_GET
@requires("households.close_door")
def doors(request, pk):
    """The closed doors and grants of one household."""
    household = _household(pk)
    context = {
        "household": household,
        "doors": household.closed_doors.select_related("user", "office", "closed_by"),
        "grants": household.grants.select_related("user", "office", "given_by"),
        "may_grant": may(request.user, "households.give_grant"),
        "today": clock.today(),
    }
    return render(request, "households/doors.html", context)


@requires("households.close_door")
def close_door(request, pk):
    """Hide the household from one person or one office."""
    household = _household(pk)
    form = CloseDoorForm(request.POST or None)
    if form.is_valid():
        acts.close_door(by=request.user, household=household, **form.fields_to_save())
        messages.success(request, _("The door is closed: for them the household is not there."))
        return redirect("households:doors", pk=pk)
    context = {"form": form, "household": household}
    return render_page(request, "households/close_door.html", context)


@requires("households.give_grant")
def give_grant(request, pk):
    """Let one person or one office outside the area read the household."""
    household = _household(pk)
    form = GiveGrantForm(request.POST or None)
    if form.is_valid():
        acts.give_grant(by=request.user, household=household, **form.fields_to_save())
        messages.success(request, _("They may read the household until that day."))
        return redirect("households:doors", pk=pk)
    context = {"form": form, "household": household}
    return render_page(request, "households/give_grant.html", context)


@require_POST
@requires("households.close_door")
def open_door(request, pk):
    """End a closed door today."""
    door = get_object_or_404(ClosedDoor, pk=pk)
    acts.open_door(by=request.user, door=door, on=clock.today())
    return redirect("households:doors", pk=door.household_id)


@require_POST
@requires("households.give_grant")
def end_grant(request, pk):
    """Take a grant back today."""
    grant = get_object_or_404(Grant, pk=pk)
    acts.end_grant(by=request.user, grant=grant, on=clock.today())
    return redirect("households:doors", pk=grant.household_id)
