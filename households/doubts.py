"""What looks wrong in a file but may be right: saved, then shown for a second look (pure).

What can never be right is refused instead (``households.blocks``). Members are the active ones
of one household; ages are those on ``on``.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.contact import bank_account_doubt
from foundation.faults import Text
from households import derivations as derive
from households import relations
from households.models import Household, Member

MARRIAGE_AGE = {"1": 22, "2": 20}  # 民法典 art. 1047, full years by sex
# Usual full years at each stage; 9 (special education) is open to the young of any age.
STAGE_AGES = {
    "1": (2, 7), "2": (5, 15), "3": (10, 18), "4": (13, 22), "5": (13, 25), "6": (16, 30),
    "7": (16, 32), "8": (19, 50), "9": (4, 30),
}  # fmt: skip
COMPULSORY = range(7, 15)  # full years in which a child must be at school
WITHOUT_WAGE = ("6", "7", "8", "9", "10")  # employment_status: not in work
NOT_DRAWING = ("1", "3", "6")  # pension_insurance: paying in, or not insured
DIBAO = "01"  # household_kind


@dataclass(frozen=True)
class Doubt:
    """One thing to look at again: ``field`` of ``member``'s form, or of the household's."""

    code: str
    field: str
    text: Text
    member: Member | None = None


@dataclass(frozen=True)
class File:
    """What the rules read: a household, its active members, the kinds it has on the day."""

    household: Household
    members: tuple[Member, ...]
    kinds: frozenset[str]
    on: datetime.date

    @property
    def head(self) -> Member | None:
        return next((m for m in self.members if m.is_head), None)


def doubts_of(
    household: Household, members: Iterable[Member], kinds: Iterable[str], on: datetime.date
) -> list[Doubt]:
    """Everything to look at again, the household first, then person by person."""
    active = tuple(m for m in members if m.is_active)
    file = File(household, active, frozenset(kinds), on)
    found = list(_of_household(file))
    for member in active:
        found += about(member, active, on)
    return found


def about(member: Member, members: Iterable[Member], on: datetime.date) -> list[Doubt]:
    """What is doubtful about one person; ``members`` are the active ones of the household."""
    if not member.is_active:
        return []
    active = tuple(members)
    head = next((m for m in active if m.is_head), None)
    rules = (_marriage, _certificate, _death, _school, _work, _insurance)
    said = [found for rule in rules for found in rule(member, on)]
    said += relations.doubts(member, head, active)
    return [Doubt(*one, member) for one in said]


Found = Iterator[tuple[str, str, Text]]


def _marriage(member: Member, on: datetime.date) -> Found:
    age = member.age_on(on)
    lowest = MARRIAGE_AGE.get(member.sex, 20)
    if age is not None and age < lowest and member.marital_status in derive.MARRIED:
        message = _("Married at {age}: the law allows marriage from {lowest}.")
        yield (
            "minor_married",
            "marital_status",
            format_lazy(message, age=age, lowest=lowest),
        )


def _certificate(member: Member, on: datetime.date) -> Found:
    if member.disability_cert_sealed is None:
        if member.disability_grade:
            yield (
                "certificate_missing",
                "disability_cert",
                _("Grade of disability without a certificate number."),
            )
        return
    if member.disability_valid_to is None:
        yield (
            "certificate_validity",
            "disability_valid_to",
            _("The disability certificate has no day until which it is valid."),
        )
    elif member.disability_valid_to < on:
        yield (
            "certificate_expired",
            "disability_valid_to",
            _("The disability certificate is no longer valid: has it been renewed?"),
        )


def _death(member: Member, on: datetime.date) -> Found:
    if member.death_on is not None:
        yield (
            "dead_but_active",
            "death_on",
            _("Has died and is still a member: end the membership."),
        )


def _school(member: Member, on: datetime.date) -> Found:
    age = member.age_on(on)
    if age is None:
        return
    if derive.is_student(member):
        low, high = STAGE_AGES.get(member.student_stage, (0, 200))
        if not low <= age <= high:
            message = _("Aged {age}: does the stage of schooling fit?")
            yield "stage_age", "student_stage", format_lazy(message, age=age)
    elif age in COMPULSORY:
        message = _("Aged {age} and not at school: compulsory schooling applies.")
        yield "not_at_school", "student_stage", format_lazy(message, age=age)
    if member.employment_status == "9" and not derive.is_student(member):
        yield (
            "employment_school",
            "student_stage",
            _("Work says “at school”, but no stage of schooling is given."),
        )


def _work(member: Member, on: datetime.date) -> Found:
    age, hint = member.age_on(on), derive.labour_hint(member, on)
    if age is not None and age < derive.WORKING_FROM and derive.is_able_to_work(member):
        message = _("Aged {age}: nobody under 16 is counted as able to work.")
        yield "minor_labour", "labour_capacity", format_lazy(message, age=age)
    elif member.labour_capacity == "1" and hint == "3":
        yield (
            "disabled_labour",
            "labour_capacity",
            _("Fully able to work, with a disability that counts as unable: which is right?"),
        )
    elif member.labour_capacity == "4" and hint in ("1", "2"):
        yield (
            "none_in_working_age",
            "labour_capacity",
            _("“None” is for minors and the aged; of working age, choose “unable” or “partly”."),
        )
    if member.monthly_wage and member.employment_status in WITHOUT_WAGE:
        yield "wage_without_work", "monthly_wage", _("A wage, but no work: which is right?")


def _insurance(member: Member, on: datetime.date) -> Found:
    if member.is_aided_insured and member.medical_insurance == "3":
        yield (
            "aided_not_insured",
            "medical_insurance",
            _("Insured with aid, but medical insurance says “not insured”."),
        )
    if member.monthly_pension and member.pension_insurance in NOT_DRAWING:
        yield (
            "pension_not_drawn",
            "pension_insurance",
            _("A pension is drawn, but the pension insurance says otherwise."),
        )
    if member.is_covered and not member.is_counted:
        yield (
            "covered_not_counted",
            "is_covered",
            _("Receives dibao, but is not counted as living with the family."),
        )


def _of_household(file: File) -> Iterator[Doubt]:
    for rule in (_head, _names, _account, _cover):
        for code, field, text in rule(file):
            yield Doubt(code, field, text)


def _head(file: File) -> Found:
    if file.head is None:
        yield "no_head", "", _("Nobody is filed as head of household: make a member the head.")
        return
    age = file.head.age_on(file.on)
    if age is not None and age < 18:
        message = _("The head of household is {age} years old: is there an adult?")
        yield "minor_head", "", format_lazy(message, age=age)
    if file.head.relation == "01" and len(file.members) > 1:
        yield "self_among_others", "", _("The head is filed as living alone, but there are others.")


def _names(file: File) -> Found:
    people = Counter((m.name, m.birth_on) for m in file.members if m.birth_on)
    for (name, _born), count in people.items():
        if count > 1:
            message = _("{name} is in the household twice, with one date of birth.")
            yield "person_twice", "", format_lazy(message, name=name)
    household = file.household
    names = {m.name for m in file.members}
    if household.applicant_name and not {household.applicant_name, household.agent_name} & names:
        yield (
            "applicant_outside",
            "applicant_name",
            _("The applicant is no member of the household: is the agent named?"),
        )


def _account(file: File) -> Found:
    household = file.household
    if household.account_sealed is None:
        return
    doubt = bank_account_doubt(household.account_no)
    if doubt and household.account_kind != "3":
        yield "account_number", "account_no", doubt
    names = {m.name for m in file.members}
    if not household.account_name:
        yield "account_unnamed", "account_name", _("The account has no name of its owner.")
    elif household.account_name not in names and household.account_agreement_on is None:
        message = _("The account belongs to {name}, who is no member: file the payee agreement.")
        text = format_lazy(message, name=household.account_name)
        yield "account_outside", "account_name", text


def _cover(file: File) -> Found:
    covered = [m for m in file.members if m.is_covered]
    if DIBAO in file.kinds and not covered:
        yield (
            "nobody_covered",
            "",
            _("A dibao household in which nobody is marked as receiving it."),
        )
    elif covered and DIBAO not in file.kinds:
        yield (
            "covered_without_kind",
            "",
            _("Members receive dibao, but the household has no such kind."),
        )
