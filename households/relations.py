"""Whether what people are to the head fits their sex, their ages and each other (pure).

Relations are codes of GB/T 4761: 10-12 spouse, 2x sons, 3x daughters, 4x grandchildren, 5x parents,
6x grandparents, 7x brothers and sisters.
"""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.codelists import label
from foundation.faults import Text
from households import derivations as derive
from households.models import Member

MALE = frozenset((
    "11", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "41", "43", "46", "47",
    "51", "53", "55", "57", "61", "63", "66", "71", "73", "76", "78", "81", "83", "85", "87",
    "89", "93", "95",
))  # fmt: skip
FEMALE = frozenset((
    "12", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "42", "44", "45", "48",
    "52", "54", "56", "58", "62", "64", "67", "72", "74", "75", "77", "82", "84", "86", "88",
    "90", "94", "96",
))  # fmt: skip
SEX_OF = dict.fromkeys(MALE, "1") | dict.fromkeys(FEMALE, "2")
OWN_CHILDREN = frozenset((*(str(n) for n in range(20, 27)), *(str(n) for n in range(30, 37))))
ADOPTED = frozenset(("27", "37"))
GRANDCHILDREN = frozenset(("40", "41", "42", "43", "44"))
PARENTS = frozenset(("50", "51", "52"))
OTHER_PARENTS = frozenset(("53", "54", "55", "56", "57", "58"))
GRANDPARENTS = frozenset(("60", "61", "62", "63", "64"))
ELDER = frozenset(("71", "75"))
YOUNGER = frozenset(("73", "77"))
# At least so many years older (positive) or younger (negative) than the head.
GAPS = (
    (OWN_CHILDREN, -14), (ADOPTED, -1), (GRANDCHILDREN, -28), (PARENTS, 14), (OTHER_PARENTS, 1),
    (GRANDPARENTS, 28),
)  # fmt: skip
DAYS = 365.2425
UNMARRIED = ("10", "30", "40")  # marital_status: never married, widowed, divorced

Found = Iterator[tuple[str, str, Text]]


def doubts(member: Member, head: Member | None, members: Sequence[Member]) -> Found:
    """What is doubtful in a person's relation to the head: (code, field, words).

    ``members`` are the active ones of the household, both included.
    """
    relation = label("relation", member.relation) if member.relation else ""
    expected = SEX_OF.get(member.relation)
    if expected and member.sex in ("1", "2") and member.sex != expected:
        message = _("Filed as “{relation}”, which does not fit the sex.")
        yield "relation_sex", "relation", format_lazy(message, relation=relation)
    if head is None or member.is_head:
        yield from _head_alone(member, members)
        return
    if _gap_is_wrong(member, head):
        message = _("Filed as “{relation}”, which does not fit the ages of both.")
        yield "relation_age", "relation", format_lazy(message, relation=relation)
    if member.relation in derive.SPOUSE:
        yield from _spouse(member, head, members)


def years_older(member: Member, head: Member) -> float | None:
    """By how many years ``member`` is older than ``head``; ``None`` when an age is unknown."""
    if member.birth_on is None or head.birth_on is None:
        return None
    return (head.birth_on - member.birth_on) / datetime.timedelta(days=DAYS)


def _gap_is_wrong(member: Member, head: Member) -> bool:
    older = years_older(member, head)
    if older is None:
        return False
    if member.relation in ELDER:
        return older < 0
    if member.relation in YOUNGER:
        return older > 0
    gap = next((years for codes, years in GAPS if member.relation in codes), 0)
    return older < gap if gap > 0 else bool(gap) and older > gap


def _spouse(member: Member, head: Member, members: Sequence[Member]) -> Found:
    if member.sex == head.sex and member.sex in ("1", "2"):
        yield "spouse_sex", "relation", _("Filed as spouse, but has the same sex as the head.")
    if member.marital_status in UNMARRIED:
        yield "spouse_unmarried", "marital_status", _("Filed as spouse, but not as married.")
    if len(derive.spouses(members)) > 1:
        yield "two_spouses", "relation", _("The head has more than one spouse in the file.")


def _head_alone(member: Member, members: Sequence[Member]) -> Found:
    if member.is_head and member.marital_status in UNMARRIED and derive.spouses(members):
        yield (
            "head_unmarried",
            "marital_status",
            _("The head is filed as not married, but the spouse is in the household."),
        )
