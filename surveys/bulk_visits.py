"""Assigning visits to many households at once: the act surveys adds to the register's bar."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import clock
from foundation.forms import DateField
from households.bulk_actions import BulkAction, Done, register
from households.forms import NarrowForm
from households.models import Household
from surveys.services import assignments


class PersonField(forms.ModelChoiceField):
    """One investigator, with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.unit or obj.area.name}）"


class AssignVisitForm(NarrowForm):
    """Who visits the households, and by when."""

    first = PersonField(label=_("First investigator"), queryset=User.objects.none())
    second = PersonField(label=_("Second investigator"), queryset=User.objects.none())
    due_on = DateField(label=_("Visit by"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [person.pk for person in assignments.visitors_of(by)]
        people = User.objects.filter(pk__in=keys).select_related("area").order_by("area_id", "name")
        for name in ("first", "second"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["due_on"].initial = clock.today() + datetime.timedelta(days=14)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Two different people make a visit."))
        return cleaned


def _assign(*, by: User, household: Household, answers: dict[str, Any]) -> Done:
    made = assignments.assign_visit(
        by=by,
        household=household,
        first=answers["first"],
        second=answers["second"],
        due_on=answers["due_on"],
    )
    if made is None:
        return Done(is_new=False, note=_("A visit is open or assigned already"))
    return Done(is_new=True, made_id=made.pk)


def _withdraw(*, by: User, household_id: int, made_id: int, answers: dict[str, Any]) -> bool:
    return assignments.withdraw(by=by, household_id=household_id, made_id=made_id)


register(
    BulkAction(
        key="assign_visit",
        label=_("Assign visits"),
        question=_("Have these households visited?"),
        permission="surveys.assign_visit",
        form=AssignVisitForm,
        apply=_assign,
        undo=_withdraw,
        icon="walk",
    )
)
