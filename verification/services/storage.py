"""Findings into the database: COPY to a temporary table, then INSERT ... SELECT (idempotent)."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from foundation import clock
from foundation.encryption import digest
from verification.engine.drafts import FindingDraft
from verification.models import Extract, Finding, Step
from verification.steps import MOVES

COLUMNS = (
    "seal_id", "round_id", "extract_id", "household_id", "member_id", "area_id", "agency_id",
    "item", "data_date", "kind", "severity", "is_sure", "subject_digest", "evidence_sealed",
    "step", "step_since", "flow", "conclusion", "verifier_first", "verifier_second", "action",
    "created_at",
)  # fmt: skip
_LIST = ", ".join(COLUMNS)
# COPY into a table under row security is refused by PostgreSQL, hence the way round.
_CREATE = (
    f"CREATE TEMPORARY TABLE new_findings ON COMMIT DROP AS"  # noqa: S608 (constants above)
    f" SELECT {_LIST} FROM verification_finding WITH NO DATA"
)
_COPY = f"COPY new_findings ({_LIST}) FROM STDIN"
_INSERT = (
    f"INSERT INTO verification_finding ({_LIST})"  # noqa: S608 (constants above)
    f" SELECT {_LIST} FROM new_findings"
    " ON CONFLICT (round_id, item, member_id, kind, subject_digest) DO NOTHING"
)


def store_findings(extract: Extract, drafts: Iterable[FindingDraft]) -> int:
    """Replace the extract's findings nobody has handled yet; returns how many it has now.

    Those already sent out or further stay as they are. The key (round, item, member, kind,
    subject) makes a second run or a later file add nothing twice. In a transaction.
    """
    Finding.objects.filter(extract=extract, step=Step.GENERATED).delete()
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS new_findings")
        cursor.execute(_CREATE)
        with cursor.copy(_COPY) as copy:
            for row in _rows(extract, drafts, now):
                copy.write_row(row)
        cursor.execute(_INSERT)
    return Finding.objects.filter(extract=extract).count()


def _rows(
    extract: Extract, drafts: Iterable[FindingDraft], now: datetime
) -> Iterator[tuple[Any, ...]]:
    for draft in drafts:
        finding = Finding()
        finding.evidence_text = json.dumps(
            {"text": draft.text, "subject": draft.subject, **draft.evidence}, ensure_ascii=False
        )
        yield (
            finding.seal_id, extract.round_id, extract.pk, draft.household_id, draft.member_id,
            draft.area_id, extract.layout.agency_id, extract.layout.item, extract.data_date,
            draft.code, draft.severity.value, draft.is_sure,
            digest(draft.subject, purpose="finding subject"), finding.evidence_sealed,
            Step.GENERATED.value, now, MOVES.version, "", "", "", "", now,
        )  # fmt: skip
