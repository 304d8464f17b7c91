"""The audit trail (审计) as the auditor reads it."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.access import requires
from accounts.models import AuditEvent, AuditSeal
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column

COLUMNS = [
    Column(_("At")),
    Column(_("Who")),
    Column(_("Act")),
    Column(_("Thing")),
    Column(_("Result")),
]


class TrailFilter(django_filters.FilterSet):
    """By person, act, day and whether it was refused."""

    by_name = django_filters.CharFilter(label=_("Who"), lookup_expr="startswith")
    action = django_filters.CharFilter(label=_("Act"), lookup_expr="startswith")
    on = django_filters.DateFilter(label=_("Day"), field_name="at", lookup_expr="date")
    is_refused = django_filters.BooleanFilter(label=_("Refused"))

    class Meta:
        model = AuditEvent
        fields = ["by_name", "action", "on", "is_refused"]


@requires("accounts.read_audit")
def trail(request):
    chosen = TrailFilter(request.GET, queryset=AuditEvent.objects.select_related("sealing"))
    page = paginate(request, chosen.qs.order_by("-id"))
    context = {
        "page": page,
        "filter": chosen,
        "columns": COLUMNS,
        "seal": AuditSeal.objects.order_by("-number").first(),
    }
    return render_page(request, "accounts/trail.html", context)
