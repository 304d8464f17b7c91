"""What follows from the members on a day: counts, hints, spouses (pure).

Nothing here asks the database; members are those of one household, former ones included. The
counts are those of the survey's first part (家庭基本情况): both can be laid side by side. The same
groups are told to the database by ``belonging``, beside each rule and compared with it by a test.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.plain import narrow
from households.models import Household, Member

ABLE_TO_WORK = ("1", "2")  # labour_capacity: able, partly unable
EARNING = ("1", "2", "3", "4", "5")  # employment_status: in any kind of work
NOT_AT_SCHOOL = ("", "0")
MARRIED = ("20", "21", "22", "23")
SPOUSE = ("10", "11", "12")
CHRONIC = frozenset(("30", "31", "32", "33", "34", "35", "36", "37", "38", "49"))  # health
CANCER = "41"
DISABLED = frozenset(("60", "61", "62", "63", "64", "65", "66", "67", "69"))
SERIOUS_DISEASE, CHRONIC_DISEASE = "1", "2"  # disease_kind
SEVERE = ("1", "2")  # disability_grade
# No ability to work by article 5 of the tekun rules (民政部 2021 年第 43 号): category to grades.
UNABLE = {"5": ("1", "2", "3"), "6": ("1", "2", "3"), "4": ("1", "2"), "1": ("1",)}
WORKING_FROM, MEN_UNTIL, WOMEN_UNTIL = 16, 59, 54  # full years, by the usual reading


@dataclass(frozen=True)
class Group:
    """People a household is counted by; ``members`` are those who belong to it on the day."""

    key: str
    label: str | Promise
    members: tuple[Member, ...]

    @property
    def count(self) -> int:
        return len(self.members)


def belongs_on(member: Member, on: datetime.date) -> bool:
    """Whether the person was a member at the end of that day."""
    if member.joined_on is not None and member.joined_on > on:
        return False
    return member.is_active if member.left_on is None else member.left_on > on


def counted_on(members: Iterable[Member], on: datetime.date) -> list[Member]:
    """The family members living together (共同生活的家庭成员) on a day."""
    return [m for m in members if m.is_counted and belongs_on(m, on)]


def is_disabled(member: Member) -> bool:
    """By certificate, or by what the file says of the person's health."""
    return bool(member.disability_category) or not DISABLED.isdisjoint(member.health)


def is_seriously_ill(member: Member) -> bool:
    return member.disease_kind == SERIOUS_DISEASE or CANCER in member.health


def has_chronic_disease(member: Member) -> bool:
    return member.disease_kind == CHRONIC_DISEASE or not CHRONIC.isdisjoint(member.health)


def is_student(member: Member) -> bool:
    return member.student_stage not in NOT_AT_SCHOOL


def is_able_to_work(member: Member) -> bool:
    return member.labour_capacity in ABLE_TO_WORK


def is_employed(member: Member) -> bool:
    return is_able_to_work(member) and member.employment_status in EARNING


def is_severely_disabled(member: Member) -> bool:
    return member.disability_grade in SEVERE


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The latest birthday of those who are ``years`` old on ``day``."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


Belongs = Callable[[Member, datetime.date], bool]
Condition = Callable[[datetime.date], Q]


def _aged(low: int, below: int | None = None) -> tuple[Belongs, Condition]:
    def test(member: Member, on: datetime.date) -> bool:
        age = member.age_on(on)
        return age is not None and age >= low and (below is None or age < below)

    def condition(on: datetime.date) -> Q:
        old_enough = Q(birth_on__lte=years_before(on, low))
        return old_enough if below is None else old_enough & Q(birth_on__gt=years_before(on, below))

    return test, condition


_ABLE = Q(labour_capacity__in=ABLE_TO_WORK)
# What the group is, who belongs to it, and the same as a condition on members.
_GROUPS: Mapping[str, tuple[Promise, Belongs, Condition]] = {
    "family_size": (_("Living together"), lambda m, on: True, lambda on: Q()),
    "covered_count": (
        _("Receiving dibao"), lambda m, on: m.is_covered, lambda on: Q(is_covered=True)
    ),
    "labour_count": (_("Able to work"), lambda m, on: is_able_to_work(m), lambda on: _ABLE),
    "employed_count": (
        _("In work"),
        lambda m, on: is_employed(m),
        lambda on: _ABLE & Q(employment_status__in=EARNING),
    ),
    "student_count": (
        _("At school"),
        lambda m, on: is_student(m),
        lambda on: ~Q(student_stage__in=NOT_AT_SCHOOL),
    ),
    "elderly_count": (_("60 and older"), *_aged(60)),
    "oldest_count": (_("80 and older"), *_aged(80)),
    "minor_count": (_("Under 18"), *_aged(0, 18)),
    "child_count": (_("Under 16"), *_aged(0, 16)),
    "disabled_count": (
        _("Disabled"),
        lambda m, on: is_disabled(m),
        lambda on: ~Q(disability_category="") | Q(health__overlap=sorted(DISABLED)),
    ),
    "severe_disabled_count": (
        _("Severely disabled"),
        lambda m, on: is_severely_disabled(m),
        lambda on: Q(disability_grade__in=SEVERE),
    ),
    "chronic_count": (
        _("Chronically ill"),
        lambda m, on: has_chronic_disease(m),
        lambda on: Q(disease_kind=CHRONIC_DISEASE) | Q(health__overlap=sorted(CHRONIC)),
    ),
    "serious_ill_count": (
        _("Seriously ill"),
        lambda m, on: is_seriously_ill(m),
        lambda on: Q(disease_kind=SERIOUS_DISEASE) | Q(health__contains=[CANCER]),
    ),
}  # fmt: skip


def members_on(on: datetime.date) -> Q:
    """``belongs_on`` as a condition on members."""
    staying = Q(left_on=None, is_active=True) | Q(left_on__gt=on)
    return staying & (Q(joined_on=None) | Q(joined_on__lte=on))


def belonging(key: str, on: datetime.date) -> Q:
    """Who is counted in a group on a day, as a condition on members."""
    _label, _belongs, condition = _GROUPS[key]
    return members_on(on) & Q(is_counted=True) & condition(on)


def count(key: str, members: Iterable[Member], on: datetime.date) -> int:
    """How many of a household are counted in one group on a day."""
    _label, belongs, _condition = _GROUPS[key]
    return sum(belongs(member, on) for member in counted_on(members, on))


def groups(members: Iterable[Member], on: datetime.date) -> list[Group]:
    """Everybody counted, by group, in the order of the survey; empty groups included."""
    counted = counted_on(members, on)
    return [
        Group(key, label, tuple(m for m in counted if belongs(m, on)))
        for key, (label, belongs, _condition) in _GROUPS.items()
    ]


def counts(members: Iterable[Member], on: datetime.date) -> dict[str, int]:
    """The derived counts of the household (领域数据字典 §2.1) on a day."""
    return {group.key: group.count for group in groups(members, on)}


def labour_hint(member: Member, on: datetime.date) -> str:
    """A code of ``labour_capacity`` that age, sex and disability suggest; "" when nothing does.

    Only a hint: what counts is the assessment. Under 16 and past working age (men 60, women 55)
    none; disabilities that the tekun rules count as no ability to work, wholly unable; other
    disabilities and serious illness, partly.
    """
    age = member.age_on(on)
    if age is None:
        return ""
    until = WOMEN_UNTIL if member.sex == "2" else MEN_UNTIL
    if age < WORKING_FROM or age > until:
        return "4"
    if member.disability_grade in UNABLE.get(member.disability_category, ()):
        return "3"
    return "2" if is_disabled(member) or is_seriously_ill(member) else "1"


def care_hint(member: Member) -> str:
    """A code of ``care_level`` from the six items of self-care; "" while nobody has assessed them.

    All six alone: self-reliant; one to three not: partial care; four to six not: full care
    (特困人员认定办法).
    """
    if member.self_care_on is None:
        return ""
    failed = len(set(member.self_care))
    if failed == 0:
        return "1"
    return "2" if failed <= 3 else "3"


def lives_apart(household: Household) -> bool:
    """Whether the household lives elsewhere than it is registered (人户分离)."""
    registered = narrow(household.hukou_address)
    return bool(registered) and registered != narrow(household.residence_address)


def spouses(members: Iterable[Member]) -> list[Member]:
    """Those filed as wife or husband of the head."""
    return [m for m in members if m.relation in SPOUSE]
