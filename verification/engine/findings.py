"""The finding rules by agency item; another agency comes as a layout and one function here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from verification.engine.drafts import FindingDraft, Severity, draft
from verification.engine.layouts import FileLayout
from verification.engine.results import Match
from verification.engine.vehicles import VehicleParams, find_vehicle


@dataclass(frozen=True, slots=True)
class Rule:
    """How the rows of one item become findings, and how its stored parameters are read."""

    find: Callable[[Match, Any], FindingDraft | None]
    read_params: Callable[[Any], Any]


RULES: dict[str, Rule] = {"vehicles": Rule(find_vehicle, VehicleParams.from_mapping)}


def find_identity_conflict(match: Match) -> FindingDraft | None:
    """F20 信息不一致: the number is our member's, the name is not. Source: domain/05 §5.5."""
    if not match.name_differs:
        return None
    theirs = match.fields.get("name", "").strip()
    return draft(
        match,
        code="F20",
        severity=Severity.LOW,
        subject=theirs,
        text=f"证件号码相同而姓名不一致：登记为{match.member.name}，反馈为{theirs}",
    )


def drafts_for(layout: FileLayout, matches: Iterable[Match], params: object) -> list[FindingDraft]:
    """All findings of one extract, in file order; raises ``KeyError`` for an item without rule.

    A person whose name differs on several rows gets one F20 per name the agency gave.
    """
    rule = RULES[layout.item]
    found: list[FindingDraft] = []
    conflicts: set[tuple[int, str]] = set()
    for match in matches:
        finding = rule.find(match, params)
        if finding:
            found.append(finding)
        conflict = find_identity_conflict(match)
        if conflict and (conflict.member_id, conflict.subject) not in conflicts:
            conflicts.add((conflict.member_id, conflict.subject))
            found.append(conflict)
    return found
