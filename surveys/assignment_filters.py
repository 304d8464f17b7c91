"""What the lists of visits to make and of follow-ups can be filtered and sorted by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import clock
from surveys.choices import NextAction
from surveys.filters import head_filter
from surveys.models import FollowUp, VisitAssignment
from surveys.services import assignments

OPEN, LATE, BEGUN, WITHDRAWN = "open", "late", "begun", "withdrawn"
STATES = (
    (OPEN, _("Still to be made")),
    (LATE, _("Late")),
    (BEGUN, _("Begun")),
    (WITHDRAWN, _("Withdrawn")),
)
WAITING, SETTLED = "waiting", "settled"
SORTS = {
    "": ("due_on", "area_id", "pk"),
    "due": ("due_on", "pk"),
    "head": ("household__head_name", "pk"),
    "place": ("area_id", "pk"),
    "pair": ("first__name", "second__name", "pk"),
}


def ordered(rows, asked: str):
    """The rows by a ``?sort=`` value; unknown ones give the list's own order."""
    fields = SORTS.get(asked.removeprefix("-"), SORTS[""])
    return rows.order_by(*(f"-{one}" for one in fields) if asked.startswith("-") else fields)


class AssignmentFilter(django_filters.FilterSet):
    """Head, investigator, state; a batch by its address. Where is chosen above the list."""

    q = head_filter()
    person = django_filters.ModelChoiceFilter(
        label=_("Investigator"),
        queryset=User.objects.none(),
        method="of_person",
        empty_label=_("Everybody"),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state", empty_label=_("All states")
    )
    whose = django_filters.ChoiceFilter(
        choices=[("mine", "mine")], method="of_asker", widget=forms.HiddenInput
    )
    batch = django_filters.UUIDFilter(field_name="batch", widget=forms.HiddenInput)

    class Meta:
        model = VisitAssignment
        fields = ["q", "person", "state", "whose", "batch"]

    def __init__(self, data, queryset, *, user: User):
        super().__init__(data, queryset)
        self.user = user
        keys = [person.pk for person in assignments.visitors_of(user)]
        people = User.objects.filter(pk__in=keys).order_by("name")
        self.form.fields["person"].queryset = people
        self.form.fields["person"].label_from_instance = lambda person: person.name

    def of_person(self, queryset, name, value):
        return queryset.of_user(value)

    def of_asker(self, queryset, name, value):
        return queryset.of_user(self.user)

    def in_state(self, queryset, name, value):
        if value == OPEN:
            return queryset.open()
        if value == LATE:
            return queryset.late(clock.today())
        if value == BEGUN:
            return queryset.exclude(visit=None)
        return queryset.exclude(withdrawn_at=None)


class FollowUpFilter(django_filters.FilterSet):
    """Head, what is to be done, and whether it has been."""

    q = head_filter()
    action = django_filters.ChoiceFilter(
        label=_("Next step"), choices=NextAction.choices, empty_label=_("All next steps")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(WAITING, _("To be followed up")), (LATE, _("Late")), (SETTLED, _("Settled"))],
        method="in_state",
        empty_label=_("All states"),
    )

    class Meta:
        model = FollowUp
        fields = ["q", "action", "state"]

    def in_state(self, queryset, name, value):
        if value == SETTLED:
            return queryset.exclude(settled_at=None)
        waiting = queryset.waiting()
        return waiting.filter(due_on__lt=clock.today()) if value == LATE else waiting
