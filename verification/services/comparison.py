"""One run of an extract against the registry (信息核对): read, compare, store, destroy."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from accounts import audit, scope
from accounts.models import Area
from foundation import clock
from foundation.encryption import seal_binding, unseal
from foundation.identity import short_form
from households.models import Household, Member
from verification.engine.drafts import FindingDraft
from verification.engine.findings import drafts_for
from verification.engine.identity import MemberKey
from verification.engine.match import compare_extract
from verification.engine.reasons import FileRefused
from verification.engine.results import CompareResult
from verification.engine.vehicles import VehicleParams
from verification.models import ComparisonRound, Extract
from verification.services import files
from verification.services.storage import store_findings

Progress = Callable[[int, int], None]
_TABLE = Member._meta.db_table


def run_extract(extract: Extract, *, progress: Progress) -> None:
    """Compare the sealed file of ``extract`` and store its findings; safe to run again.

    ``progress`` hears (rows read, rows expected) and may raise to stop. Raises ``FileRefused``.
    Closed doors are not applied while reading: a checker's relatives are compared like everybody
    else, and the checker never sees what is found about them.
    """
    area = compared_area(extract)
    with scope.area_scope(area, user_id=scope.SYSTEM_USER):
        members = list(read_members(area))
        with files.EXTRACTS.unsealed(extract.uuid, extract.size) as (plain, workspace):
            result = _compare(extract, plain, workspace, members, progress)
        drafts = drafts_for(extract.layout.file_layout, result.matches, VehicleParams())
        progress(result.rows_read, result.rows_read)
        _keep(extract, result, drafts, len(members))


def compared_area(extract: Extract) -> Area:
    """The smaller of the round's and the importer's area: a county checker's own county."""
    own, held = extract.area, extract.round.area
    return held if own.contains(held.pk) else own


def read_members(area: Area) -> Iterator[MemberKey]:
    """The people of ``area`` on the register with an identity number, opened for one run."""
    low, high = area.code_range
    rows = (
        Member.objects.active()
        .filter(area_id__gte=low, area_id__lte=high)
        .filter(household__in=Household.objects.on_register())
        .exclude(identity_sealed=None)
        .values_list(
            "pk", "household_id", "area_id", "identity_sealed", "seal_id", "name", "birth_on"
        )
    )
    for pk, household_id, area_id, sealed, seal_id, name, birth_on in rows.iterator(20_000):
        number = unseal(sealed, bound_to=seal_binding(_TABLE, "identity_sealed", seal_id))
        short = short_form(number)
        yield MemberKey(pk, household_id, area_id, number, short, name, birth_on)


def _compare(
    extract: Extract, plain: Path, workspace: Path, members: list[MemberKey], progress: Progress
) -> CompareResult:
    def report(share: float, rows: int) -> None:
        progress(rows, max(rows, round(rows / share)) if share else rows)

    return compare_extract(
        plain,
        extract.layout.file_layout,
        members,
        progress=report,
        workspace_parent=workspace,
    )


@transaction.atomic
def _keep(
    extract: Extract, result: CompareResult, drafts: list[FindingDraft], members: int
) -> None:
    # One run at a time per round: the keys of findings are the round's.
    ComparisonRound.objects.select_for_update(of=("self",)).get(pk=extract.round_id)
    extract.found = store_findings(extract, drafts)
    extract.members_compared = members
    extract.encoding, extract.rows_read = result.encoding, result.rows_read
    extract.blank_rows, extract.mended = result.blank_rows, result.mended
    extract.other_documents, extract.repeated = result.other_documents, result.repeated
    extract.matched = len(result.matches)
    extract.refused = {reason.value: count for reason, count in result.refused.items()}
    extract.refused_rows = [[row.row_number, row.reason.value] for row in result.refused_rows]
    extract.digits_lost = result.digits_lost_en_masse
    extract.compared_at = clock.now()
    extract.save()
    audit.record(
        by=extract.imported_by,
        action="extract.compared",
        target=extract,
        detail={"rows": extract.rows_read, "findings": extract.found},
    )


def note_refusal(extract: Extract, refusal: FileRefused) -> None:
    """Keep why a whole file was refused: problem, row and missing headings, no value of it."""
    extract.problem = refusal.problem.value
    extract.problem_row = refusal.row_number
    extract.problem_columns = list(refusal.columns)
    extract.save(update_fields=["problem", "problem_row", "problem_columns"])
