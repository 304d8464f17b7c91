"""Carrying a person from one file into another: a new row there, the old one stays as history."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel

from accounts.scope import whole_city
from foundation.encryption import SealedText
from households.models import DuplicatePair, Household, Member

OWN = frozenset((
    "id", "seal_id", "household", "area", "relation", "is_active", "joined_on", "joined_kind",
    "left_on", "left_kind", "left_reason", "created_at", "updated_at",
))  # fmt: skip
SEALED = tuple(
    name for name, attribute in vars(Member).items() if isinstance(attribute, SealedText)
)


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


def leaving_of(member: Member) -> dict[str, str]:
    """What ``leave_file`` writes over, for ``bring_back``."""
    return {"left_kind": member.left_kind, "left_reason": member.left_reason}


def bring_back(member: Member, before: Mapping[str, str]) -> None:
    """Make an ended membership what it was."""
    member.is_active, member.left_on = True, None
    member.left_kind, member.left_reason = before["left_kind"], before["left_reason"]
    member.save()


def told_fields() -> list[str]:
    """What a row says of a person today; kept with an act, for columns may come later.

    Opened values only: seals and digests change with the keys, and what the database derives says
    nothing of its own.
    """
    columns = Member._meta.concrete_fields
    plain = [column.name for column in columns if column.editable and not column.is_relation]
    return [*plain, *SEALED]


def has_changed(member: Member, fields: Collection[str] | None = None) -> bool:
    """Whether a carried row says anything else now than its first version in the history did.

    The history keeps the values, sealed under the keys of today, so nothing need be kept beside
    it. ``fields`` are those the act knew; without them all of today's are compared.
    """
    then = _first_version(Member, member.pk)
    if then is None:
        return True
    told = [name for name in told_fields() if fields is None or name in fields]
    return any(getattr(then, name) != getattr(member, name) for name in told)


def _first_version(model: Any, key: int) -> Any:
    events = model.pgh_event_model.objects.filter(pgh_obj_id=key, pgh_label="insert")
    first = events.order_by("pgh_id").first()
    if first is None:
        return None
    return model(**{f.attname: getattr(first, f.attname) for f in model._meta.concrete_fields})


def holding() -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key that holds a member's row fast, as (model, field); histories hold none.

    Hidden relations (``related_name="+"``) count as the others do.
    """
    for relation in Member._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is not models.DO_NOTHING:
            yield relation.related_model, relation.field.name


def is_referred_to(member: Member) -> bool:
    """Whether a record, finding or application names this very row; pairs of records aside."""
    return any(
        model._base_manager.filter(**{field: member}).exists()
        for model, field in holding()
        if model is not DuplicatePair
    )


def told_apart_by(member: Member) -> str:
    """Who called the person different from another record, if anybody did."""
    with whole_city("pairs across townships hold a row fast unseen; answers with an officer only"):
        settled = DuplicatePair.objects.of(member).filter(is_different=True)
        return settled.values_list("settled_by__name", flat=True).order_by("pk").first() or ""


def erase(member: Member, *, on: datetime.date, reason: str) -> None:
    """Take back a row that a merging made: its last version says why, then it goes.

    Open pairs it is in are mere suspicions and go first, also those of a larger area. The caller
    has locked the row, so that no finder adds another.
    """
    leave_file(member, on=on, kind="9", reason=reason)
    with whole_city("pairs across townships hold a row fast unseen"):
        DuplicatePair.objects.of(member).filter(is_different=False).delete()
    member.delete()
