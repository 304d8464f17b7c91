"""Recognising the households of a ledger on the register, many at once, inside one area."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Area
from foundation.plain import narrow
from households.models import Household, Member
from households.services import identities
from households.services.import_payloads import Person, Waiting

IDENTITY = "member.identity_number"


@dataclass
class Match:
    """What the register knows of one household of the file.

    ``is_faulty``: recognised, and cannot be imported as it is.
    """

    household_id: int | None = None
    is_doubtful: bool = False
    has_same_birth: bool = False
    is_faulty: bool = False


@dataclass(frozen=True)
class Head:
    """A head without identity number, as a row of the file has them."""

    row: int
    birth_on: datetime.date | None
    address: str


@dataclass
class Claims:
    """Over the pieces of one file: the row by which a household was met first.

    ``heads`` are those without number, by village and name.
    """

    homes: dict[int, int] = field(default_factory=dict)
    heads: dict[tuple[str, str], list[Head]] = field(default_factory=dict)


@dataclass
class _Known:
    """The register's answers about one piece of the file."""

    homes: dict[str, Household] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    counties: dict[str, str] = field(default_factory=dict)
    likely: dict[tuple[str, str], list[Member]] = field(default_factory=dict)


def match(area: Area, waiting: Sequence[Waiting], claims: Claims) -> list[Match]:
    """Find each household on the register, noting in it why it cannot be imported.

    By household number, else by the identity number of the head, else of any member; people of
    other areas are answered with a county only. Five queries, however many households.
    """
    known = _ask(area, waiting)
    return [_match_one(one, known, claims) for one in waiting]


def _ask(area: Area, waiting: Sequence[Waiting]) -> _Known:
    people = [person for one in waiting for person in one.people]
    numbers = {one.household_no for one in waiting if one.household_no}
    digests = {key for person in people for key in person.digests}
    low, high = area.code_range
    own = Member.objects.active().filter(area_id__gte=low, area_id__lte=high)
    known = _Known()
    if numbers:
        homes = Household.objects.within(area).filter(household_no__in=numbers)
        known.homes = {home.household_no: home for home in homes}
    found = own.filter(identity_digest__in=digests).select_related("household")
    known.people = {member.identity_digest: member for member in found}
    known.counties = identities.counties_of(digests - known.people.keys())
    known.likely = _namesakes(own, waiting, known)
    return known


def _namesakes(
    own: QuerySet[Member], waiting: Sequence[Waiting], known: _Known
) -> dict[tuple[str, str], list[Member]]:
    """By village and name, members who may be somebody of the file the numbers do not tell."""
    born: list[tuple[str, str, datetime.date]] = []
    bare: list[tuple[str, str]] = []
    for one in waiting:
        for person in one.people:
            if person.birth_on is None:
                bare.append((one.area_code, person.name))
            elif not known.people.keys() & set(person.digests):
                born.append((one.area_code, person.name, person.birth_on))
    found: dict[tuple[str, str], list[Member]] = {}
    if not born and not bare:
        return found
    births = Q(birth_on=None) | Q(birth_on__in={birth for _area, _name, birth in born})
    alike = own.filter(
        Q(births, name__in={one[1] for one in born}, area_id__in={one[0] for one in born})
        | Q(name__in={one[1] for one in bare}, area_id__in={one[0] for one in bare})
    ).select_related("household")
    for member in alike.order_by("pk"):
        found.setdefault((member.area_id, member.name), []).append(member)
    return found


def _match_one(one: Waiting, known: _Known, claims: Claims) -> Match:
    """Faults of the file do not hide those of the register: the office mends all at once."""
    _refuse_people_elsewhere(one, known)
    home = _home_of(one, known)
    if home is None:
        _refuse_second_head(one, claims)
        return Match() if one.reasons else _likely(one, known)
    _refuse_people_of_others(one, home, known)
    _refuse_home(one, home, claims)
    if one.reasons:
        return Match(home.pk, is_faulty=True)
    claims.homes[home.pk] = one.first_row
    return Match(home.pk)


def _known_as(person: Person, known: _Known) -> Member | None:
    return next((known.people[key] for key in person.digests if key in known.people), None)


def _home_of(one: Waiting, known: _Known) -> Household | None:
    if one.household_no in known.homes:
        return known.homes[one.household_no]
    people: Iterable[Person] = sorted(one.people, key=lambda person: not person.is_head)
    found = (_known_as(person, known) for person in people)
    return next((member.household for member in found if member is not None), None)


def _refuse_people_elsewhere(one: Waiting, known: _Known) -> None:
    for person in one.people:
        county = next((known.counties[k] for k in person.digests if k in known.counties), None)
        if county is not None:
            message = _(
                "This person is already on the register in %(county)s: ask the county's civil"
                " affairs bureau to clear it first."
            )
            one.refuse(person.row, "elsewhere", message % {"county": county}, IDENTITY)


def _refuse_people_of_others(one: Waiting, home: Household, known: _Known) -> None:
    for person in one.people:
        member = _known_as(person, known)
        if member is not None and member.household_id != home.pk:
            message = _("%(name)s is already a member of household %(number)s.")
            words = {"name": member.name, "number": member.household.household_no}
            one.refuse(person.row, "other_household", message % words, IDENTITY)


def _refuse_home(one: Waiting, home: Household, claims: Claims) -> None:
    row, number = one.first_row, {"number": home.household_no}
    if earlier := claims.homes.get(home.pk):
        message = _("Row %(row)s is about household %(number)s already: put them together.")
        one.refuse(row, "twice", message % (number | {"row": earlier}))
    if one.area_code and home.area_id != one.area_code:
        message = _(
            "Household %(number)s is filed in another village: move it there first, or correct"
            " the village in the file."
        )
        one.refuse(row, "other_village", message % number, "area.village")
    if home.status in ("moved_out", "deregistered", "merged"):
        message = _("Household %(number)s is no longer on the register.")
        one.refuse(row, "not_on_register", message % number)


def _refuse_second_head(one: Waiting, claims: Claims) -> None:
    """Without numbers the same name and village twice in a file is one too many.

    Unless birth dates, or where these are missing addresses, tell the two apart.
    """
    head = one.head
    if head is None or head.number or not head.name:
        return
    this = Head(one.first_row, head.birth_on, _address(one.fields.get("residence_address")))
    others = claims.heads.setdefault((one.area_code, head.name), [])
    earlier = next((other for other in others if _are_alike(this, other)), None)
    if not one.reasons:  # what stays out cannot be one too many
        others.append(this)
    if earlier is None or earlier.row == this.row:
        return
    if this.birth_on and earlier.birth_on:
        message = _("Row %(row)s has the same name, birth date and village: add identity numbers.")
    else:
        message = _("Row %(row)s has the same name and village: add identity numbers.")
    one.refuse(head.row, "twice", message % {"row": earlier.row}, "member.name")


def _are_alike(this: Head, other: Head) -> bool:
    if this.birth_on and other.birth_on:
        return this.birth_on == other.birth_on
    return this.address == other.address or not (this.address and other.address)


def _likely(one: Waiting, known: _Known) -> Match:
    """Somebody of that name in the village, where a missing number leaves it open.

    The same birth date, else the same address, makes it likelier; where neither can be compared,
    the name of the head alone is enough to ask.
    """
    address = _address(one.fields.get("residence_address"))
    best: tuple[tuple[bool, bool, bool], Member] | None = None
    for person in one.people:
        for member in known.likely.get((one.area_code, person.name), ()):
            if not _may_be(person, member):
                continue
            has_birth = person.birth_on is not None and member.birth_on == person.birth_on
            has_address = bool(address) and _address(member.household.residence_address) == address
            rank = has_birth, has_address, person.is_head
            if any(rank) and (best is None or rank > best[0]):
                best = rank, member
    if best is None:
        return Match()
    return Match(best[1].household_id, is_doubtful=True, has_same_birth=best[0][0])


def _may_be(person: Person, member: Member) -> bool:
    both_have_numbers = bool(person.number and member.identity_digest)
    births = {day for day in (person.birth_on, member.birth_on) if day is not None}
    return not both_have_numbers and len(births) < 2


def _address(typed: Any) -> str:
    return narrow(str(typed or ""))
