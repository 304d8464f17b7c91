"""What a ledger would change in a household of the register, field by field."""

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from foundation.faults import InputError
from households.coded_fields import CODE_LISTS
from households.models import Household, HouseholdKind, Member
from households.services import import_kinds
from households.services.code_mappings import Alike
from households.services.import_payloads import BLANK, Difference, Person, Waiting
from households.services.people import FIELDS, fill
from households.services.registration import HOUSEHOLD_FIELDS, fill_household

KEPT = ("relation",)


@dataclass
class Home:
    """One household of the register with its active members, and its kinds with those ended.

    ``is_taken``: another household of the same file changes it already.
    """

    household: Household
    members: Sequence[Member]
    kinds: Sequence[HouseholdKind]
    is_taken: bool = False


@dataclass
class Changes:
    """The rows as they would be saved: changed copies, new people, new kinds."""

    on: datetime.date
    alike: Alike
    household: Household | None = None
    members: list[Member] = field(default_factory=list)
    new_people: list[Person] = field(default_factory=list)
    new_kinds: list[dict[str, Any]] = field(default_factory=list)


def compare(one: Waiting, home: Home, *, on: datetime.date, alike: Alike) -> Changes:
    """Set ``one.differences`` and give what would change; nothing is saved.

    An empty cell changes nothing, nor does a code that is ``alike`` in the file to the one on the
    register, and people the file does not name stay. Notes a reason in
    ``one`` where the file contradicts the register in something an import must not decide.
    """
    one.differences = []
    changes = Changes(on, alike)
    _compare_household(one, home.household, changes)
    for person in one.people:
        member = _member_of(person, home.members)
        if member is None:
            _add_person(one, person, changes, on)
        else:
            _compare_member(one, person, member, changes)
    _compare_kinds(one, home, changes)
    if one.differences:
        _derive(home, changes)
    return changes


def judge_new(one: Waiting, *, on: datetime.date) -> None:
    """Note in ``one`` what could not be saved of a household that is not on the register."""
    _try_household(one, Household(urban_rural="2"))
    for person in one.people:
        judge_new_person(one, person, on=on)


def judge_known(one: Waiting, home: Home, *, on: datetime.date) -> None:
    """Note in ``one`` what could not be saved of a recognised household with faults of its own.

    Who is head or new cannot be told while cells are to be mended.
    """
    _try_household(one, home.household)
    for person in one.people:
        member = _member_of(person, home.members)
        if member is None:
            judge_new_person(one, person, on=on)
        else:
            told = {name: value for name, value in person.told.items() if name not in KEPT}
            _try_person(one, person, member, told, on)


def judge_new_person(one: Waiting, person: Person, *, on: datetime.date) -> None:
    """Note in ``one`` what could not be saved of somebody who is not on the register."""
    # Whatever the name, it can be saved; its spellings for the search box take long to find.
    told = {name: value for name, value in person.data.items() if name != "name"}
    _try_person(one, person, Member(joined_on=on), told, on)


def _try_household(one: Waiting, household: Household) -> Household | None:
    """The household filled with the file's fields; None when that cannot be, with the reasons."""
    is_right, fields = True, dict(one.fields)
    while True:
        changed = copy.copy(household)
        try:
            fill_household(changed, fields)
        except InputError as error:
            is_right = False
            _note(one, one.first_row, "household", error, HOUSEHOLD_FIELDS)
            if fields.pop(error.code, None) is None:
                return None
        else:
            return changed if is_right else None


def _try_person(
    one: Waiting, person: Person, member: Member, told: dict[str, Any], on: datetime.date
) -> Member | None:
    """The member filled with what the file tells; None when that cannot be, with the reasons.

    What cannot be is taken away and the rest judged again, so that everything is said at once.
    """
    is_right, told = True, dict(told)
    while True:
        changed = copy.copy(member)
        try:
            fill(changed, told, on=on)
        except InputError as error:
            is_right = False
            _note(one, person.row, "member", error, FIELDS)
            if told.pop(error.code, None) is None:
                return None
        else:
            return changed if is_right else None


def _note(one: Waiting, row: int, group: str, error: InputError, fields: frozenset[str]) -> None:
    name = f"{group}.{error.code}" if error.code in fields else ""
    one.refuse(row, error.code, error.message, name)


def _compare_household(one: Waiting, household: Household, changes: Changes) -> None:
    changed = _try_household(one, household)
    if changed is None:
        return
    found = _differences("", one.fields, household, changed, changes.alike)
    if found:
        one.differences += found
        changes.household = changed


def _compare_member(one: Waiting, person: Person, member: Member, changes: Changes) -> None:
    told = person.told
    if person.is_head or member.is_head:
        if person.is_head != member.is_head:
            message = _(
                "On the register the head of this household is somebody else: change the head on"
                " the household's page first, or correct the file."
            )
            one.refuse(person.row, "other_head", message, "member.relation")
        told = {name: value for name, value in told.items() if name not in KEPT}
    changed = _try_person(one, person, member, told, changes.on)
    if changed is None:
        return
    found = _differences(member.name, told, member, changed, changes.alike)
    if found:
        one.differences += found
        changes.members.append(changed)


def _add_person(one: Waiting, person: Person, changes: Changes, on: datetime.date) -> None:
    if person.is_head:
        message = _(
            "On the register the head of this household is somebody else: change the head on"
            " the household's page first, or correct the file."
        )
        one.refuse(person.row, "other_head", message, "member.relation")
        return
    judge_new_person(one, person, on=on)
    one.differences.append(Difference("", "new_member", "", person.data.get("name", "")))
    changes.new_people.append(person)


def _compare_kinds(one: Waiting, home: Home, changes: Changes) -> None:
    changes.new_kinds = import_kinds.begin(
        one, home.kinds, people=_size(home, changes), on=changes.on, alike=changes.alike
    )
    one.differences += [Difference("", "new_kind", "", kind["kind"]) for kind in changes.new_kinds]


def _size(home: Home, changes: Changes) -> int:
    """How many people the household would count."""
    changed = {member.pk: member for member in changes.members}
    size = sum(changed.get(member.pk, member).is_counted for member in home.members)
    return size + sum(person.is_counted for person in changes.new_people)


def _derive(home: Home, changes: Changes) -> None:
    """Keep what the household's row says about its members, as registration does."""
    size = _size(home, changes)
    changed = {member.pk: member for member in changes.members}
    members = [changed.get(member.pk, member) for member in home.members]
    head = next((member for member in members if member.is_head), None)
    name = head.name if head else home.household.head_name
    if (size, name) != (home.household.family_size, home.household.head_name):
        changes.household = changes.household or copy.copy(home.household)
        changes.household.family_size, changes.household.head_name = size, name


def _member_of(person: Person, members: Sequence[Member]) -> Member | None:
    """The same person: the same number; without one, the same name and no other birth date."""
    keys = person.digests
    for member in members:
        if member.identity_digest and member.identity_digest in keys:
            return member
    for member in members:
        both_have_numbers = bool(member.identity_digest and keys)
        births = {day for day in (member.birth_on, person.birth_on) if day is not None}
        if not both_have_numbers and member.name == person.data.get("name") and len(births) < 2:
            return member
    return None


def _differences(
    whose: str, told: dict[str, Any], before: Any, after: Any, alike: Alike
) -> list[Difference]:
    """The fields that differ; in ``after`` what the file cannot tell apart is put back."""
    found = []
    for name in told:
        old, new = getattr(before, name), getattr(after, name)
        if old == new or (old in BLANK and new in BLANK):
            continue
        if _are_alike(name, old, new, alike):
            setattr(after, name, old)
        else:
            found.append(Difference(whose, name, old, new))
    return found


def _are_alike(name: str, old: Any, new: Any, alike: Alike) -> bool:
    """Whether the file says the same of both: codes of a list, in any order."""
    listed = CODE_LISTS.get(name)
    if listed is None:
        return False
    several = isinstance(old, list) and isinstance(new, list)
    before, after = (old, new) if several else ([old], [new])
    return {alike.seen_as(listed, c) for c in before} == {alike.seen_as(listed, c) for c in after}
