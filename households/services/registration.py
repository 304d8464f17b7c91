"""Acts on the register (家庭档案): registering, changing, adding and removing members."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Area, User
from accounts.services import api_writes
from foundation import clock
from foundation.contact import parse_bank_account, parse_phone
from foundation.encryption import digest
from foundation.faults import InputError
from foundation.identity import parse_identity
from foundation.names import normalise_name
from households import blocks
from households.models import Household, HouseholdKind, Member
from households.models.records import Record
from households.services import identities, numbers
from households.services.changes import records
from households.services.people import FIELDS, HEAD_RELATIONS, fill

HOUSEHOLD_FIELDS = frozenset((
    "urban_rural", "status", "hukou_address", "residence_address", "phone", "applicant_name",
    "agent_name", "agent_relation", "agent_phone", "agent_identity", "poverty_cause",
    "poverty_causes", "dm_class", "is_registered_poor", "relapse_kind", "card_no", "account_name",
    "account_bank", "account_branch", "account_kind", "account_no", "account_agreement_on", "note",
    "is_demo",
))  # fmt: skip
REGISTER_PAGE = "register:"
ACCOUNT = ("account_kind", "account_no", "account_name", "account_agreement_on")
ALONE, HEAD = HEAD_RELATIONS


class Stale(Exception):
    """Somebody else saved the row since the page was shown; ``row`` is what is there now."""

    def __init__(self, row: Household | Member | Record) -> None:
        super().__init__(str(row.pk))
        self.row = row


class DuplicateIdentity(InputError):
    """Somebody with this identity number is already active.

    ``household`` is set when that is inside the own area; outside only the county is named.
    ``number`` is whose it is, for the page to say it beside that person.
    """

    def __init__(
        self, message: Any, household: Household | None = None, *, number: str = ""
    ) -> None:
        super().__init__("duplicate", message)
        self.household = household
        self.number = number


@transaction.atomic
def register(
    *,
    by: User,
    area: Area,
    head: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]] = (),
    on: datetime.date | None = None,
    **fields: Any,
) -> Household:
    """Open a household's file (一户一档) in the village ``area``.

    ``head`` and ``members`` are mappings of ``people.FIELDS``; ``fields`` are those of the
    household. Raises InputError for a number that cannot be right or is active elsewhere.
    """
    today = on or clock.today()
    if area.level != "village":
        raise InputError("area", _("Choose the village or community that manages the household."))
    household = Household(area=area, registered_on=today, head_name=head["name"])
    names = {normalise_name(person["name"]) for person in (head, *members)}
    fill_household(household, {"urban_rural": "2", **made_up(), **fields}, names=names)
    (household.household_no,) = numbers.household_numbers(village=area, year=today.year)
    relation = "01" if not members and head.get("relation") == "01" else "02"
    rows = [{**head, "relation": relation}, *members]
    household.family_size = sum(data.get("is_counted", True) for data in rows)
    household.save(force_insert=True)
    for data in rows:
        _insert_member(household, data, on=today)
    derive(household)
    detail = {"members": len(rows), "number": household.household_no}
    audit.record(by=by, action="household.registered", target=household, detail=detail)
    return household


def made_up() -> dict[str, bool]:
    """What is registered for practice is no real family."""
    return {"is_demo": True} if settings.TRAINING else {}


class PageReused(InputError):
    """The page has registered a household already, and was sent again with something else."""

    def __init__(self) -> None:
        message = _(
            "This page has registered a household already. If this is another family, look through"
            " it and save once more."
        )
        super().__init__("page_reused", message)


def registered_before(*, by: User, page: str, asked: str) -> int | None:
    """The household that the page with the key ``page`` has made, None when none yet.

    ``asked`` is everything typed on it; only a keyed digest is kept. Raises PageReused.
    """
    if not page:
        return None
    try:
        return api_writes.made_before(by=by, key=f"{REGISTER_PAGE}{page}", asked=asked)
    except api_writes.KeyReused as error:
        raise PageReused from error


def register_once(*, by: User, page: str, asked: str, **data: Any) -> int:
    """Register as ``register`` does, once for each page: the same page again does nothing.

    Answers with the household's key. Raises InputError, also PageReused.
    """
    try:
        made, _is_new = api_writes.once(
            by=by,
            key=f"{REGISTER_PAGE}{page}",
            asked=asked,
            act=lambda: register(by=by, **data).pk,
        )
    except api_writes.KeyReused as error:
        raise PageReused from error
    return made


@transaction.atomic
def change_household(
    *, by: User, household: Household, seen_at: datetime.datetime | None = None, **fields: Any
) -> Household:
    """Change what the file says about the household as a whole.

    ``seen_at`` is the ``updated_at`` of the page the person worked on. Raises Stale when the row
    has been saved since, InputError for a phone or account that cannot be right and, as every act
    on the register, for a file that is closed.
    """
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    records.refuse_closed(locked)
    if seen_at is not None and locked.updated_at != seen_at:
        raise Stale(locked)
    before = said(locked, HOUSEHOLD_FIELDS)
    names = set(locked.members.active().values_list("name", flat=True))
    fill_household(locked, fields, names=names)
    locked.save()
    detail = {"fields": changed_fields(locked, before)}
    audit.record(by=by, action="household.changed", target=locked, detail=detail)
    return locked


@transaction.atomic
def add_member(
    *, by: User, household: Household, data: Mapping[str, Any], on: datetime.date | None = None
) -> Member:
    """Add a person to the household; who was alone in it (本人) is its head (户主) from then on.

    Raises InputError, also for a number active elsewhere.
    """
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    records.refuse_closed(locked)
    _refuse_second_head(data)
    alone = alone_in(locked)
    member = _insert_member(locked, data, on=on or clock.today())
    if alone is not None:
        alone.relation = HEAD
        alone.save(update_fields=["relation", "updated_at"])
    derive(locked)
    audit.record(by=by, action="member.added", target=member)
    return member


def alone_in(household: Household) -> Member | None:
    """Who is filed as a household of one (本人)."""
    return household.members.active().filter(relation=ALONE).first()


@transaction.atomic
def change_member(
    *,
    by: User,
    member: Member,
    data: Mapping[str, Any],
    seen_at: datetime.datetime | None = None,
    on: datetime.date | None = None,
) -> Member:
    """Change what is known of a person; fields not in ``data`` stay.

    The head stays head (see ``change_head``). Raises Stale and InputError.
    """
    household = Household.objects.select_for_update(of=("self",)).get(pk=member.household_id)
    records.refuse_closed(household)
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if seen_at is not None and locked.updated_at != seen_at:
        raise Stale(locked)
    if locked.is_head:
        data = {name: value for name, value in data.items() if name != "relation"}
    else:
        _refuse_second_head(data)
    before = said(locked, FIELDS)
    fill(locked, data, on=on or clock.today())
    _save_member(locked)
    derive(household)
    detail = {"fields": changed_fields(locked, before)}
    audit.record(by=by, action="member.changed", target=locked, detail=detail)
    return locked


@transaction.atomic
def change_head(*, by: User, member: Member, former_relation: str) -> Household:
    """Make ``member`` the head (变更户主); the former head becomes ``former_relation`` to them."""
    household = Household.objects.select_for_update(of=("self",)).get(pk=member.household_id)
    records.refuse_closed(household)
    if former_relation in HEAD_RELATIONS:
        raise InputError("relation", _("Say what the former head is to the new head."))
    new = household.members.active().select_for_update(of=("self",)).get(pk=member.pk)
    if new.is_head:
        return household
    for former in household.members.active().filter(relation__in=HEAD_RELATIONS):
        former.relation = former_relation
        former.save(update_fields=["relation", "updated_at"])
    new.relation = "02"
    new.save(update_fields=["relation", "updated_at"])
    derive(household)
    audit.record(by=by, action="household.head_changed", target=household)
    return household


@transaction.atomic
def add_kind(
    *, by: User, household: Household, kind: str, since: datetime.date, reason: str = ""
) -> HouseholdKind:
    """Note that the household belongs to a kind (低保, 特困 …) since a day; twice does it once."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    records.refuse_closed(locked)
    found = household.kinds.filter(kind=kind, until=None).first()
    if found:
        return found
    made = HouseholdKind.objects.create(
        household=household, area_id=household.area_id, kind=kind, since=since, reason=reason
    )
    audit.record(by=by, action="household.kind_added", target=made, detail={"kind": kind})
    return made


@transaction.atomic
def end_kind(
    *, by: User, kind: HouseholdKind, until: datetime.date, reason: str = ""
) -> HouseholdKind:
    """Note the last day the household belongs to a kind; one that has ended stays as it is.

    A last day still to come may be brought forward. Raises InputError for a day before the first
    or after the last that is known, and for a closed file.
    """
    household = Household.objects.select_for_update(of=("self",)).get(pk=kind.household_id)
    records.refuse_closed(household)
    locked = HouseholdKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    if locked.until is not None and (locked.until == until or locked.until < clock.today()):
        return locked
    if locked.until is not None and until > locked.until:
        words = _("Its last day is {day} already: write an earlier one.")
        raise InputError("until", format_lazy(words, day=locked.until.isoformat()))
    if until < locked.since:
        raise InputError("until", _("The last day lies before the first."))
    locked.until, locked.end_reason = until, reason
    locked.save()
    audit.record(by=by, action="household.kind_ended", target=locked, detail={"kind": locked.kind})
    return locked


def refuse_duplicate(number: str, *, besides: int | None = None) -> None:
    """Refuse an identity number that is active already (one person, one active household).

    Inside the own area the error carries the household; outside it names the county, nothing
    else. Raises DuplicateIdentity.
    """
    own = identities.own_active(number, besides=besides)
    if own is not None:
        message = _("{name} is already a member of household {number}.")
        text = format_lazy(message, name=own.name, number=own.household.household_no)
        raise DuplicateIdentity(text, own.household, number=number)
    county = identities.find_elsewhere(number, besides=besides)
    if county is not None:
        message = _(
            "This person is already on the register in {county}: ask the county's civil affairs"
            " bureau to clear it first."
        )
        raise DuplicateIdentity(format_lazy(message, county=county), number=number)


def fill_household(
    household: Household, fields: Mapping[str, Any], *, names: Collection[str] | None = None
) -> None:
    """Put typed data into the household's row: only the fields named are touched.

    Where the money goes is judged when it changes; with ``names``, the members', its holder too.
    Raises InputError for a phone, account or identity number that cannot be right, ValueError
    for a field nobody knows.
    """
    unknown = set(fields) - HOUSEHOLD_FIELDS
    if unknown:
        raise ValueError(f"no such fields of a household: {', '.join(sorted(unknown))}")
    before = said(household, ACCOUNT)
    for name, value in fields.items():
        setattr(household, name, _READ[name](value) if value and name in _READ else value)
    if "phone" in fields:
        household.phone_digest = digest(household.phone, purpose="phone") if fields["phone"] else ""
    for field, message in blocks.impossible(fields, on=clock.today()):
        raise InputError(field, message)
    if changed_fields(household, before):
        _judge_account(household, names)


def _judge_account(household: Household, names: Collection[str] | None) -> None:
    found = list(blocks.account(household.account_kind, household.account_no))
    if names is not None:
        holder, agreement_on = household.account_name, household.account_agreement_on
        found += blocks.payee(holder, agreement_on, names)
    for field, message in found:
        raise InputError(field, message)


def _parse_identity(typed: str) -> str:
    return parse_identity(typed, on=clock.today()).number


_READ: Mapping[str, Callable[[str], str]] = {
    "phone": parse_phone,
    "account_no": parse_bank_account,
    "agent_phone": parse_phone,
    "agent_identity": _parse_identity,
}


def said(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The fields as they stand, to be compared after a change."""
    return {name: getattr(row, name) for name in names}


def changed_fields(row: Model, before: Mapping[str, Any]) -> list[str]:
    """The names of those that differ from ``before``: what the audit trail says was changed."""
    return sorted(name for name, value in before.items() if getattr(row, name) != value)


def _refuse_second_head(data: Mapping[str, Any]) -> None:
    if data.get("relation") in HEAD_RELATIONS:
        raise InputError("relation", _("The household has a head already: choose the relation."))


def _insert_member(household: Household, data: Mapping[str, Any], *, on: datetime.date) -> Member:
    member = Member(household=household, area_id=household.area_id, joined_on=on)
    fill(member, data, on=on)
    identities.refuse_twice(member)
    _save_member(member)
    return member


def _save_member(member: Member) -> None:
    number = member.identity_number
    if number and member.is_active:
        refuse_duplicate(number, besides=member.pk)
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        if "one_head_per_household" in str(error):
            raise InputError("relation", _("The household has a head already.")) from error
        if "one_active_membership" not in str(error):
            raise
        # Somebody else has registered the same person between the question and the answer.
        message = _("This person has just been registered elsewhere.")
        raise DuplicateIdentity(message, number=number) from error


def derive(household: Household) -> None:
    """Keep what the household's row says about its members."""
    active = list(household.members.active())
    head = next((m for m in active if m.is_head), None)
    size = sum(m.is_counted for m in active)
    name = household.head_name if head is None else head.name
    if (size, name) == (household.family_size, household.head_name):
        return
    household.family_size, household.head_name = size, name
    household.save(update_fields=["family_size", "head_name", "updated_at"])
