"""Checking a ledger row by row against the rules and the register, without changing either."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import clock
from households.models import Household, ImportBatch, ImportedHousehold
from households.models.imports import BatchState, RowState
from households.services import import_kinds
from households.services.bulk_rows import insert, take_keys
from households.services.code_mappings import Alike
from households.services.import_applying import with_people
from households.services.import_comparing import compare, judge_known, judge_new
from households.services.import_files import Reading
from households.services.import_matching import Claims, Match, match
from households.services.import_payloads import Waiting

PIECE = 500
Fence = Callable[[], None]


class RowsLost(Exception):
    """The reader has not answered for every row; nothing of it is believed."""


def check(
    *, batch: ImportBatch, reading: Reading, progress: Callable[[int, int], None], fence: Fence
) -> ImportBatch:
    """Read the whole sheet and keep what would become of each household.

    Rows of an earlier, broken run are deleted first. Memory holds one piece at a time. ``fence``
    is called in each transaction and raises when another worker has taken over. Raises RowsLost.
    """
    with transaction.atomic():
        fence()
        batch.households.all().delete()
    claims, answered = Claims(), 0
    progress(0, reading.total)
    for piece in _pieces(iter(reading)):
        rows = judge(batch, piece, claims)
        with transaction.atomic():
            fence()
            insert(rows)
        answered += sum(row.row_count for row in rows)
        progress(min(piece[-1].last_row - batch.header_last - 1, reading.total), reading.total)
    told = answered + reading.rows_skipped
    if answered != reading.rows_read or told < reading.rows_met:
        raise RowsLost(f"{reading.rows_met} rows met, {told} answered for")
    return _finish(batch.pk, reading, fence)


def judge(batch: ImportBatch, piece: Sequence[Waiting], claims: Claims) -> list[ImportedHousehold]:
    """The rows to keep of some households: each recognised, compared, and its faults noted."""
    matches = match(batch.area, piece, claims)
    known = Household.objects.filter(pk__in=[m.household_id for m in matches if m.household_id])
    homes, today = with_people(list(known)), clock.today()
    alike = Alike(batch.standard, today)
    rows = []
    for key, one, found in zip(
        take_keys(ImportedHousehold, len(piece)), piece, matches, strict=True
    ):
        if found.household_id and found.is_faulty:
            judge_known(one, homes[found.household_id], on=today)
        elif found.household_id and not found.is_doubtful:
            compare(one, homes[found.household_id], on=today, alike=alike)
        else:
            judge_new(one, on=today)
        if found.is_doubtful:
            number = homes[found.household_id].household.household_no if found.household_id else ""
            message = _doubt_of(found) % {"number": number}
            one.refuse(one.first_row, "possible_duplicate", message)
        if not found.household_id or found.is_doubtful:
            import_kinds.judge_new(one, on=today)
        one.place(batch.columns)
        rows.append(_row(batch, key, one, found))
    return rows


def _doubt_of(found: Match) -> str:
    if found.has_same_birth:
        return _(
            "May be household %(number)s: name, birth date and village agree, and there is no"
            " identity number to decide it."
        )
    return _(
        "May be household %(number)s: name and village agree, and neither identity numbers nor"
        " dates of birth decide it."
    )


def state_of(one: Waiting, household_id: int | None) -> RowState:
    """What an import makes of a household: its faults come first."""
    if one.reasons:
        return RowState.REFUSED
    if household_id is None:
        return RowState.NEW
    return RowState.CHANGED if one.differences else RowState.SAME


def _row(batch: ImportBatch, key: int, one: Waiting, found: Match) -> ImportedHousehold:
    row = ImportedHousehold(
        id=key,
        batch=batch,
        # What lies outside the office's area, or nowhere, is the office's to mend.
        area_id=one.area_code if batch.area.contains(one.area_code) else batch.area_id,
        # One filed in another village cannot be named by a row of this one.
        household_id=None if found.is_faulty else found.household_id,
        first_row=one.first_row,
        last_row=one.last_row,
        row_count=len(one.rows),
        head_name=one.head_name,
        state=state_of(one, found.household_id),
        is_doubtful=found.is_doubtful,
        faults=[reason.mark for reason in one.reasons],
    )
    row.payload = one.dump()
    return row


def _pieces(waiting: Iterator[Waiting]) -> Iterator[list[Waiting]]:
    while piece := list(islice(waiting, PIECE)):
        yield piece


def _finish(batch_id: int, reading: Reading, fence: Fence) -> ImportBatch:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        batch.rows_read, batch.rows_skipped = reading.rows_read, reading.rows_skipped
        batch.passed_over = reading.passed_over
        batch.count(batch.households.counted())
        batch.state, batch.checked_at = BatchState.CHECKED, timezone.now()
        batch.save()
        fence()
    return batch
