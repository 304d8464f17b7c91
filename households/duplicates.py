"""When two records may be one person: pure rules, each answer explained in words (查重).

Exact is the same name, the same day of birth and the same place; otherwise one of the three may
differ, and never much. A name is a reason to look, not a proof: people settle every pair.
"""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.variants import folded

COUNTY, TOWNSHIP = 6, 9
SHORTEST_FOR_ONE_CHARACTER = 3


class NameIs(models.TextChoices):
    SAME = "same", _("same name")
    VARIANT = "variant", _("same name in variant characters")
    SOUND = "sound", _("names sound alike")
    ONE_CHARACTER = "one", _("names differ in one character")


class BirthIs(models.TextChoices):
    SAME = "same", _("same day of birth")
    ONE_PART = "one", _("days of birth differ in year, month or day")
    UNKNOWN = "unknown", _("day of birth missing in one")


class PlaceIs(models.TextChoices):
    VILLAGE = "village", _("same village")
    TOWNSHIP = "township", _("same township")
    COUNTY = "county", _("same county")


class NumbersAre(models.TextChoices):
    MISSING = "none", _("neither has an identity number")
    ONE = "one", _("one has no identity number")
    DIFFERENT = "differ", _("identity numbers differ")


@dataclass(frozen=True)
class Person:
    """What the rules look at; ``area`` is the village's code, ``sex`` "0" when unknown."""

    name: str
    pinyin: str
    birth_on: datetime.date | None
    sex: str
    area: str
    has_number: bool


@dataclass(frozen=True)
class Likeness:
    """How two records resemble each other."""

    name: NameIs
    birth: BirthIs
    place: PlaceIs
    numbers: NumbersAre

    @property
    def is_exact(self) -> bool:
        """Same name (variants too), same birth date, same village."""
        return (
            self.name in (NameIs.SAME, NameIs.VARIANT)
            and self.birth == BirthIs.SAME
            and self.place == PlaceIs.VILLAGE
        )

    @property
    def words(self) -> str:
        """The reasons in one line: 同名、同出生日期、同村；一方无身份证号."""
        parts = {"name": self.name.label, "birth": self.birth.label}
        parts |= {"place": self.place.label, "numbers": self.numbers.label}
        return gettext("%(name)s, %(birth)s, %(place)s; %(numbers)s") % parts


# What may differ together with what; everything else is two people.
SAME_OR_VARIANT = (NameIs.SAME, NameIs.VARIANT)
VILLAGE_ONLY = (PlaceIs.VILLAGE,)
ANYWHERE = (PlaceIs.VILLAGE, PlaceIs.TOWNSHIP, PlaceIs.COUNTY)
ALLOWED = {
    (NameIs.SAME, BirthIs.SAME): ANYWHERE,
    (NameIs.VARIANT, BirthIs.SAME): ANYWHERE,
    (NameIs.SOUND, BirthIs.SAME): VILLAGE_ONLY,
    (NameIs.ONE_CHARACTER, BirthIs.SAME): VILLAGE_ONLY,
    (NameIs.SAME, BirthIs.ONE_PART): VILLAGE_ONLY,
    (NameIs.SAME, BirthIs.UNKNOWN): VILLAGE_ONLY,
}


def compare(one: Person, other: Person) -> Likeness | None:
    """How the two may be one person; None when they are two. The order does not matter.

    Two different identity numbers count only against an exact match, because a number can be
    wrong but seldom everything else right as well.
    """
    if "0" not in (one.sex, other.sex) and one.sex != other.sex:
        return None
    name, birth = _names(one, other), _births(one.birth_on, other.birth_on)
    place = _places(one.area, other.area)
    if name is None or birth is None or place is None:
        return None
    if place not in ALLOWED.get((name, birth), ()):
        return None
    found = Likeness(name, birth, place, _numbers(one, other))
    return None if found.numbers == NumbersAre.DIFFERENT and not found.is_exact else found


def common_area(one: str, other: str) -> str:
    """The code of the smallest division that holds both villages of one county."""
    if one == other:
        return one
    digits = TOWNSHIP if one[:TOWNSHIP] == other[:TOWNSHIP] else COUNTY
    return one[:digits].ljust(12, "0")


def _names(one: Person, other: Person) -> NameIs | None:
    if not one.name or not other.name:
        return None
    if one.name == other.name:
        return NameIs.SAME
    if folded(one.name) == folded(other.name):
        return NameIs.VARIANT
    if one.pinyin and one.pinyin == other.pinyin:
        return NameIs.SOUND
    length = len(one.name)
    if length != len(other.name) or length < SHORTEST_FOR_ONE_CHARACTER:
        return None
    differing = sum(a != b for a, b in zip(folded(one.name), folded(other.name), strict=True))
    return NameIs.ONE_CHARACTER if differing == 1 else None


def _births(one: datetime.date | None, other: datetime.date | None) -> BirthIs | None:
    if one is None or other is None:
        return BirthIs.UNKNOWN
    differing = sum((one.year != other.year, one.month != other.month, one.day != other.day))
    if differing == 0:
        return BirthIs.SAME
    is_swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return BirthIs.ONE_PART if differing == 1 or is_swapped else None


def _places(one: str, other: str) -> PlaceIs | None:
    if one == other:
        return PlaceIs.VILLAGE
    if one[:TOWNSHIP] == other[:TOWNSHIP]:
        return PlaceIs.TOWNSHIP
    return PlaceIs.COUNTY if one[:COUNTY] == other[:COUNTY] else None


def _numbers(one: Person, other: Person) -> NumbersAre:
    if one.has_number and other.has_number:
        return NumbersAre.DIFFERENT
    return NumbersAre.ONE if one.has_number or other.has_number else NumbersAre.MISSING
