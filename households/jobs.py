"""The long work of the register: reading, checking, applying, giving back imported ledgers."""

import uuid

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts import jobs
from foundation.encryption import SealBroken
from foundation.workbooks import UnreadableWorkbook
from households.importing.annotate import write_refused
from households.importing.faults import Fault
from households.models import ImportBatch
from households.models.imports import BatchState, RowState
from households.services import import_applying, import_checking, import_files, imports
from households.services.import_payloads import Reason, Waiting
from households.services.imports import APPLY, CHECK, LOOK, REFUSED

#: How often somebody may register one of the ledger's people in the very moment of applying.
TURNS = 5


@jobs.job_kind(LOOK)
def look(running: jobs.Running) -> None:
    """Find out what a large file holds; one that cannot be read is given up."""
    batch = _batch(running)
    if not batch.is_open or batch.is_looked_at:
        return
    try:
        with import_files.opened(batch, use="look") as (path, _folder):
            looks = import_files.look(path, running.progress)
    except UnreadableWorkbook as error:
        imports.drop_unreadable(batch_id=batch.pk, by=running.by, fence=running.fence)
        raise jobs.JobFailed(str(error)) from error
    except (SealBroken, FileNotFoundError):
        raise jobs.JobFailed(_("The file is not there any more. Upload it again.")) from None
    imports.keep_looks(batch_id=batch.pk, looks=looks, fence=running.fence)
    running.progress(len(looks), len(looks))


@jobs.job_kind(CHECK)
def check(running: jobs.Running) -> None:
    """Check a ledger; a second run begins anew."""
    batch = _batch(running)
    if batch.state != BatchState.MAPPED:
        return
    try:
        with import_files.opened(batch, use="check") as (path, _folder):
            reading = import_files.Reading(path, batch)
            import_checking.check(
                batch=batch, reading=reading, progress=running.progress, fence=running.fence
            )
    except UnreadableWorkbook as error:
        raise jobs.JobFailed(str(error)) from error
    except (SealBroken, FileNotFoundError):
        raise jobs.JobFailed(_("The file is not there any more. Upload it again.")) from None


@jobs.job_kind(APPLY)
def apply(running: jobs.Running) -> None:
    """Apply a checked ledger, all or nothing.

    Somebody may register one of its people between the last look and the end; the database
    refuses that, and the whole is done anew.
    """
    for turn in range(TURNS):
        try:
            batch = import_applying.apply(
                batch_id=running.params["batch"],
                by=running.by,
                progress=running.progress,
                fence=running.fence,
            )
        except IntegrityError:
            if turn == TURNS - 1:
                raise
        except import_applying.NotChecked:
            raise jobs.JobFailed(_("The file has to be checked again first.")) from None
        else:
            running.result(**{state: getattr(batch, f"households_{state}") for state in RowState})
            return


@jobs.job_kind(REFUSED)
def give_back(running: jobs.Running) -> None:
    """Write the refused rows into a copy of the office's own workbook, each with its reasons."""
    batch = _batch(running)
    faults: dict[int, list[Fault]] = {}
    rows = batch.households.filter(state=RowState.REFUSED).order_by("first_row")
    for done, row in enumerate(rows.iterator(chunk_size=500), start=1):
        one = Waiting.of(row)
        for number in one.rows:
            faults.setdefault(number, [])
        for reason in one.reasons:
            faults.setdefault(reason.row, []).append(_fault(reason, batch.headings))
        if done % 500 == 0:
            running.progress(done, batch.households_refused)
    try:
        with import_files.opened(batch, use="refused") as (path, folder):
            made = folder / f"{uuid.uuid4().hex}.xlsx"
            write_refused(path, batch.sheet, made, faults, batch.header_last)
            running.attach(made, _refused_name(batch))
    except (SealBroken, FileNotFoundError):
        raise jobs.JobFailed(_("The file is not there any more. Upload it again.")) from None
    running.progress(batch.households_refused, batch.households_refused)


def _fault(reason: Reason, headings: list[str]) -> Fault:
    is_known = reason.column is not None and reason.column < len(headings)
    heading = headings[reason.column] if is_known else ""  # type: ignore[index]
    return Fault(reason.row, reason.column, reason.field, reason.message, reason.code, heading)


def _refused_name(batch: ImportBatch) -> str:
    stem = batch.file_name.rsplit(".", 1)[0]
    return _("%(file)s - to mend.xlsx") % {"file": stem}


def _batch(running: jobs.Running) -> ImportBatch:
    return ImportBatch.objects.select_related("area").get(pk=running.params["batch"])
