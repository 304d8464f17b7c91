"""A finding (疑点) before it is stored: what was found about whom, with the agency's own words."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from verification.engine.results import Match


class Severity(StrEnum):
    """How much a finding weighs: high, medium, low."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """One finding about one member; ``subject`` tells two findings of a kind apart (a plate).

    ``text`` is Chinese: it stands in ledgers and records. ``evidence`` holds the row number, the
    basis of the match and the values as the agency wrote them. ``is_sure`` is False where the
    match rests on a name with a birth date or a masked number.
    """

    code: str
    severity: Severity
    member_id: int
    household_id: int
    area_id: int
    subject: str
    text: str
    is_sure: bool
    evidence: Mapping[str, object]

    @property
    def digest(self) -> str:
        """A fingerprint of everything said: equal drafts have equal digests."""
        content = [
            self.code,
            self.severity,
            self.member_id,
            self.household_id,
            self.area_id,
            self.subject,
            self.text,
            self.is_sure,
            self.evidence,
        ]
        return hashlib.sha256(
            json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()


def draft(match: Match, *, code: str, severity: Severity, subject: str, text: str) -> FindingDraft:
    """A draft about the member of a match, with the match as evidence."""
    evidence: dict[str, object] = {
        "row_number": match.row_number,
        "repeated_rows": list(match.repeated_rows),
        "basis": match.basis.value,
        "name_differs": match.name_differs,
        "fields": dict(match.fields),
    }
    member = match.member
    return FindingDraft(
        code=code,
        severity=severity,
        member_id=member.member_id,
        household_id=member.household_id,
        area_id=member.area_id,
        subject=subject,
        text=text,
        is_sure=match.basis.is_sure,
        evidence=evidence,
    )


def digest_of(drafts: Iterable[FindingDraft]) -> str:
    """One digest for many drafts whatever their order: two engines agree when it is equal."""
    return hashlib.sha256("".join(sorted(item.digest for item in drafts)).encode()).hexdigest()
