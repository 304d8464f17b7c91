"""What the list of petitions, its API and its ledger can be narrowed to."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock, codelists
from foundation.encryption import digests
from foundation.identity import normalise_identity
from petitions import privacy, rules
from petitions.models import PetitionCase
from petitions.rules import Step

STATES = (
    ("overdue", _("Overdue")),
    ("soon", _("Due within a week")),
    ("repeat", _("Repeat petitions")),
    ("resolved", _("Resolved, not yet struck off")),
    ("proposed", _("Waiting for the city")),
    ("all", _("Everything ever registered")),
)
RESOLVED = (Step.RESOLVED, Step.RETURNED)


class CaseFilter(django_filters.FilterSet):
    """One search box, source, step and state; the area comes from the area picker."""

    q = django_filters.CharFilter(
        label=_("Case number, original number, name or identity number"),
        method="find",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    source = django_filters.ChoiceFilter(
        label=_("Source of the petition"),
        choices=lambda: codelists.choices("petition_source"),
        empty_label=_("All sources"),
    )
    step = django_filters.ChoiceFilter(
        label=_("Step"), choices=Step.choices, empty_label=_("All steps")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state", empty_label=_("Still open")
    )

    class Meta:
        model = PetitionCase
        fields = ["q", "source", "step", "state"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def find(self, queryset, name, value):
        """By number; by person only where the reader may know who the person is."""
        typed = value.strip()
        by_number = queryset.filter(case_no__startswith=typed.upper()) | queryset.filter(
            original_no=typed
        )
        people = queryset
        if not privacy.may_see_authors(self.user):
            people = queryset.exclude(matter__in=rules.REPORTS)
        number = normalise_identity(typed)
        if len(number) == 18:
            return by_number | people.filter(
                identity_digest__in=digests(number, purpose="identity")
            )
        return by_number | people.filter(petitioner__startswith=typed)

    def in_state(self, queryset, name, value):
        if value == "overdue":
            return queryset.overdue(clock.today())
        if value == "soon":
            return queryset.due_soon(clock.today())
        if value == "repeat":
            return queryset.repeats()
        if value == "resolved":
            return queryset.filter(step__in=RESOLVED)
        if value == "proposed":
            return queryset.filter(step=Step.STRIKE_OFF_PROPOSED)
        return queryset
