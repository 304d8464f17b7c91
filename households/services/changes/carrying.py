"""Carrying a person from one file into another: a new row there, the old one stays as history."""

import datetime
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from foundation.encryption import SealedText, sm3_hex
from households.models import Household, Member

OWN = frozenset((
    "id", "seal_id", "household", "area", "relation", "is_active", "joined_on", "joined_kind",
    "left_on", "left_kind", "left_reason", "created_at", "updated_at",
))  # fmt: skip
SEALED = tuple(
    name for name, attribute in vars(Member).items() if isinstance(attribute, SealedText)
)
NOT_PRINTED = frozenset(("area", "updated_at"))


def carry(
    member: Member,
    *,
    to: Household,
    relation: str,
    on: datetime.date,
    left_kind: str,
    joined_kind: str,
    reason: str,
) -> Member:
    """End ``member`` in the old file and enter the same person in ``to``.

    Everything known of the person goes along, sealed anew for the new row; whoever was away stays
    away. The caller derives both households.
    """
    away_kind = member.away_kind
    leave_file(member, on=on, kind=left_kind, reason=reason)
    facts = {
        field.attname: getattr(member, field.attname)
        for field in Member._meta.concrete_fields
        if field.name not in OWN and not isinstance(field, models.BinaryField)
    }
    made = Member(
        **facts, household=to, area_id=to.area_id, relation=relation, joined_on=on,
        joined_kind=joined_kind, left_kind=away_kind,
    )  # fmt: skip
    for name in SEALED:
        setattr(made, name, getattr(member, name))
    made.save(force_insert=True)
    # The database fills the columns that searching needs.
    made.refresh_from_db()
    return made


def leave_file(member: Member, *, on: datetime.date, kind: str, reason: str) -> None:
    """End a membership without judging it: the act that does it has judged already."""
    member.is_active, member.left_kind = False, kind
    member.left_on, member.left_reason = max(on, member.joined_on or on), reason[:100]
    member.save()


def fingerprint(member: Member) -> str:
    """A digest of everything the row says, to see later whether somebody has changed it."""
    facts: dict[str, Any] = {}
    for field in Member._meta.concrete_fields:
        if field.name not in NOT_PRINTED:
            value = getattr(member, field.attname)
            is_bytes = isinstance(value, bytes | memoryview)
            facts[field.attname] = bytes(value).hex() if is_bytes else value
    text = json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder)
    return sm3_hex(text.encode())


def is_referred_to(member: Member) -> bool:
    """Whether a record, finding or application names this very row."""
    for relation in Member._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: member})
            if rows.exists():
                return True
    return False


def erase(member: Member, *, on: datetime.date, reason: str) -> None:
    """Take back a row that a merging made: its last version says why, then it goes."""
    leave_file(member, on=on, kind="9", reason=reason)
    member.delete()
