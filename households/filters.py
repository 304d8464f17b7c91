"""What the register can be filtered and sorted by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from foundation.codelists import choices
from foundation.forms import DateInput
from households import derivations, search
from households.models import Household, Member
from households.models.households import DmClass, HouseholdStatus, UrbanRural

SORTS = {
    "": ("area_id", "pk"),
    "number": ("household_no",),
    "head": ("head_name", "pk"),
    "registered": ("registered_on", "pk"),
    "people": ("family_size", "pk"),
    "changed": ("updated_at", "pk"),
}
# What may be asked for, and the group of the file's counts that it means.
HAS: dict[str, tuple[Any, str]] = {
    "disabled": (_("Disabled person"), "disabled_count"),
    "60": (_("Somebody of 60 or older"), "elderly_count"),
    "80": (_("Somebody of 80 or older"), "oldest_count"),
    "minor": (_("Minor"), "minor_count"),
    "student": (_("Pupil or student"), "student_count"),
}
MISSING = (("identity", _("A member's identity number")), ("phone", _("Telephone")))


def several(label, name: str, listed, **kwargs) -> django_filters.MultipleChoiceFilter:
    """A condition of which several values may be ticked."""
    return django_filters.MultipleChoiceFilter(
        label=label, method=name, choices=listed, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class HouseholdFilter(django_filters.FilterSet):
    """The conditions of the register list; the area comes from the area picker.

    Several values of one condition widen it, except ``has`` and ``missing``, which must all hold.
    Every condition is an equality, a range or an EXISTS of such, which row security lets drive an
    index.
    """

    q = django_filters.CharFilter(
        label=_("Name, pinyin, number, telephone or address"),
        method="find",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    kind = several(_("Kinds"), "of_kinds", lambda: choices("household_kind"))
    kind_all = django_filters.BooleanFilter(
        label=_("Belongs to all of them"), method="as_chosen", widget=forms.CheckboxInput
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
    cause = several(_("Cause of poverty"), "with_causes", lambda: choices("poverty_cause"))
    relapse = several(_("Relapse monitoring"), "with_relapse", lambda: choices("relapse_kind"))
    special = several(_("Special identity"), "with_special", lambda: choices("special_identity"))
    dm_class = several(_("Re-check class"), "with_class", DmClass.choices)
    has = several(
        _("In the family there is"),
        "having",
        [(key, label) for key, (label, _group) in HAS.items()],
    )
    missing = several(_("Not filled in"), "lacking", MISSING)
    registered_since = django_filters.DateFilter(
        label=_("Registered from"), field_name="registered_on", lookup_expr="gte", widget=DateInput
    )
    registered_until = django_filters.DateFilter(
        label=_("Registered until"), field_name="registered_on", lookup_expr="lte", widget=DateInput
    )
    size_from = django_filters.NumberFilter(
        label=_("People from"), field_name="family_size", lookup_expr="gte", min_value=0
    )
    size_to = django_filters.NumberFilter(
        label=_("People to"), field_name="family_size", lookup_expr="lte", min_value=0
    )

    class Meta:
        model = Household
        fields = ["q", "kind", "status", "urban_rural"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("status") else queryset.on_register()

    @property
    def pairs(self) -> list:
        """The fields that say from and until, for the page."""
        names = ("registered_since", "registered_until", "size_from", "size_to")
        return [self.form[name] for name in names]

    def find(self, queryset, name, value):
        inside = self.data.get("area") or ""
        return search.find(queryset, value, on=clock.today(), inside=inside)

    def of_kinds(self, queryset, name, value: list[str]):
        today = clock.today()
        if not self.form.cleaned_data.get("kind_all"):
            return queryset.of_kinds(value, today)
        for kind in value:
            queryset = queryset.of_kinds([kind], today)
        return queryset

    def as_chosen(self, queryset, name, value):
        """How another condition is meant; that one reads it."""
        return queryset

    def with_status(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(status=value)

    def with_causes(self, queryset, name, value: list[str]):
        further = Q(poverty_causes__overlap=value)
        return queryset.filter(Q(poverty_cause__in=value) | further)

    def with_relapse(self, queryset, name, value: list[str]):
        return queryset.filter(relapse_kind__in=value)

    def with_class(self, queryset, name, value: list[str]):
        return queryset.filter(dm_class__in=value)

    def with_special(self, queryset, name, value: list[str]):
        # "Has any" is said apart: it is what the small index of such members is made for.
        return _with_member(queryset, ~Q(special_identities=[]), special_identities__overlap=value)

    def having(self, queryset, name, value: list[str]):
        today = clock.today()
        for what in value:
            counted = derivations.belonging(HAS[what][1], today)
            members = Member.objects.filter(counted, household=OuterRef("pk"))
            queryset = queryset.filter(Exists(members))
        return queryset

    def lacking(self, queryset, name, value: list[str]):
        if "identity" in value:
            queryset = _with_member(queryset, identity_digest="")
        return queryset.filter(phone_digest="") if "phone" in value else queryset


def _with_member(queryset, *conditions, **fields):
    """Households of which an active member meets the conditions."""
    members = Member.objects.active().filter(*conditions, household=OuterRef("pk"), **fields)
    return queryset.filter(Exists(members))


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
