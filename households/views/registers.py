"""The register: one list, one search box, filters in the address."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.access import may, requires
from accounts.area_choice import area_choice
from foundation import clock
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households import search
from households.filters import HouseholdFilter, sort_fields
from households.models import Household, Member

COLUMNS = (
    Column(_("Head of household"), sort="head"),
    Column(_("File number"), sort="number"),
    Column(_("Village or community")),
    Column(_("People"), numeric=True),
    Column(_("Kinds")),
    Column(_("Status")),
    Column(_("Registered"), sort="registered"),
)


@requires("households.view_household")
def household_list(request):
    """Households of the reader's area, found, filtered and sorted."""
    areas = area_choice(request.user, request.GET.get("area"))
    filters = HouseholdFilter(request.GET, _rows(request.GET.get("q", "")))
    households = filters.qs.within(areas.chosen) if len(areas.path) > 1 else filters.qs
    context = {
        "filter": filters,
        "areas": areas,
        "page": paginate(request, households.order_by(*sort_fields(request.GET.get("sort", "")))),
        "columns": COLUMNS,
        "may_register": may(request.user, "households.register_household"),
    }
    return render_page(request, "households/list.html", context)


def _rows(typed):
    today = clock.today()
    rows = Household.objects.for_list().with_kinds_on(today)
    matching = search.members_matching(typed, on=today) if typed.strip() else None
    if matching is None:
        return rows
    others = matching.exclude(relation__in=Member.HEAD_RELATIONS)
    return rows.prefetch_related(Prefetch("members", others, to_attr="members_found"))
