"""The list of applications, and the part of the household page that shows its aid."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.calendar import working_calendar
from assistance import findings_text
from assistance.filters import GROUPS, ApplicationFilter
from assistance.models import Application, Benefit
from assistance.services import precheck
from foundation import clock
from foundation.deadlines import standing
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.looking import record_look
from households.models import Household

COLUMNS = (
    Column(gettext_lazy("Household")),
    Column(gettext_lazy("Application number")),
    Column(gettext_lazy("Village or community")),
    Column(pgettext_lazy("application", "Proposal")),
    Column(gettext_lazy("Step")),
    Column(gettext_lazy("Deadline")),
)
STAGES = {
    "town": gettext_lazy("With the township"),
    "notice": gettext_lazy("On notice"),
    "county": gettext_lazy("With the county"),
    "confirmed": gettext_lazy("Confirmed"),
    "refused": pgettext_lazy("application", "Refused"),
}


@require_GET
@requires("assistance.view_application")
def application_list(request):
    """Applications of the reader's area, the nearest deadline first."""
    today = clock.today()
    areas = area_choice(request.user, request.GET.get("area"))
    rows = Application.objects.for_list().within(areas.chosen)
    filters = ApplicationFilter(request.GET, rows)
    page = paginate(request, filters.qs)
    calendar = working_calendar()
    for row in page:
        row.standing = standing(row.due_on, today, calendar) if row.due_on else None
    context = {
        "filter": filters,
        "areas": areas,
        "page": page,
        "columns": COLUMNS,
        "counts": _counts(Application.objects.within(areas.chosen), request, areas.value, today),
    }
    return render_page(request, "assistance/list.html", context)


def _counts(rows, request, area, today):
    figures = rows.aggregate(
        **{stage: Count("pk", Q(step__in=steps)) for stage, steps in GROUPS.items()},
        overdue=Count("pk", Q(due_on__lt=today)),
    )
    asked = request.GET.get("stage", "")
    counts = [
        {
            "figure": figures["overdue"],
            "label": _("Overdue"),
            "address": f"?area={area}&overdue=on",
            "is_on": bool(request.GET.get("overdue")),
            "tone": "bad",
        }
    ]
    for stage, label in STAGES.items():
        address = f"?area={area}&stage={stage}"
        counts.append(
            {
                "figure": figures[stage],
                "label": label,
                "address": address,
                "is_on": asked == stage,
            }
        )
    return counts


@require_GET
@requires("assistance.view_application")
def household_panel(request, pk):
    """What the household receives, applied for, and would be entitled to now."""
    household = get_object_or_404(Household, pk=pk)
    record_look(request, household)
    today = clock.today()
    try:
        judged = precheck.of_household(household, today)
    except InputError:
        judged = None
    found = judged.assessment.to_dict() if judged else {}
    context = {
        "household": household,
        "benefits": Benefit.objects.filter(household=household).prefetch_related("unlocks"),
        "applications": Application.objects.filter(household=household).for_list(),
        "rungs": [r for r in findings_text.rungs(found) if r.state == "yes"],
        "formula": findings_text.formula(found),
        "judged": judged,
        "missing": findings_text.missing(found),
        "today": today,
        "may_start": may(request.user, "assistance.start_application"),
    }
    return render(request, "assistance/_household_panel.html", context)
