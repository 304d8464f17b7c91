"""Lists of visits: mine, to approve, and those of one household."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.calendar import working_calendar
from foundation import clock
from foundation.deadlines import standing
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.looking import record_look
from households.models import Household
from surveys.filters import ALL, MINE, TO_APPROVE, VisitFilter
from surveys.models import Step, StrandedDraft, Visit

COLUMNS = (
    Column(_("Time left")),
    Column(_("Household")),
    Column(_("Village or community")),
    Column(_("Reason for the visit")),
    Column(_("Visited")),
    Column(_("Income per person"), numeric=True),
    Column(_("Problems"), numeric=True),
    Column(_("Step")),
)
PANEL_ROWS = 5


@requires("surveys.view_visit")
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits of the reader's area: own ones, those to approve, or all."""
    areas = area_choice(request.user, request.GET.get("area"))
    which = _which(request)
    rows = _shelf(which, request.user)
    if len(areas.path) > 1:
        low, high = areas.chosen.code_range
        rows = rows.filter(area_id__gte=low, area_id__lte=high)
    filters = VisitFilter(request.GET, rows)
    found = filters.qs.for_list()
    page = paginate(
        request, found.in_turn() if which == TO_APPROVE else found.order_by("due_on", "-pk")
    )
    _stand(page.rows)
    context = {
        "filter": filters,
        "areas": areas,
        "page": page,
        "columns": COLUMNS,
        "counts": _counts(request.user, which),
        "may_approve": may(request.user, "surveys.approve_visit"),
        "may_record": may(request.user, "surveys.record_visit"),
        "stranded": StrandedDraft.objects.waiting().count(),
        "may_see_campaigns": may(request.user, "surveys.view_campaign"),
    }
    return render_page(request, "surveys/list.html", context)


@requires("surveys.view_visit")
def household_panel(request: HttpRequest, household_id: int) -> HttpResponse:
    """The last visits of a household: a part of the household's page."""
    household = get_object_or_404(Household, pk=household_id)
    record_look(request, household)
    last = Visit.objects.filter(household=household).for_list()[:PANEL_ROWS]
    context = {
        "household": household,
        "visits": last,
        "may_record": may(request.user, "surveys.record_visit"),
    }
    return render(request, "surveys/_household_panel.html", context)


def _which(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    if asked in {MINE, TO_APPROVE, ALL}:
        return asked
    if may(request.user, "surveys.approve_visit"):
        return TO_APPROVE
    return MINE if may(request.user, "surveys.record_visit") else ALL


def _shelf(which: str, user):
    if which == MINE:
        return Visit.objects.of_author(user).open()
    if which == TO_APPROVE:
        return Visit.objects.waiting_for(user)
    return Visit.objects.all()


def _counts(user, which: str) -> list[dict]:
    shelves = [(ALL, _("All visits"), _shelf(ALL, user))]
    if may(user, "surveys.record_visit"):
        shelves.insert(0, (MINE, _("My open visits"), _shelf(MINE, user)))
    if may(user, "surveys.approve_visit"):
        shelves.insert(0, (TO_APPROVE, _("To approve"), _shelf(TO_APPROVE, user)))
    return [
        {"figure": rows.count(), "label": label, "address": f"?show={name}", "is_on": name == which}
        for name, label, rows in shelves
    ]


def _stand(visits) -> None:
    """Give each open visit its standing against the deadline."""
    calendar, today = working_calendar(), clock.today()
    for visit in visits:
        is_running = visit.due_on and visit.step != Step.APPROVED
        visit.standing = standing(visit.due_on, today, calendar) if is_running else None
