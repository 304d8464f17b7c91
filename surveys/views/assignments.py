"""Visits to make: the list, giving them to others, taking them back, the list to print."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.area_choice import AreaChoice, area_choice
from accounts.calendar import working_calendar
from foundation import clock
from foundation.codelists import label
from foundation.deadlines import standing
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.models import HouseholdKind
from surveys.assignment_filters import OPEN, AssignmentFilter, ordered
from surveys.forms import PairForm
from surveys.models import VisitAssignment
from surveys.routes import route_key
from surveys.services import assignments, sharing

COLUMNS = (
    Column(gettext_lazy("Time left"), sort="due"),
    Column(gettext_lazy("Household"), sort="head"),
    Column(gettext_lazy("Village or community"), sort="place"),
    Column(gettext_lazy("Investigators"), sort="pair"),
    Column(gettext_lazy("Assigned by")),
    Column(gettext_lazy("State")),
)
MOST_PRINTED = 1_000


@require_GET
@requires("surveys.view_visit")
def assignment_list(request: HttpRequest) -> HttpResponse:
    """Visits to make in the reader's area; still open ones unless asked otherwise."""
    areas, filters = _asked(request)
    page = paginate(request, ordered(filters.qs.for_list(), request.GET.get("sort", "")))
    _stand(page.rows)
    may_assign = may(request.user, "surveys.assign_visit")
    context = {
        "filter": filters, "areas": areas, "page": page, "counts": _counts(request, filters),
        "columns": (Column(_("Choose"), hidden=True), *COLUMNS) if may_assign else COLUMNS,
        "may_assign": may_assign, "batch": filters.form.cleaned_data.get("batch"),
    }  # fmt: skip
    return render_page(request, "surveys/assignments.html", context)


@requires("surveys.assign_visit")
def change(request: HttpRequest) -> HttpResponse:
    """Give the ticked visits to another pair, or take them back; asked before it is done."""
    given = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in given.getlist("pick") if key.isascii() and key.isdigit()][:500]
    rows = VisitAssignment.objects.open().within(request.user.area).filter(pk__in=keys)
    chosen = list(ordered(rows.for_list(), "place"))
    if not chosen:
        messages.warning(request, _("Tick at least one visit that is still to be made."))
        return redirect("surveys:assignments")
    is_giving = given.get("act") != "withdraw"
    is_sent = request.method == "POST" and "confirmed" in request.POST
    form = PairForm(request.POST if is_sent else None, by=request.user)
    if is_sent and (not is_giving or form.is_valid()) and _changed(request, chosen, form):
        return redirect("surveys:assignments")
    context = {"chosen": chosen, "form": form, "is_giving": is_giving}
    return render(request, "surveys/change_assignments.html", context)


@require_GET
@requires("surveys.view_visit")
def print_list(request: HttpRequest) -> HttpResponse:
    """The visits still to be made as sheets: a pair's villages one after the other, by route."""
    areas, filters = _asked(request)
    rows = list(filters.qs.open().for_list()[: MOST_PRINTED + 1])
    sheets = _sheets(rows[:MOST_PRINTED])
    assignments.note_printed(by=request.user, rows=rows[:MOST_PRINTED])
    context = {
        "sheets": sheets, "areas": areas, "today": clock.today(),
        "is_cut": len(rows) > MOST_PRINTED, "most": MOST_PRINTED,
    }  # fmt: skip
    return render(request, "surveys/print_assignments.html", context)


def _asked(request: HttpRequest) -> tuple[AreaChoice, AssignmentFilter]:
    areas = area_choice(request.user, request.GET.get("area"))
    rows = VisitAssignment.objects.within(areas.chosen)
    query = request.GET.copy()
    if "state" not in query and "batch" not in query:
        query["state"] = OPEN
    filters = AssignmentFilter(query, rows, user=request.user)
    filters.form.is_valid()
    return areas, filters


def _counts(request: HttpRequest, filters: AssignmentFilter) -> list[dict[str, Any]]:
    rows, on = VisitAssignment.objects.within(request.user.area), clock.today()
    mine, state = rows.of_user(request.user), filters.form.cleaned_data.get("state")
    is_mine = filters.form.cleaned_data.get("whose") == "mine"
    shelves = [
        (mine.open(), gettext_lazy("Mine to make"), "?whose=mine", is_mine, ""),
        (rows.open(), gettext_lazy("Still to be made"), "?state=open",
         state == OPEN and not is_mine, ""),
        (rows.late(on), gettext_lazy("Late"), "?state=late", state == "late", "bad"),
    ]  # fmt: skip
    return [
        {"figure": found.count(), "label": label, "address": address, "is_on": is_on, "tone": tone}
        for found, label, address, is_on, tone in shelves
    ]


def _stand(rows) -> None:
    calendar, today = working_calendar(), clock.today()
    for row in rows:
        is_open = row.visit_id is None and row.withdrawn_at is None
        row.standing = standing(row.due_on, today, calendar) if is_open else None


def _changed(request: HttpRequest, chosen: list[VisitAssignment], form: PairForm) -> bool:
    keys = [row.pk for row in chosen]
    if request.POST.get("act") == "withdraw":
        count = sharing.withdraw_many(by=request.user, keys=keys)
        words = ngettext(
            "%(count)s visit was taken back.", "%(count)s visits were taken back.", count
        )
    else:
        try:
            count = sharing.reassign(by=request.user, keys=keys, **form.cleaned_data)
        except InputError as wrong:
            form.say_refused(wrong)
            return False
        words = ngettext(
            "%(count)s visit was given to others.", "%(count)s visits were given to others.", count
        )
    messages.success(request, words % {"count": count})
    return True


def _sheets(rows: list[VisitAssignment]) -> list[dict[str, Any]]:
    """One sheet for each pair and village, its households in the order of the route."""
    kinds = HouseholdKind.objects.on(clock.today()).filter(
        household__in={row.household_id for row in rows}
    )
    named: dict[int, list[str]] = {}
    for kind in kinds.order_by("kind"):
        named.setdefault(kind.household_id, []).append(str(label("household_kind", kind.kind)))
    for row in rows:
        row.kinds_now = "、".join(named.get(row.household_id, []))

    def sheet(row: VisitAssignment) -> tuple[str, int, int]:
        return row.area_id, row.first_id, row.second_id

    rows.sort(key=lambda row: (sheet(row), route_key(row.household.address), row.pk))
    return [
        {"area": found[0].area, "first": found[0].first, "second": found[0].second, "rows": found}
        for found in (list(group) for _key, group in groupby(rows, key=sheet))
    ]
