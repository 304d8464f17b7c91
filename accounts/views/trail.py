"""The audit trail (审计) as the auditor reads it."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import act_names
from accounts.access import requires
from accounts.models import AuditEvent, AuditSeal, User
from accounts.models.areas import Level
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
    action = django_filters.ChoiceFilter(
        label=_("Act"), choices=act_names.choices, empty_label=_("All acts")
    )
    on = django_filters.DateFilter(label=_("Day"), field_name="at", lookup_expr="date")
    is_refused = django_filters.BooleanFilter(label=_("Refused"))

    class Meta:
        model = AuditEvent
        fields = ["by_name", "action", "on", "is_refused"]


def _seen_by(auditor):
    """What was done to things of the auditor's area, or elsewhere by people of it."""
    if auditor.area.level == Level.CITY:
        return AuditEvent.objects.all()
    low, high = auditor.area.code_range
    people = User.objects.within(auditor.area).values("pk")
    return AuditEvent.objects.filter(
        Q(area_code__gte=low, area_code__lte=high) | Q(by_id__in=people)
    )


@requires("accounts.read_audit")
def trail(request):
    seen = _seen_by(request.user).select_related("sealing")
    chosen = TrailFilter(request.GET, queryset=seen)
    page = paginate(request, chosen.qs.order_by("-id"))
    context = {
        "page": page,
        "filter": chosen,
        "columns": COLUMNS,
        "seal": AuditSeal.objects.order_by("-number").first(),
    }
    return render_page(request, "accounts/trail.html", context)
