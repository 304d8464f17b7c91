"""Acts on an import (台账导入): upload, choose columns, decide, apply or drop, give back."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, jobs, scope
from accounts.models import Area, User
from foundation import clock
from foundation.faults import InputError
from foundation.moves import MoveRefused, Refusal
from foundation.workbooks import UnreadableWorkbook
from households.importing.mapping import signature
from households.models import ImportBatch, ImportedHousehold, MappingMemory
from households.models.imports import BatchState, Decision, RowState
from households.services import import_files, import_kinds
from households.services.code_mappings import Alike
from households.services.import_applying import with_people
from households.services.import_checking import state_of
from households.services.import_comparing import compare
from households.services.import_files import LEDGERS, SheetLook
from households.services.import_payloads import Waiting

LOOK, CHECK, APPLY, REFUSED = (
    "households.import_look", "households.import_check", "households.import_apply",
    "households.import_refused",
)  # fmt: skip
LIFE = datetime.timedelta(days=30)


def upload(*, by: User, file_name: str, blocks: Iterable[bytes]) -> tuple[ImportBatch, bool]:
    """Seal an office's ledger on disk and look at it; says whether it is a new batch.

    The very same file that is still on its way gives the batch it is in. A job looks at a large
    file. Raises InputError with a clerk's words when a small one cannot be read.
    """
    name = uuid.uuid4()
    size, digest = LEDGERS.seal_file(name, blocks)
    try:
        batch = ImportBatch(
            file_id=name, area=by.area, uploaded_by=by, size=size, digest=digest,
            file_name=import_files.clean_name(file_name),
        )  # fmt: skip
        made, is_new = _file(batch, _looks_of_small(batch))
    except UnreadableWorkbook as error:
        LEDGERS.destroy(name)
        raise InputError("unreadable", str(error)) from error
    except BaseException:
        LEDGERS.destroy(name)
        raise
    if not is_new:
        LEDGERS.destroy(name)
    return made, is_new


def _looks_of_small(batch: ImportBatch) -> list[SheetLook] | None:
    """What a file holds that is looked through in a moment; None for a larger one."""
    if batch.size > import_files.AT_ONCE:
        return None
    with import_files.opened(batch, use="look") as (path, _folder):
        return import_files.look(path) if import_files.is_quick(path) else None


@transaction.atomic
def _file(batch: ImportBatch, looks: list[SheetLook] | None) -> tuple[ImportBatch, bool]:
    # The office's row stands for all its imports: two equal uploads wait for each other here.
    Area.objects.select_for_update(of=("self",)).get(pk=batch.area_id)
    earlier = ImportBatch.objects.open().filter(area=batch.area, digest=batch.digest).first()
    if earlier is not None:
        if not earlier.is_looked_at and not earlier.is_looking:  # a job that was stopped, or died
            _ask_look(earlier, batch.uploaded_by)
        return earlier, False
    if looks is not None:
        _note_looks(batch, looks)
    batch.save()
    if looks is None:
        _ask_look(batch, batch.uploaded_by)
    detail = {"digest": batch.digest, "size": batch.size}
    audit.record(by=batch.uploaded_by, action="import.uploaded", target=batch, detail=detail)
    return batch, True


def _ask_look(batch: ImportBatch, by: User) -> None:
    batch.look_job = jobs.ask(
        kind=LOOK,
        title=_("Reading of %(file)s") % {"file": batch.file_name},
        by=by,
        params={"batch": batch.pk},
    )
    batch.save(update_fields=["look_job"])


def _note_looks(batch: ImportBatch, looks: list[SheetLook]) -> None:
    shown = [look for look in looks if not look.is_hidden] or looks
    fullest = max(shown, key=lambda look: look.row_count)
    batch.sheet = fullest.name
    batch.header_first, batch.header_last = fullest.header_first, fullest.header_last
    batch.inspection = import_files.dump_looks(looks)


@transaction.atomic
def keep_looks(*, batch_id: int, looks: list[SheetLook], fence: Callable[[], None]) -> None:
    """Note what a job has found in a large file; ``fence`` raises when another worker has it."""
    locked: Any = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if locked.is_open:
        _note_looks(locked, looks)
        locked.save()
    fence()


@transaction.atomic
def drop_unreadable(*, batch_id: int, by: User, fence: Callable[[], None]) -> None:
    """Give up a large file that a job could not read; the record stays."""
    locked: Any = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if locked.is_open:
        _drop(locked, by)
    fence()


@transaction.atomic
def choose_columns(
    *,
    by: User,
    batch: ImportBatch,
    sheet: str,
    header_first: int,
    header_last: int,
    names: Sequence[str],
    mapping: Mapping[int, str],
    default_area: Area | None = None,
    default_kind: str = "",
    default_urban_rural: str = "",
    standard: str = "",
) -> ImportBatch:
    """Say what each column holds, remember it for the office, and ask for the check.

    Columns A, B, C of a ledger without a heading are nothing to know another ledger by.

    A checked batch may be read anew with other columns. Raises MoveRefused for one that is being
    checked or applied, or is finished.
    """
    locked = _open(batch)
    locked.sheet, locked.header_first, locked.header_last = sheet, header_first, header_last
    locked.mapping = {str(place): key for place, key in sorted(mapping.items()) if key}
    locked.headings, locked.signature = list(names), signature(names)
    locked.default_area = default_area
    locked.default_kind, locked.default_urban_rural = default_kind, default_urban_rural
    locked.standard = standard
    locked.state = BatchState.MAPPED
    locked.check_job = jobs.ask(
        kind=CHECK,
        title=_("Check of %(file)s") % {"file": locked.file_name},
        by=by,
        params={"batch": locked.pk},
    )
    locked.save()
    if header_last >= 0:
        MappingMemory.objects.update_or_create(
            area_id=locked.area_id, signature=locked.signature, defaults={"mapping": locked.mapping}
        )
    audit.record(by=by, action="import.columns_chosen", target=locked)
    return locked


def remembered(area: Area, names: Sequence[str]) -> dict[int, str]:
    """What the office said these headings hold last time; empty when it never did."""
    found = MappingMemory.objects.filter(area=area, signature=signature(names)).first()
    return {int(place): key for place, key in found.mapping.items()} if found else {}


@transaction.atomic
def decide(*, by: User, row: ImportedHousehold, decision: str) -> ImportedHousehold:
    """Say of a possible duplicate whether it is the same household or another one.

    "" takes the answer back. Raises MoveRefused when the batch is not waiting, InputError when
    another row is already taken for that household.
    """
    batch = _checked(row.batch)
    locked = ImportedHousehold.objects.select_for_update(of=("self",)).get(pk=row.pk, batch=batch)
    if not locked.is_doubtful:
        raise InputError("not_doubtful", _("There is nothing to decide about this household."))
    one = Waiting.of(locked)
    one.reasons = [reason for reason in one.reasons if reason.code != "possible_duplicate"]
    one.differences = []
    import_kinds.forget(one)
    if decision != Decision.SAME:
        import_kinds.judge_new(one, on=clock.today())
    elif not one.reasons:
        _refuse_second(batch, locked)
        (home,) = with_people([locked.household] if locked.household else []).values()
        compare(one, home, on=clock.today(), alike=Alike(batch.standard, clock.today()))
    one.place(batch.columns)
    state = state_of(one, locked.household_id if decision == Decision.SAME else None)
    locked.decision = decision
    locked.state = state if decision else RowState.REFUSED
    locked.faults = [reason.mark for reason in one.reasons]
    locked.payload = one.dump()
    locked.save()
    batch.count(batch.households.counted())
    batch.save()
    detail = {"row": locked.first_row, "decision": decision}
    audit.record(by=by, action="import.decided", target=batch, detail=detail)
    return locked


def _refuse_second(batch: ImportBatch, row: ImportedHousehold) -> None:
    others = batch.households.filter(household=row.household).exclude(pk=row.pk)
    if other := others.exclude(state=RowState.REFUSED).first():
        message = _("Row %(row)s is about this household already.")
        raise InputError("twice", message % {"row": other.first_row})


@transaction.atomic
def apply(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Ask for the import of everything that can be imported; twice asks once."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.is_applying:
        return locked
    locked = _checked(batch)
    if not locked.households_new + locked.households_changed:
        raise InputError("nothing", _("There is nothing to import: nothing is new or changed."))
    locked.apply_job = jobs.ask(
        kind=APPLY,
        title=_("Import of %(file)s") % {"file": locked.file_name},
        by=by,
        params={"batch": locked.pk},
    )
    locked.save()
    audit.record(by=by, action="import.asked", target=locked)
    return locked


@transaction.atomic
def drop(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Give an import up: its file and rows are deleted at once, the record stays."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state == BatchState.DROPPED:
        return locked
    locked = _open(batch)
    _drop(locked, by)
    return locked


def _drop(locked: ImportBatch, by: User) -> None:
    locked.state, locked.finished_by, locked.finished_at = BatchState.DROPPED, by, timezone.now()
    _empty(locked)
    audit.record(by=by, action="import.dropped", target=locked)


@transaction.atomic
def ask_refused(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Ask for the refused rows in the office's own workbook, with the reasons."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.emptied_at or not locked.rows_refused:
        raise MoveRefused([Refusal("wrong_step", _("There are no refused rows to give back."))])
    if locked.refused_job is not None and not locked.refused_job.is_finished:
        return locked
    locked.refused_job = jobs.ask(
        kind=REFUSED,
        title=_("Refused rows of %(file)s") % {"file": locked.file_name},
        by=by,
        params={"batch": locked.pk},
    )
    locked.save(update_fields=["refused_job"])
    return locked


def empty_old() -> int:
    """Delete files and rows of imports thirty days after their upload; returns how many."""
    emptied = 0
    with scope.whole_city("scheduled: what waits for an import is deleted after thirty days"):
        old = ImportBatch.objects.filter(emptied_at=None, uploaded_at__lt=timezone.now() - LIFE)
        for batch in old:
            emptied += _empty_if_idle(batch)
        known = ImportBatch.objects.filter(emptied_at=None).values_list("file_id", flat=True)
        left = (timezone.now() - datetime.timedelta(days=1)).timestamp()
        for name in LEDGERS.orphans({str(file_id) for file_id in known}, before=left):
            LEDGERS.destroy(name)
    return emptied


@transaction.atomic
def _empty_if_idle(batch: ImportBatch) -> int:
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.is_busy:
        return 0
    if locked.is_open:
        locked.state, locked.finished_at = BatchState.DROPPED, timezone.now()
    _empty(locked)
    audit.record(by=None, action="import.emptied", target=locked)
    return 1


def _empty(batch: ImportBatch) -> None:
    batch.households.all().delete()
    batch.inspection, batch.emptied_at = "", timezone.now()
    batch.save()
    file_id = batch.file_id
    transaction.on_commit(lambda: LEDGERS.destroy(file_id))


def _open(batch: ImportBatch) -> ImportBatch:
    """The batch locked, if it may still be changed. Raises MoveRefused."""
    locked: Any = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not locked.is_open:
        raise MoveRefused([Refusal("wrong_step", _("This import is finished."))])
    if locked.is_busy:
        raise MoveRefused([Refusal("wrong_step", _("Wait until the running work has ended."))])
    return locked


def _checked(batch: ImportBatch) -> ImportBatch:
    locked = _open(batch)
    if locked.state != BatchState.CHECKED:
        raise MoveRefused([Refusal("wrong_step", _("Check the file first."))])
    return locked
