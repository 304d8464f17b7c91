"""Acts on a roster uploaded in Excel (从Excel导入花名册): upload, look, apply or drop, forget."""

import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, scope
from accounts.models import Area, User
from foundation.faults import InputError
from foundation.workbooks import UnreadableWorkbook
from households.services.import_files import clean_name, suffix_of
from surveys.models import Campaign, RosterCadre, RosterImport, RosterImportState
from surveys.roster_reading import RosterFile, SheetRow, read_roster
from surveys.roster_rows import (
    KEPT,
    JudgedRow,
    RowFault,
    RowState,
    count_states,
    judge_all,
    outcome_mark,
)
from surveys.services import roster
from surveys.services.list_making import refuse_meanwhile

LIFE = datetime.timedelta(days=7)
Blocks = Iterable[bytes]


def upload(*, campaign: Campaign, by: User, file_name: str, blocks: Blocks) -> RosterImport:
    """Read somebody's roster and keep its rows sealed until they decide; nothing else changes.

    The same file that still waits for its owner gives the import it is in. Raises InputError in
    words for a file that cannot be read, and for a campaign that is closed.
    """
    roster.refuse_closed(campaign)
    digest = Hash(SM3())
    with _plain(file_name, blocks, digest) as path:
        marked = digest.finalize().hex()
        own = RosterImport.objects.filter(campaign=campaign, uploaded_by=by)
        waiting = own.waiting().filter(digest=marked).first()
        if waiting is not None:
            return waiting
        try:
            found = read_roster(path)
        except UnreadableWorkbook as error:
            raise InputError("unreadable", str(error)) from error
    return _keep(campaign, by, file_name, marked, found)


@contextmanager
def _plain(file_name: str, blocks: Blocks, digest: Hash) -> Iterator[Path]:
    """The file as the reader wants it, gone afterwards; ``digest`` is told its bytes."""
    with tempfile.NamedTemporaryFile(suffix=suffix_of(file_name)) as file:
        for block in blocks:
            digest.update(block)
            file.write(block)
        file.flush()
        yield Path(file.name)


@transaction.atomic
def _keep(
    campaign: Campaign, by: User, file_name: str, digest: str, found: RosterFile
) -> RosterImport:
    made = RosterImport(
        campaign=campaign, area=by.area, uploaded_by=by, file_name=clean_name(file_name),
        digest=digest, rows_read=len(found.rows),
    )  # fmt: skip
    made.content = _dump(found)
    made.save()
    detail = {"digest": digest, "rows": made.rows_read}
    audit.record(by=by, action="campaign.roster_uploaded", target=made, detail=detail)
    return made


def contents(found: RosterImport) -> RosterFile:
    """What the file held, and after it was applied what was refused; empty when forgotten."""
    return _load(found.content) if found.content_sealed is not None else RosterFile()


def judged(found: RosterImport, by: User, rows: Sequence[SheetRow]) -> list[JudgedRow]:
    """What becomes of each row; of those an applied import has refused, why it was."""
    if found.is_waiting:
        return judge_all(found.campaign, by, rows)
    told = json.loads(found.content)["faults"] if rows else {}
    return [JudgedRow(row, [RowFault(*fault) for fault in told[_place(row)]]) for row in rows]


@transaction.atomic
def apply(*, found: RosterImport, by: User, seen: str) -> RosterImport:
    """Take in what is new or changed, all of it or nothing; a second time changes nothing.

    ``seen`` is the mark of what the page showed. Raises InputError where the roster has changed
    meanwhile, where nothing is to be taken in, and for a campaign that is closed.
    """
    locked = RosterImport.objects.select_for_update(of=("self",)).get(pk=found.pk, uploaded_by=by)
    if locked.state == RosterImportState.APPLIED:
        return locked
    _refuse_finished(locked)
    refuse_meanwhile(locked.campaign)
    roster.locked_campaign(locked.campaign)
    rows = judge_all(locked.campaign, by, contents(locked).rows)
    if outcome_mark(rows) != seen:
        raise InputError(
            "moved", _("The roster has changed since this page was shown: look at it once more.")
        )
    counts = count_states(rows)
    if not counts[RowState.NEW] + counts[RowState.CHANGED]:
        raise InputError("nothing", _("Nothing is new or changed: there is nothing to take in."))
    _add(locked.campaign, by, [one for one in rows if one.state == RowState.NEW])
    _change(by, [one for one in rows if one.state == RowState.CHANGED])
    for state, count in counts.items():
        setattr(locked, f"rows_{state}", count)
    locked.content = _dump_refused([one for one in rows if one.faults])
    _finish(locked, RosterImportState.APPLIED)
    detail = {"import": locked.pk, **{str(state): count for state, count in counts.items()}}
    audit.record(by=by, action="campaign.roster_imported", target=locked.campaign, detail=detail)
    return locked


@transaction.atomic
def drop(*, found: RosterImport, by: User) -> RosterImport:
    """Give an upload up: its rows are forgotten at once, the record stays."""
    locked = RosterImport.objects.select_for_update(of=("self",)).get(pk=found.pk, uploaded_by=by)
    if locked.state == RosterImportState.DROPPED:
        return locked
    _refuse_finished(locked)
    locked.content = ""
    _finish(locked, RosterImportState.DROPPED)
    audit.record(by=by, action="campaign.roster_upload_dropped", target=locked)
    return locked


def forget_old() -> int:
    """Delete the rows of uploads a week old; returns how many uploads."""
    with scope.whole_city("scheduled: rows of uploaded rosters are kept for a week"):
        old = RosterImport.objects.exclude(content_sealed=None)
        return old.filter(uploaded_at__lt=timezone.now() - LIFE).update(content_sealed=None)


def _refuse_finished(found: RosterImport) -> None:
    if not found.is_waiting:
        raise InputError(
            "finished", _("This upload is finished or has expired: upload the file again.")
        )


def _finish(found: RosterImport, state: RosterImportState) -> None:
    found.state, found.finished_at = state, timezone.now()
    found.save()


def _add(campaign: Campaign, by: User, rows: Sequence[JudgedRow]) -> None:
    made = [
        RosterCadre(
            campaign=campaign, user=one.values["user"] or None, name=one.values["name"],
            unit=one.values["unit"], duty=one.values["duty"], level=one.values["level"],
            area=one.values["area"], added_by=by, added_reason=one.values["reason"],
            active_from=one.values["active_from"] or roster.first_day(campaign),
        )
        for one in rows
    ]  # fmt: skip
    RosterCadre.objects.bulk_create(made, batch_size=1000)


def _change(by: User, rows: Sequence[JudgedRow]) -> None:
    """Change cadres who are on the roster, each with a record of before and after."""
    changed: list[tuple[RosterCadre, dict[str, Any]]] = []
    for one in rows:
        cadre: Any = one.cadre
        detail: dict[str, Any] = {"name": cadre.name}
        for found in one.differences:
            setattr(cadre, found.field, found.after)
            detail[found.field] = [_bare(found.before), _bare(found.after)]
        changed.append((cadre, detail))
    # One statement a thousand; what bulk_update writes is ten times as slow over seven columns.
    RosterCadre.objects.bulk_create(
        [cadre for cadre, _detail in changed], batch_size=1000, update_conflicts=True,
        unique_fields=["id"], update_fields=KEPT,
    )  # fmt: skip
    audit.record_each(by=by, action="campaign.cadre_changed", of=changed)


def _bare(value: Any) -> str:
    """A value in the audit trail: places by code, accounts by name."""
    if isinstance(value, User):
        return value.username
    return value.code if isinstance(value, Area) else str(value or "")


def _dump(found: RosterFile, faults: dict[str, Any] | None = None) -> str:
    return json.dumps(
        {
            "rows": [[row.sheet, row.number, row.cells] for row in found.rows],
            "passed_over": found.passed_over, "unused": found.unused, "remarks": found.remarks,
            "faults": faults or {},
        },
        ensure_ascii=False,
    )  # fmt: skip


def _dump_refused(rows: Sequence[JudgedRow]) -> str:
    """The refused rows with the reasons as they were told; "" when none was refused."""
    faults = {
        _place(one.row): [[fault.field, str(fault.message)] for fault in one.faults] for one in rows
    }
    return _dump(RosterFile([one.row for one in rows]), faults) if rows else ""


def _place(row: SheetRow) -> str:
    return f"{row.sheet}!{row.number}"


def _load(text: str) -> RosterFile:
    held = json.loads(text)
    return RosterFile(
        [SheetRow(*row) for row in held["rows"]],
        [(sheet, number) for sheet, number in held["passed_over"]],
        held["unused"],
        held["remarks"],
    )
