"""Who changed what in a household's file (变更记录), and who looked at it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent, User
from foundation import codelists
from foundation.formats import EMPTY
from households.coded_fields import CODE_LISTS
from households.models import Household, HouseholdKind, Member
from households.models.records import Record
from households.record_words import CODES, title_of

READ_AT_MOST = 400
HIDDEN = {
    "id", "seal_id", "area", "household", "is_demo", "created_at", "updated_at", "given_name",
    "initials", "pinyin", "address_key", "identity_digest", "phone_digest", "household_no",
    "standard",
}  # fmt: skip
SEALED = {
    "identity_sealed": _("Identity number"),
    "phone_sealed": _("Telephone"),
    "account_sealed": _("Account number"),
    "disability_cert_sealed": _("Disability certificate"),
    "disease_sealed": _("Disease"),
    "agent_phone_sealed": _("Telephone of the agent"),
    "agent_identity_sealed": _("Identity number of the agent"),
}
LOOKS = {
    "household.viewed": _("opened the file"),
    "household.taken_along": _("took the file along to work without network"),
    "identity.revealed": _("saw a full identity number"),
    "number.revealed": _("saw a full number"),
    "document.opened": _("opened a document"),
    "attachment.opened": _("opened a photo or paper"),
    "check_report.opened": _("opened a check report"),
    "visit.photo_opened": _("opened a photo of a visit"),
    "visit.printed": _("printed a visit"),
    "household.form_printed": _("printed a paper form"),
    "visit.list_printed": _("printed a list of visits to make"),
    "petitioner.revealed": _("saw a petitioner's numbers"),
}


@dataclass(frozen=True)
class Difference:
    """One field before and after; sealed ones show only that they changed."""

    label: str | Promise
    before: Any
    after: Any
    is_sealed: bool = False


@dataclass(frozen=True)
class Change:
    """One saved version: of what, by whom, and how it differs from the one before."""

    at: datetime.datetime
    of: str | Promise
    by: str
    is_new: bool
    is_gone: bool = False
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Look:
    """Somebody looked."""

    at: datetime.datetime
    by: str
    what: str | Promise


def changes_of(household: Household, *, with_economy: bool = False) -> list[Change]:
    """Every change of the household, its members and kinds, newest first; four queries.

    ``with_economy``: also those of income, property and supporters, for who may see them; one
    query more for each of the seven kinds of record.
    """
    found = [
        *_versions(Household, pgh_obj_id=household.pk),
        *_versions(Member, household_id=household.pk),
        *_versions(HouseholdKind, household_id=household.pk),
    ]
    if with_economy:
        for model in CODES:
            found += _versions(model, household_id=household.pk)
    names = _names({_user_of(event) for event, _before in found})
    changes = [_change(event, before, names) for event, before in found]
    return sorted(
        (c for c in changes if c.is_new or c.is_gone or c.differences),
        key=lambda c: c.at,
        reverse=True,
    )


def looks_at(household: Household, limit: int = 12) -> list[Look]:
    """The last people who opened the file or saw a number in it, newest first; one query."""
    events = AuditEvent.objects.filter(
        household_id=household.pk, action__in=LOOKS, is_refused=False
    ).order_by("-id")[:limit]
    return [Look(event.at, event.by_name, LOOKS[event.action]) for event in events]


def last_saved_by(row: Household | Member | Record) -> str:
    """The name of whoever saved the row last, or a dash when no request did."""
    event = (
        _events(type(row))
        .filter(pgh_obj_id=row.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")
        .first()
    )
    user = _user_of(event) if event else None
    return _names({user}).get(user, EMPTY)


def _events(model: Any) -> QuerySet[Any]:
    """The versions kept by the database's triggers."""
    return model.pgh_event_model.objects.all()


def _versions(model: type[Model], **of: Any) -> Iterator[tuple[Any, Any]]:
    """Pairs of a version and the one before it, of each row."""
    events = _events(model).filter(**of).select_related("pgh_context", "area")
    before: dict[int, Any] = {}
    for event in reversed(events.order_by("-pgh_id")[:READ_AT_MOST]):
        yield event, before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event


def _change(event: Any, before: Any, names: dict[int | None, str]) -> Change:
    return Change(
        at=event.pgh_created_at,
        of=_subject(event),
        by=names.get(_user_of(event), EMPTY),
        is_new=event.pgh_label == "insert",
        is_gone=event.pgh_label == "delete",
        differences=[] if before is None else list(_differences(before, event)),
    )


def _subject(event: Any) -> str | Promise:
    if event.pgh_tracked_model in CODES:
        kind = event.pgh_tracked_model._meta.verbose_name
        return format_lazy("{kind} {title}", kind=kind, title=title_of(event))
    if hasattr(event, "relation"):
        return event.name
    if hasattr(event, "since"):
        return codelists.label("household_kind", event.kind)
    return _("Household")


def _differences(before: Any, after: Any) -> Iterator[Difference]:
    for column in type(after)._meta.concrete_fields:
        name = column.name
        if name == "area" and hasattr(after, "household_no") and before.area_id != after.area_id:
            yield Difference(_("Managed by"), before.area.full_name, after.area.full_name)
        if name.startswith("pgh_") or name in HIDDEN:
            continue
        old, new = getattr(before, column.attname), getattr(after, column.attname)
        if name in SEALED:
            if bytes(old or b"") != bytes(new or b""):
                yield Difference(SEALED[name], "", "", is_sealed=True)
        elif old != new:
            yield Difference(column.verbose_name, _shown(before, name), _shown(after, name))


def _shown(event: Any, name: str) -> Any:
    value = getattr(event, name)
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    lists = CODES.get(event.pgh_tracked_model, CODE_LISTS)
    if name in lists:
        codes = value if isinstance(value, list) else [value]
        entries = codelists.code_list(lists[name]).entries
        return "、".join(str(entries.get(code, code)) for code in codes)
    display = getattr(event, f"get_{name}_display", None)
    return display() if display else value


def _user_of(event: Any) -> int | None:
    metadata = event.pgh_context.metadata if event.pgh_context_id else {}
    return metadata.get("user")


def _names(users: set[int | None]) -> dict[int | None, str]:
    return dict(
        User.objects.filter(pk__in=[user for user in users if user is not None]).values_list(
            "pk", "name"
        )
    )
