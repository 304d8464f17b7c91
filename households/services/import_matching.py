"""Recognising the households of a ledger on the register, many at once, inside one area."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Area
from households.models import Household, Member
from households.services import identities
from households.services.import_payloads import Person, Waiting

IDENTITY = "member.identity_number"


@dataclass
class Match:
    """What the register knows of one household of the file."""

    household_id: int | None = None
    is_doubtful: bool = False


@dataclass
class Claims:
    """Over the pieces of one file: the row by which a household, or a head, was met first."""

    homes: dict[int, int] = field(default_factory=dict)
    heads: dict[tuple[str, str, datetime.date], int] = field(default_factory=dict)


@dataclass
class _Known:
    """The register's answers about one piece of the file."""

    homes: dict[str, Household] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    counties: dict[str, str] = field(default_factory=dict)
    likely: dict[tuple[str, str, datetime.date], list[Member]] = field(default_factory=dict)


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
    named = {
        (one.area_code, str(person.data.get("name")), person.birth_on)
        for one in waiting
        for person in one.people
        if person.birth_on and not known.people.keys() & set(person.digests)
    }
    alike = own.filter(
        name__in={name for _area, name, _birth in named},
        birth_on__in={birth for _area, _name, birth in named},
        area_id__in={code for code, _name, _birth in named},
    ).select_related("household")
    for member in alike.order_by("pk") if named else ():
        if member.birth_on is not None:
            key = (member.area_id, member.name, member.birth_on)
            known.likely.setdefault(key, []).append(member)
    return known


def _match_one(one: Waiting, known: _Known, claims: Claims) -> Match:
    if one.reasons:
        return Match()
    _refuse_people_elsewhere(one, known)
    home = _home_of(one, known)
    if home is None:
        _refuse_second_head(one, claims)
        likely = None if one.reasons else _likely(one, known)
        return Match(likely.household_id, is_doubtful=True) if likely else Match()
    _refuse_people_of_others(one, home, known)
    _refuse_home(one, home, claims)
    if one.reasons:
        return Match()
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
    if home.area_id != one.area_code:
        message = _(
            "Household %(number)s is filed in another village: move it there first, or correct"
            " the village in the file."
        )
        one.refuse(row, "other_village", message % number, "area.village")
    if home.status in ("moved_out", "deregistered", "merged"):
        message = _("Household %(number)s is no longer on the register.")
        one.refuse(row, "not_on_register", message % number)


def _refuse_second_head(one: Waiting, claims: Claims) -> None:
    """Without numbers the same name, birth date and village twice in a file is one too many."""
    head = one.head
    if head is None or head.number or head.birth_on is None:
        return
    key = (one.area_code, str(head.data.get("name")), head.birth_on)
    earlier = claims.heads.setdefault(key, one.first_row)
    if earlier != one.first_row:
        message = _("Row %(row)s has the same name, birth date and village: add identity numbers.")
        one.refuse(head.row, "twice", message % {"row": earlier}, "member.name")


def _likely(one: Waiting, known: _Known) -> Member | None:
    """Somebody of that name, birth date and village, where a missing number leaves it open."""
    for person in one.people:
        if person.birth_on is None:
            continue
        key = (one.area_code, str(person.data.get("name")), person.birth_on)
        for member in known.likely.get(key, ()):
            if not person.number or not member.identity_digest:
                return member
    return None
