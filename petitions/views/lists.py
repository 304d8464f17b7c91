"""The list of petitions, and the petitions of one household."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.area_choice import area_choice
from foundation import clock
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.looking import record_look
from households.models import Household
from petitions import pages, privacy, rules
from petitions.figures import counts_of
from petitions.filters import CaseFilter
from petitions.models import PetitionCase

COLUMNS = (
    Column(gettext_lazy("Time left"), sort="due"),
    Column(gettext_lazy("Case number"), sort="number"),
    Column(gettext_lazy("Petitioner")),
    Column(gettext_lazy("Kind of matter")),
    Column(gettext_lazy("Source of the petition")),
    Column(gettext_lazy("Area responsible")),
    Column(gettext_lazy("Received on"), sort="received"),
    Column(gettext_lazy("Step")),
)
SORTS = {
    "due": F("due_on").asc(nulls_last=True),
    "-due": F("due_on").desc(nulls_last=True),
    "number": F("case_no").asc(),
    "-number": F("case_no").desc(),
    "received": F("received_on").asc(),
    "-received": F("received_on").desc(),
}
NARROWING = ("q", "step", "state")


@requires("petitions.view_case")
def case_list(request):
    """Cases of the reader's area, those most pressing first; without conditions the open ones."""
    areas = area_choice(request.user, request.GET.get("area"))
    here = PetitionCase.objects.within(areas.chosen)
    filters = CaseFilter(request.GET, here, user=request.user)
    found = filters.qs
    if not any(request.GET.get(name) for name in NARROWING):
        found = found.open()
    sort = SORTS.get(request.GET.get("sort", ""), SORTS["due"])
    page = paginate(request, found.select_related("area", "handler").order_by(sort, "pk"))
    today = clock.today()
    context = {
        "filter": filters,
        "areas": areas,
        "page": page,
        "rows": [_row(case, request.user, today) for case in page],
        "columns": COLUMNS,
        "counts": counts_of(here, request.GET, today),
        "may_register": may(request.user, "petitions.register_case"),
    }
    return render_page(request, "petitions/list.html", context)


@require_GET
@requires("petitions.view_case")
def household_panel(request, pk):
    """The petitions of a household, for its page; reports only for who may know their author."""
    household = get_object_or_404(Household, pk=pk)
    record_look(request, household)
    found = PetitionCase.objects.filter(household=household).select_related("area")
    if not privacy.may_see_authors(request.user):
        found = found.exclude(matter__in=rules.REPORTS)
    today = clock.today()
    cases = [_row(case, request.user, today) for case in found.order_by("-received_on", "-pk")[:50]]
    context = {"rows": cases, "household": household, "title": _("Petitions")}
    return render(request, "petitions/_household_panel.html", context)


def _row(case, user, today):
    return {
        "case": case,
        "who": privacy.petitioner_of(case, user),
        "standing": pages.standing_of(case, today),
        "tone": pages.tone(case),
    }
