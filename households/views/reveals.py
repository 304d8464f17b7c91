"""Full numbers, one at a time: asked for with a purpose, shown for a minute, masked again."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import requires
from foundation.htmx import render_page, wants_part
from households.models import Household
from households.reveal_forms import RevealForm
from households.sealed_numbers import NUMBERS
from households.services import viewing

SHOWN_SECONDS = 60


def _found(what, pk):
    """The number and the row that holds it, inside the reader's area."""
    number = NUMBERS.get(what)
    if number is None:
        raise Http404(what)
    is_household = number.model is Household
    rows = number.model.objects.select_related("area" if is_household else "household__area")
    row = get_object_or_404(rows, pk=pk)
    return number, row, row if is_household else row.household


@requires("households.reveal_number")
def reveal(request, pk, what):
    """Show a full number to who says what for; both answers are recorded."""
    number, row, household = _found(what, pk)
    form = RevealForm(request.POST or None, is_number=number.is_number)
    full = ""
    if request.method == "POST":
        if form.is_valid():
            full = viewing.reveal(by=request.user, number=number, row=row, **form.cleaned_data)
        else:
            viewing.note_failed_reveal(by=request.user, number=number, row=row)
    context = {"form": form, "number": number, "row": row, "household": household, "full": full}
    context["seconds"] = SHOWN_SECONDS
    response = render_page(request, "households/reveal.html", context, "households/_reveal.html")
    response["Cache-Control"] = "no-store"
    if full and not wants_part(request):
        page = reverse("households:household", args=[household.pk])
        response["Refresh"] = f"{SHOWN_SECONDS}; url={page}"
    return response


@require_GET
@requires("households.reveal_number")
def masked(request, pk, what):
    """The number masked again, when its minute is over."""
    request.is_polling = True
    number, row, _household = _found(what, pk)
    context = {"number": number, "row": row, "masked": number.masked(row), "may_reveal": True}
    return render(request, "households/_sealed_number.html", context)
