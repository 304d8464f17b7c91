"""What a new visit starts with: the members on the register, and what the last visit found."""

import uuid
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from households.models import Household, Member
from surveys.content import Content, blank
from surveys.models import CurrentFacts

MEMBER_ROWS = uuid.UUID("6f0e0f52-6d0c-4b6a-9d0a-6b1c6d656d62")
CARRIED = (
    "family", "incomes", "land", "economy", "livestock", "vehicles", "businesses", "homes",
    "assets", "expenses",
)  # fmt: skip


def member_row_id(member_id: int) -> str:
    """The row of a registered member has the same id in every visit."""
    return str(uuid.uuid5(MEMBER_ROWS, str(member_id)))


def first_content(household: Household, *, kind: str, on: str) -> Content:
    """The form as the investigators open it (``on``: ISO date of today).

    Members come from the register; economy and family from the last approved visit, to be gone
    through again. Benefits, needs and conclusions are always asked anew.
    """
    content = blank()
    content["header"] = {"kind": kind, "visited_on": on, "respondent": household.head_name}
    facts = CurrentFacts.objects.filter(household=household).first()
    before = facts.content if facts else {}
    for name in CARRIED:
        content[name] = deepcopy(before.get(name, {}))
    known = before.get("members", {})
    for member in household.members.active().order_by("pk"):
        row_id = member_row_id(member.pk)
        content["members"][row_id] = {**known.get(row_id, {}), **_from_register(member)}
    return content


def _from_register(member: Member) -> Mapping[str, Any]:
    """What the register already knows of a member; blanks ask the investigators."""
    row: dict[str, Any] = {
        "member": str(member.pk),
        "name": member.name,
        "relation": member.relation,
        "is_counted": member.is_counted,
    }
    if member.birth_on:
        row["birth_on"] = member.birth_on.isoformat()
    row |= _filled(
        not_counted_reason=member.not_counted_reason,
        labour=member.labour_capacity,
        employment=member.employment_status,
        workplace=member.employer,
        stage=member.student_stage,
        school=member.school,
    )
    if member.disability_category:
        row |= {"is_disabled": True, "disability": member.disability_category}
        row |= _filled(grade=member.disability_grade)
    if member.disease_kind:
        row |= {"is_ill": True, "disease": member.disease_kind}
        row |= _filled(disease_name=member.disease)
    return row


def _filled(**answers: str) -> dict[str, str]:
    return {name: answer for name, answer in answers.items() if answer}
