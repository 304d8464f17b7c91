"""Assigning visits to many households at once: the act surveys adds to the register's bar."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from households.bulk_actions import BulkAction, Done, register
from households.models import Household
from surveys.forms import PairForm
from surveys.services import assignments


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
        form=PairForm,
        apply=_assign,
        undo=_withdraw,
        icon="walk",
    )
)
