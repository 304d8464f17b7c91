"""What the typed data of an economy record becomes in its row: standards, plates, digests."""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.codelists import code_list
from foundation.encryption import digest
from foundation.faults import InputError
from foundation.identity import parse_identity
from foundation.names import normalise_name
from foundation.registrations import parse_credit_code, parse_plate
from households.economy import FARMED, RENTED_OUT
from households.models import (
    AssessmentStandard,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    Supporter,
)
from households.models.assessments import AssessmentKind
from households.models.economy import TRANSFERS
from households.models.property import ACCOUNTS, BUSINESSES
from households.models.records import Record
from households.services.identities import PURPOSE

KEPT_BY_THE_SERVICE = frozenset((
    "id", "household_id", "area_id", "ended_on", "end_reason", "end_note", "created_at",
    "updated_at",
    "seal_id", "identity_sealed", "identity_digest", "standard_id", "category",
))  # fmt: skip
_LAST_FOUR = re.compile(r"[0-9]{0,4}")


def fields_of(model: type[Record]) -> frozenset[str]:
    """The fields of a kind of record that are typed by somebody."""
    names = {field.attname for field in model._meta.concrete_fields} - KEPT_BY_THE_SERVICE
    return frozenset(names | ({"identity_number"} if model is Supporter else set()))


def fill(record: Record, data: Mapping[str, Any], *, on: datetime.date) -> None:
    """Put typed data into ``record``: only the fields named in ``data`` are touched.

    An empty yield of land or animals is taken from the county's assessment standard. Raises
    InputError, whose code is the field, for what cannot be right; ValueError for unknown fields.
    """
    unknown = set(data) - fields_of(type(record))
    if unknown:
        raise ValueError(f"no such fields of the record: {', '.join(sorted(unknown))}")
    for name in set(data) - {"identity_number"}:
        setattr(record, name, data[name])
    _refuse_disorder(record)
    complete = _COMPLETE.get(type(record))
    if complete:
        complete(record)
    if isinstance(record, Supporter) and "identity_number" in data:
        _seal_number(record, data["identity_number"], on)


def _refuse_disorder(record: Record) -> None:
    if record.member_id is not None:
        people = record.household.members.filter(pk=record.member_id)
        if not people.exists():
            raise InputError("member", _("Choose a member of this household."))
    if record.period_to is not None and record.period_to < record.period_from:
        raise InputError("period_to", _("The last day lies before the first."))


def _income(row: IncomeItem) -> None:
    if not row.kind and row.exclude_code not in code_list("income_exclusion").entries:
        raise InputError("kind", _("Choose the kind of income."))
    row.category = row.kind[:1] or TRANSFERS


def _land(row: LandItem) -> None:
    """Keep the yield where the family farms, the rent where it rents out, and nothing else."""
    row.standard = None
    if row.use != RENTED_OUT:
        row.rent = None
    elif row.rent is None:
        raise InputError("rent", _("Write the rent of the year; 0 if there is none."))
    if row.use != FARMED:
        row.crop, row.net_per_mu = "", None
        return
    if not row.crop:
        raise InputError("crop", _("Choose what is grown."))
    row.standard, row.net_per_mu = _assessed(
        row, AssessmentKind.CROP, row.crop, row.net_per_mu, "net_per_mu"
    )


def _livestock(row: LivestockItem) -> None:
    row.standard, row.net_per_head = _assessed(
        row, AssessmentKind.LIVESTOCK, row.kind, row.net_per_head, "net_per_head"
    )


def _assessed(row: Record, kind: AssessmentKind, item: str, typed: Any, field: str) -> Any:
    """The standard an amount comes from (None: typed by hand) and the amount."""
    day = row.period_to or row.period_from
    standard = AssessmentStandard.objects.over(row.area_id).on(day).filter(
        kind=kind, item=item
    ).first()  # fmt: skip
    if typed is None and standard is None:
        message = _("The county has set no standard for this: write what one brings in a year.")
        raise InputError(field, message)
    if standard is not None and typed in (None, standard.net_income):
        return standard, standard.net_income
    return None, typed


def _property(row: PropertyItem) -> None:
    row.period_from = row.bought_on or row.period_from
    if row.identifier and row.is_vehicle:
        row.identifier = _read("identifier", parse_plate, row.identifier)
    elif row.identifier and row.kind in BUSINESSES:
        row.identifier = _read("identifier", parse_credit_code, row.identifier)
    elif row.kind in ACCOUNTS and not _LAST_FOUR.fullmatch(row.identifier):
        message = _("Of an account only the last four digits are kept.")
        raise InputError("identifier", message)


def _supporter(row: Supporter) -> None:
    row.name = normalise_name(row.name)
    if row.ability != "exempt":
        row.exempt_reason = ""
    elif not row.exempt_reason:
        raise InputError("exempt_reason", _("Choose why the supporter is exempt."))
    if row.agreed_monthly is None:
        row.agreed_basis = ""
    elif not row.agreed_basis:
        raise InputError("agreed_basis", _("Choose where the amount is laid down."))
    if not row.is_authorized:
        row.authorized_on = None
    if row.labour_count is not None and row.labour_count > row.family_size:
        raise InputError("labour_count", _("More than the family has people."))


def _seal_number(row: Supporter, typed: str, on: datetime.date) -> None:
    if not typed:
        row.identity_number, row.identity_digest = "", ""
        return
    known = _read("identity_number", lambda text: parse_identity(text, on=on), typed)
    row.identity_number = known.number
    row.identity_digest = digest(known.number, purpose=PURPOSE)
    own = row.household.members.active().filter(identity_digest=row.identity_digest)
    if own.exists():
        message = _("This person is a member of the household: supporters live outside it.")
        raise InputError("identity_number", message)


def _read(field: str, parse: Callable[[str], Any], typed: str) -> Any:
    try:
        return parse(typed)
    except InputError as error:
        raise InputError(field, error.message) from error


_COMPLETE: Mapping[type[Record], Callable[[Any], None]] = {
    IncomeItem: _income,
    LandItem: _land,
    LivestockItem: _livestock,
    PropertyItem: _property,
    Supporter: _supporter,
}
