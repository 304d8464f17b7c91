"""Pairs of records that may be one person: the list, and what people say about each."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.models import Job
from foundation.forms import Form
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.models import DuplicatePair
from households.services import duplicates as acts

PAGE = 25
COLUMNS = (
    Column(gettext_lazy("One record")),
    Column(gettext_lazy("The other record")),
    Column(gettext_lazy("Why they may be one person")),
    Column(gettext_lazy("What is so")),
)


class PairFilter(Form):
    """Which pairs: how alike, and whether they still have to be settled."""

    likeness = forms.ChoiceField(
        label=gettext_lazy("How alike"),
        required=False,
        choices=[
            ("", gettext_lazy("All pairs")),
            ("exact", gettext_lazy("Same name, day of birth and village")),
            ("near", gettext_lazy("One thing differs")),
            ("unnumbered", gettext_lazy("Without identity number")),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("To be settled")),
            ("different", gettext_lazy("Called two people")),
        ],
    )


class DifferentForm(Form):
    """Why the two are not the same person."""

    reason = forms.CharField(label=gettext_lazy("How you know"), max_length=200)


@require_GET
@requires("households.view_duplicates")
def pairs(request):
    """The pairs of the reader's area, both sides inside it."""
    areas = area_choice(request.user, request.GET.get("area"))
    form = PairFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = _asked_for(asked).within(areas.chosen).order_by("-is_exact", "area_id", "pk")
    context = {
        "areas": areas,
        "form": form,
        "page": paginate(request, rows, PAGE),
        "columns": COLUMNS,
        "is_settled": asked.get("state") == "different",
        "may_settle": may(request.user, "households.settle_duplicate"),
        "may_merge": may(request.user, "households.restructure_household"),
        "may_end": may(request.user, "households.change_household"),
        "job": Job.objects.of(request.user).filter(kind=acts.KIND).first(),
    }
    return render_page(request, "households/duplicates.html", context)


@requires("households.settle_duplicate")
def different(request, pk):
    """Say that a pair is two people, and how one knows."""
    pair = get_object_or_404(_with_people(), pk=pk)
    form = DifferentForm(request.POST or None)
    if form.is_valid():
        acts.call_different(by=request.user, pair=pair, **form.cleaned_data)
        messages.success(request, _("Noted: they are two people."))
        return redirect("households:duplicates")
    context = {"form": form, "pair": pair}
    return render_page(request, "households/different.html", context)


@require_POST
@requires("households.settle_duplicate")
def reopen(request, pk):
    """Take the settlement back."""
    acts.reopen(by=request.user, pair=get_object_or_404(DuplicatePair, pk=pk))
    messages.success(request, _("The pair is to be settled again."))
    return redirect("households:duplicates")


@require_POST
@requires("households.settle_duplicate")
def find(request):
    """Ask for a new search of one's own area."""
    acts.ask(by=request.user)
    return redirect("households:duplicates")


def _asked_for(asked):
    rows = _with_people().standing().filter(is_different=asked.get("state") == "different")
    if asked.get("likeness") == "unnumbered":
        return rows.exclude(numbers_are="differ")
    if asked.get("likeness"):
        return rows.filter(is_exact=asked["likeness"] == "exact")
    return rows


def _with_people():
    return DuplicatePair.objects.select_related(
        "first__household__area", "second__household__area", "settled_by"
    )
