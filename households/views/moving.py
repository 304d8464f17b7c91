"""Pages that move a household within the county, or offer it to another and answer the offer."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from households.models import HandOver, Household
from households.move_forms import AcceptForm, DeclineForm, HandOverForm, MoveForm
from households.services.changes import handing_over, moving
from households.views.two_steps import TwoSteps, Words

MOVE = Words(gettext_lazy("Move within the county"), gettext_lazy("Move the household"))
OFFER = Words(gettext_lazy("Hand over to another county"), gettext_lazy("Offer the file"))
ACCEPT = Words(gettext_lazy("Take over a household"), gettext_lazy("Take it over"))
NUMBER = gettext_lazy("File {number} of {place}.")
UNSEEN = gettext_lazy("Your leave to read it has ended; ask the office that offered it about it.")
LIST = "households:hand_overs"


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


def _hand_over(pk):
    """An offer; the file it is about may be out of the reader's sight, so it is not joined."""
    return get_object_or_404(HandOver.objects.select_related("from_area", "to_county"), pk=pk)


@requires("households.restructure_household")
def move(request, pk):
    """Another village of the same county manages the household from now on."""
    found = _household(pk)
    initial = {"on": clock.today()}
    form = MoveForm(request.POST or None, county_code=found.area.county_code, initial=initial)

    def do(_relations):
        moving.move(by=request.user, household=found, **form.cleaned_data)
        messages.success(request, _("The household has moved; the receiving township knows."))
        inside = request.user.area.contains(form.cleaned_data["to"].code)
        return reverse("households:household", args=[pk]) if inside else reverse("households:list")

    def plan():
        said = form.cleaned_data
        return moving.plan(household=found, to=said["to"], on=said["on"], by=request.user)

    return TwoSteps(found, MOVE, form, plan, do).answer(request)


@requires("households.propose_hand_over")
def hand_over(request, pk):
    """Offer the file to another county."""
    found = _household(pk)
    initial = {"on": clock.today()}
    form = HandOverForm(request.POST or None, county_code=found.area.county_code, initial=initial)

    def do(_relations):
        handing_over.propose(by=request.user, household=found, **form.cleaned_data)
        messages.success(request, _("The file is offered; the receiving county answers."))
        return reverse("households:household", args=[pk])

    def plan():
        said = form.cleaned_data
        return handing_over.plan(household=found, to_county=said["to_county"], on=said["on"])

    return TwoSteps(found, OFFER, form, plan, do).answer(request)


@require_GET
@requires("households.view_household")
def hand_overs(request):
    """What is offered to this area and by it, the open ones first."""
    # A file handed over is no longer seen by the giving side: the offer stays, the name goes.
    file = Household.objects.filter(pk=OuterRef("household_id"))
    rows = (
        HandOver.objects.select_related("from_area", "to_county", "proposed_by", "answered_by")
        .annotate(head_name=Subquery(file.values("head_name")))
        .open_first()
    )
    area = request.user.area
    context = {
        "incoming": paginate(request, rows.offered_to(area), parameter="incoming"),
        "outgoing": paginate(request, rows.offered_by(area), parameter="outgoing"),
        "may_answer": may(request.user, "households.answer_hand_over"),
        "may_propose": may(request.user, "households.propose_hand_over"),
    }
    return render(request, "households/hand_overs.html", context)


@requires("households.answer_hand_over")
def accept(request, pk):
    """The receiving county takes the file over into one of its villages, seen or unseen."""
    found = _hand_over(pk)
    file = Household.objects.select_related("area").filter(pk=found.household_id).first()
    intro = format_lazy(NUMBER, number=found.household_no, place=found.from_area.full_name)
    words = replace(ACCEPT, intro=intro if file else format_lazy("{} {}", intro, UNSEEN))
    county, initial = found.to_county_id, {"on": clock.today()}
    form = AcceptForm(request.POST or None, county_code=county, initial=initial)

    def do(_relations):
        handing_over.accept(by=request.user, hand_over=found, **form.cleaned_data)
        messages.success(request, _("Your county manages the household now."))
        return reverse("households:household", args=[found.household_id])

    def plan():
        said = form.cleaned_data
        return handing_over.plan_accept(
            hand_over=found, to=said["to"], on=said["on"], by=request.user
        )

    return TwoSteps(file, words, form, plan, do, reverse(LIST)).answer(request)


@requires("households.answer_hand_over")
def decline(request, pk):
    """The receiving county says why it does not take the file."""
    found = _hand_over(pk)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            handing_over.decline(by=request.user, hand_over=found, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The offer is declined; the giving side is told why."))
            return redirect("households:hand_overs")
    return render_page(request, "households/decline.html", {"form": form, "hand_over": found})


@require_POST
@requires("households.propose_hand_over")
def cancel(request, pk):
    """The giving side takes its offer back."""
    found = _hand_over(pk)
    try:
        handing_over.cancel(by=request.user, hand_over=found)
    except InputError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The offer is taken back."))
    return redirect("households:hand_overs")
