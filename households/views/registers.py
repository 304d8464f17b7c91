"""The register: one list, one search box, filters in the address."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.access import may, requires
from accounts.ledger_requests import LedgerFilters
from foundation import clock
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households import search
from households.bulk_actions import actions_for
from households.columns import prepared
from households.conditions import conditions
from households.models import Member, SavedFilter
from households.services.exports import EXPORT
from households.services.preferences import chosen_columns


@requires("households.view_household")
def household_list(request):
    """Households of the reader's area, found, filtered and sorted, in the reader's columns."""
    saved = list(SavedFilter.objects.for_user(request.user))
    if not request.GET and (default := _default(saved, request.user)):
        return redirect(f"{request.path}?{default.query}&{urlencode({'saved': default.pk})}")
    asked, shown = conditions(request.user, request.GET), chosen_columns(request.user)
    acts, headings = actions_for(request.user), [column.heading for column in shown]
    rows = _with_found(prepared(asked.rows, shown, clock.today()), request.GET.get("q", ""))
    context = {
        "asked": asked,
        "filter": asked.filters,
        "areas": asked.areas,
        "page": paginate(request, rows),
        "shown": shown,
        "columns": [Column(_("Select"), hidden=True), *headings] if acts else headings,
        "bulk_actions": acts,
        "showing": LedgerFilters(area=asked.areas.chosen, on=clock.today()),
        "saved_filters": saved,
        "chosen_filter": request.GET.get("saved", ""),
        "may_export": may(request.user, EXPORT),
        "may_register": may(request.user, "households.register_household"),
        "may_import": may(request.user, "households.import_ledger"),
    }
    return render_page(request, "households/list.html", context)


def _default(saved, user):
    mine = (one for one in saved if one.is_default and one.owner_id == user.pk)
    return next(mine, None)


def _with_found(rows, typed):
    """With the members besides the head whom the typed word names."""
    matching = search.members_matching(typed, on=clock.today()) if typed.strip() else None
    if matching is None:
        return rows
    others = matching.exclude(relation__in=Member.HEAD_RELATIONS)
    return rows.prefetch_related(Prefetch("members", others, to_attr="members_found"))
