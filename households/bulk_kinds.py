"""Adding and ending kinds for many households at once: two acts of the bar."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import clock
from foundation.codelists import choices
from foundation.forms import DateField
from households.bulk_actions import BulkAction, Done, register
from households.forms import NarrowForm
from households.models import Household
from households.services import kinds, registration

CHANGE = "households.change_household"


class BulkKindForm(NarrowForm):
    """The kind, the day, and why; the reason stands in every household's file."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices("household_kind"))
    day = DateField(label=_("Since"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BulkEndKindForm(BulkKindForm):
    """The same for the last day."""

    day = DateField(label=_("Last day"), initial=timezone.localdate)


def _add(*, by: User, household: Household, answers: dict[str, Any]) -> Done:
    day = max(answers["day"], clock.today())
    known = household.kinds.not_ended(day).filter(kind=answers["kind"]).first()
    if known is not None:
        note = _("Belongs to it since %(since)s") % {"since": known.since.isoformat()}
        return Done(is_new=False, note=note)
    made = kinds.add_kind(
        by=by, household=household, kind=answers["kind"], since=answers["day"],
        reason=answers["reason"],
    )  # fmt: skip
    return Done(is_new=True, made_id=made.pk)


def _end(*, by: User, household: Household, answers: dict[str, Any]) -> Done:
    known = household.kinds.not_ended(clock.today()).filter(kind=answers["kind"]).first()
    if known is None:
        return Done(is_new=False, note=_("Does not belong to it"))
    if known.until is not None and known.until <= answers["day"]:
        note = _("Its last day is %(until)s already") % {"until": known.until.isoformat()}
        return Done(is_new=False, note=note)
    registration.end_kind(by=by, kind=known, until=answers["day"], reason=answers["reason"])
    return Done(is_new=True, made_id=known.pk)


def _withdraw(*, by: User, household_id: int, made_id: int, answers: dict[str, Any]) -> bool:
    return kinds.withdraw_kind(
        by=by, household_id=household_id, kind_id=made_id, since=answers["day"],
        reason=answers["reason"],
    )  # fmt: skip


def _reopen(*, by: User, household_id: int, made_id: int, answers: dict[str, Any]) -> bool:
    return kinds.reopen_kind(
        by=by, household_id=household_id, kind_id=made_id, until=answers["day"],
        reason=answers["reason"],
    )  # fmt: skip


register(
    BulkAction(
        key="add_kind",
        label=_("Add a kind"),
        question=_("Add a kind to these households?"),
        permission=CHANGE,
        form=BulkKindForm,
        apply=_add,
        undo=_withdraw,
        icon="tag",
    )
)
register(
    BulkAction(
        key="end_kind",
        label=_("End a kind"),
        question=_("End a kind of these households?"),
        permission=CHANGE,
        form=BulkEndKindForm,
        apply=_end,
        undo=_reopen,
        icon="tag-off",
    )
)
