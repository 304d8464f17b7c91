"""Acts on the records of a family's economy (经济状况登记): adding, changing, ending one."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation import clock
from foundation.faults import InputError
from households.models import Household
from households.models.records import Record
from households.services.changes.records import refuse_closed
from households.services.record_data import fields_of, fill
from households.services.registration import Stale, changed_fields, said


@transaction.atomic
def add_record(
    *,
    by: User,
    household: Household,
    model: type[Record],
    data: Mapping[str, Any],
    on: datetime.date | None = None,
) -> Record:
    """Add one item to a household's economy; the same item again is the one already there.

    ``data`` are ``record_data.fields_of(model)``. Raises InputError, whose code is the field, and
    "off_register" for a household no longer followed.
    """
    locked = _open_file(household.pk)
    today = on or clock.today()
    record = model(household=locked, area_id=locked.area_id, period_from=today)
    fill(record, data, on=today)
    found = _same(record)
    if found is not None:
        return found
    _save(record)
    audit.record(by=by, action="record.added", target=record)
    return record


@transaction.atomic
def change_record(
    *,
    by: User,
    record: Record,
    data: Mapping[str, Any],
    seen_at: datetime.datetime | None = None,
    on: datetime.date | None = None,
) -> Record:
    """Change what a record says; fields not in ``data`` stay.

    ``seen_at`` is the ``updated_at`` of the page the person worked on. Raises Stale when the row
    has been saved since, InputError, and "ended" for a record that has ended.
    """
    _open_file(record.household_id)
    locked = _locked(record)
    if locked.is_ended:
        raise InputError("ended", _("This record has ended: add a new one."))
    if seen_at is not None and locked.updated_at != seen_at:
        raise Stale(locked)
    before = said(locked, fields_of(type(locked)))
    fill(locked, data, on=on or clock.today())
    _save(locked)
    detail = {"fields": changed_fields(locked, before)}
    audit.record(by=by, action="record.changed", target=locked, detail=detail)
    return locked


@transaction.atomic
def end_record(
    *, by: User, record: Record, ended_on: datetime.date, end_reason: str, end_note: str = ""
) -> Record:
    """Note the last day of a record and why it ended; it stays in the file.

    ``end_reason`` is a code of ``record_end``; what was entered by mistake no longer counts for
    any day. Ending twice ends once. Raises InputError for a day before the first.
    """
    _open_file(record.household_id)
    locked = _locked(record)
    if locked.is_ended:
        return locked
    if ended_on < locked.period_from:
        raise InputError("ended_on", _("The last day lies before the first."))
    locked.ended_on, locked.end_reason, locked.end_note = ended_on, end_reason, end_note
    locked.save()
    audit.record(by=by, action="record.ended", target=locked, detail={"reason": end_reason})
    return locked


def _open_file(pk: int) -> Household:
    """The household, locked, if it is still followed."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=pk)
    refuse_closed(locked)
    return locked


def _locked(record: Record) -> Record:
    rows = type(record)._default_manager.select_for_update(of=("self",))
    return rows.select_related("household", "member").get(pk=record.pk)


def _same(record: Record) -> Record | None:
    """The standing record that says exactly the same: the form was sent twice."""
    model = type(record)
    names = fields_of(model) - {"identity_number"}
    if "identity_number" in fields_of(model):
        names |= {"identity_digest"}
    said = {name: getattr(record, name) for name in names}
    rows = model._default_manager.filter(household=record.household, ended_on=None, **said)
    return rows.first()


def _save(record: Record) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        if "supporter_once_per_household" not in str(error):
            raise
        message = _("This supporter is already in the file.")
        raise InputError("identity_number", message) from error
