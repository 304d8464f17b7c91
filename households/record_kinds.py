"""The kinds of economy records as one table: the word in the address, the model, the form."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.faults import Text
from foundation.registrations import credit_code_doubt, plate_doubt
from households import record_forms as forms
from households.models import (
    Household,
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)
from households.models.property import BUSINESSES, VEHICLE
from households.models.records import Record, RecordQuerySet


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: where it is kept, how it is asked, and the words of its pages."""

    slug: str
    model: type[Record]
    form: type[forms.RecordForm]
    add: str | Promise
    change: str | Promise
    end: str | Promise

    def rows(self) -> RecordQuerySet:
        """The records of the kind; vehicles are property of their own kind."""
        rows: Any = self.model._default_manager.select_related("household__area", "member")
        if self.model is PropertyItem:
            is_vehicle = self.slug == "vehicle"
            return rows.filter(kind=VEHICLE) if is_vehicle else rows.exclude(kind=VEHICLE)
        return rows

    def blank_form(self, data: Any, household: Household) -> forms.RecordForm:
        return self.form(data, household=household)

    def form_of(self, data: Any, record: Record) -> forms.RecordForm:
        return self.form(data, household=record.household, record=record)


KINDS = {
    kind.slug: kind
    for kind in (
        RecordKind("income", IncomeItem, forms.IncomeForm, _("Add an income"),
                   _("Change an income"), _("End an income")),
        RecordKind("land", LandItem, forms.LandForm, _("Add land"), _("Change land"),
                   _("End land")),
        RecordKind("animals", LivestockItem, forms.LivestockForm, _("Add animals"),
                   _("Change animals"), _("End animals")),
        RecordKind("property", PropertyItem, forms.PropertyForm, _("Add property"),
                   _("Change property"), _("End property")),
        RecordKind("vehicle", PropertyItem, forms.VehicleForm, _("Add a vehicle"),
                   _("Change a vehicle"), _("End a vehicle")),
        RecordKind("housing", Housing, forms.HousingForm, _("Add a home"), _("Change a home"),
                   _("End a home")),
        RecordKind("expense", RigidExpense, forms.ExpenseForm, _("Add an expense"),
                   _("Change an expense"), _("End an expense")),
        RecordKind("supporter", Supporter, forms.SupporterForm, _("Add a supporter"),
                   _("Change a supporter"), _("End a supporter")),
    )
}  # fmt: skip


def kind_or_404(slug: str) -> RecordKind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def doubt_about(record: Record) -> Text | None:
    """A reason to look at a saved record again: an unusual plate, the number of an old licence."""
    if not isinstance(record, PropertyItem) or not record.identifier:
        return None
    if record.is_vehicle:
        return plate_doubt(record.identifier)
    return credit_code_doubt(record.identifier) if record.kind in BUSINESSES else None
