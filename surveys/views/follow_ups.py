"""What visits that met nobody leave to be done: the list, one of them, settling it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.calendar import working_calendar
from foundation import clock
from foundation.deadlines import standing
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.looking import record_look
from surveys.assignment_filters import WAITING, FollowUpFilter, ordered
from surveys.follow_up_rules import SPEAKS_AGAIN
from surveys.forms import SettleForm
from surveys.models import FollowUp
from surveys.services import follow_ups

COLUMNS = (
    Column(gettext_lazy("Time left"), sort="due"),
    Column(gettext_lazy("Household"), sort="head"),
    Column(gettext_lazy("Village or community"), sort="place"),
    Column(gettext_lazy("Result of the visit")),
    Column(gettext_lazy("Next step")),
    Column(gettext_lazy("State")),
)


@require_GET
@requires("surveys.view_visit")
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Follow-ups of the reader's area; those that wait unless asked otherwise."""
    areas = area_choice(request.user, request.GET.get("area"))
    query = request.GET.copy()
    query.setdefault("state", WAITING)
    filters = FollowUpFilter(query, FollowUp.objects.within(areas.chosen))
    page = paginate(request, ordered(filters.qs.for_list(), request.GET.get("sort", "")))
    calendar, today = working_calendar(), clock.today()
    for row in page.rows:
        row.standing = None if row.settled_at else standing(row.due_on, today, calendar)
    context = {"filter": filters, "areas": areas, "page": page, "columns": COLUMNS}
    return render_page(request, "surveys/follow_ups.html", context)


@requires("surveys.view_visit")
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One follow-up: why it is there, the ways to do it, and closing it with what came of it."""
    found = get_object_or_404(FollowUp.objects.for_list(), pk=pk)
    record_look(request, found.household)
    may_settle = found.settled_at is None and may(request.user, "surveys.record_visit")
    form = SettleForm(request.POST or None) if may_settle else None
    if request.method == "POST" and form is not None and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        follow_ups.settle(follow_up_id=pk, by=request.user, outcome=outcome)
        messages.success(request, _("Settled."))
        return redirect("surveys:follow_ups")
    context = {"found": found, "form": form, "speaks_again": found.action in SPEAKS_AGAIN}
    if found.settled_at is None:
        context["standing"] = standing(found.due_on, clock.today(), working_calendar())
    return render(request, "surveys/follow_up.html", context)
