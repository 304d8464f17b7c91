"""What the findings of a round can be filtered by; the area comes from the area picker."""

import django_filters
from django.utils.translation import gettext_lazy as _

from foundation import clock
from verification.models import Finding, Severity, Step
from verification.models.findings import AT_TOWNSHIP
from verification.rules import Kind

STAGES = [("township", _("With the townships")), ("late", _("Verification overdue"))]


class FindingFilter(django_filters.FilterSet):
    """By kind, by where it stands, by weight."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind of finding"), choices=Kind.choices, empty_label=_("All kinds of findings")
    )
    step = django_filters.ChoiceFilter(
        label=_("Where it stands"),
        choices=[*STAGES, *Step.choices],
        method="standing",
        empty_label=_("Anywhere"),
    )
    severity = django_filters.ChoiceFilter(
        label=_("Weight"), choices=Severity.choices, empty_label=_("Any weight")
    )

    class Meta:
        model = Finding
        fields = ["kind", "step", "severity"]

    def standing(self, queryset, name, value):
        if value == "township":
            return queryset.filter(step__in=AT_TOWNSHIP)
        if value == "late":
            return queryset.overdue(clock.today())
        return queryset.filter(step=value)
