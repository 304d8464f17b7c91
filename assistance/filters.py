"""What the list of applications can be filtered by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from assistance.models import Application, Programme, Step
from foundation import clock

GROUPS = {
    "town": (
        Step.SUBMITTED, Step.ACCEPTED, Step.CHECKED, Step.INVESTIGATED, Step.OPINED,
        Step.RETURNED,
    ),
    "notice": (Step.NOTICED,),
    "county": (Step.REPORTED, Step.REVIEWED),
    "confirmed": (Step.CONFIRMED,),
    "refused": (Step.REFUSED, Step.REJECTED),
}  # fmt: skip


class ApplicationFilter(django_filters.FilterSet):
    """Name or number, step, programme, overdue; the area comes from the area picker."""

    q = django_filters.CharFilter(
        label=_("Name or application number"),
        method="find",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    step = django_filters.ChoiceFilter(
        label=_("Step"), choices=Step.choices, empty_label=_("All steps")
    )
    programme = django_filters.ChoiceFilter(
        label=_("Programme"), choices=Programme.choices, empty_label=_("All programmes")
    )
    stage = django_filters.CharFilter(method="in_stage", widget=forms.HiddenInput)
    overdue = django_filters.BooleanFilter(
        label=_("Overdue only"), method="only_overdue", widget=forms.CheckboxInput
    )

    class Meta:
        model = Application
        fields = ["q", "step", "programme", "stage", "overdue"]

    def find(self, queryset, name, value):
        typed = value.strip()
        if typed.upper().startswith("SQ"):
            return queryset.filter(application_no__startswith=typed.upper())
        return queryset.filter(household__head_name__startswith=typed)

    def in_stage(self, queryset, name, value):
        return queryset.filter(step__in=GROUPS[value]) if value in GROUPS else queryset

    def only_overdue(self, queryset, name, value):
        return queryset.overdue(clock.today()) if value else queryset


class ApplicationApiFilter(ApplicationFilter):
    """The list's filters, and ``area``: the code of a division and all below it."""

    area = django_filters.ModelChoiceFilter(queryset=Area.objects.all(), method="in_area")

    class Meta(ApplicationFilter.Meta):
        fields = [*ApplicationFilter.Meta.fields, "area"]

    def in_area(self, queryset, name, value):
        return queryset.within(value)
