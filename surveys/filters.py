"""What the list of visits can be filtered by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices
from surveys.models import Step, Visit

MINE, TO_APPROVE, ALL = "mine", "approve", "all"


def head_filter() -> django_filters.CharFilter:
    """The head of the household, by how the name begins."""
    return django_filters.CharFilter(
        label=_("Head of household"),
        field_name="household__head_name",
        lookup_expr="prefix",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class VisitFilter(django_filters.FilterSet):
    """Head of household, step, reason and days; whose and where are chosen above the list."""

    q = head_filter()
    step = django_filters.ChoiceFilter(
        label=_("Step"), choices=Step.choices, empty_label=_("All steps")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Reason for the visit"),
        choices=lambda: choices("visit_kind"),
        empty_label=_("All reasons"),
    )
    since = django_filters.DateFilter(
        label=_("Visited from"),
        field_name="visited_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    show = django_filters.ChoiceFilter(
        choices=[(name, name) for name in (MINE, TO_APPROVE, ALL)],
        method="as_chosen",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Visit
        fields = ["q", "step", "kind", "since", "show"]

    def as_chosen(self, queryset, name, value):
        """The shelf is taken before filtering; the form only carries it along."""
        return queryset
