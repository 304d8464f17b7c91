"""What the register can be filtered and sorted by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from foundation.codelists import choices
from households import search
from households.models import Household, Member
from households.models.households import HouseholdStatus, UrbanRural

SORTS = {
    "": ("area_id", "pk"),
    "number": ("household_no",),
    "head": ("head_name", "pk"),
    "registered": ("registered_on", "pk"),
}


class HouseholdFilter(django_filters.FilterSet):
    """One search box, kind, status, urban or rural; the area comes from the area picker."""

    q = django_filters.CharFilter(
        label=_("Name, pinyin, number, telephone or address"),
        method="find",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=lambda: choices("household_kind"),
        method="of_kind",
        empty_label=_("All kinds"),
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("all", _("Everything ever filed")), *HouseholdStatus.choices],
        method="with_status",
        empty_label=_("Current households"),
    )
    urban_rural = django_filters.ChoiceFilter(
        label=_("Urban or rural"), choices=UrbanRural.choices, empty_label=_("Both")
    )

    class Meta:
        model = Household
        fields = ["q", "kind", "status", "urban_rural"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("status") else queryset.on_register()

    def find(self, queryset, name, value):
        inside = self.data.get("area") or ""
        return search.find(queryset, value, on=clock.today(), inside=inside)

    def of_kind(self, queryset, name, value: str):
        return queryset.of_kind(value, clock.today())

    def with_status(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(status=value)


class HouseholdApiFilter(HouseholdFilter):
    """The list's filters, and ``area``: the code of a division and all below it."""

    area = django_filters.ModelChoiceFilter(queryset=Area.objects.all(), method="in_area")

    class Meta(HouseholdFilter.Meta):
        fields = [*HouseholdFilter.Meta.fields, "area"]

    def in_area(self, queryset, name, value):
        return queryset.within(value)


class MemberFilter(django_filters.FilterSet):
    """The members of one household, or those a word or number names; active ones by default."""

    q = django_filters.CharFilter(method="find")
    household = django_filters.NumberFilter(field_name="household_id")
    is_active = django_filters.BooleanFilter()

    class Meta:
        model = Member
        fields = ["q", "household", "is_active"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("is_active")
        return queryset.active() if asked is None else queryset

    def find(self, queryset, name, value):
        found = search.members_matching(value, on=clock.today())
        return queryset.none() if found is None else queryset.filter(pk__in=found.values("pk"))


def sort_fields(asked: str) -> tuple[str, ...]:
    """The ORDER BY of a ``?sort=`` value; unknown ones give the register's own order."""
    fields = SORTS.get(asked.removeprefix("-"), SORTS[""])
    return tuple(f"-{name}" for name in fields) if asked.startswith("-") else fields
