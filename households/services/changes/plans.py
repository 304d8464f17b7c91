"""What an act would do, said before anybody confirms it (变更预览)."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation import codelists
from foundation.faults import InputError, Text
from households import kinship, stakes
from households.models import ClosedDoor, Household, HouseholdKind, Member


@dataclass(frozen=True)
class Likely:
    """Somebody of the file that stays who may be the same person; strong ones are filled in."""

    member: Member
    is_strong: bool


@dataclass(frozen=True)
class Asked:
    """Somebody whose relation to ``head`` must be stated anew, with what seems to follow.

    ``same``: people of the head's file of whom one may be the same person.
    """

    member: Member
    head: Member
    suggested: str
    same: Sequence[Likely] = ()


@dataclass(frozen=True)
class Plan:
    """The effects of an act in words; ``blockers`` say what must be finished first.

    ``to_confirm``: kinds that can stand together for different people only, each with its clause.
    """

    lines: list[Text] = field(default_factory=list)
    blockers: list[Text] = field(default_factory=list)
    to_confirm: list[Text] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        return not self.blockers


def with_stakes(
    plan: Plan, household: Household, act: stakes.Act, on: datetime.date, *, of: str = ""
) -> Plan:
    """Add what other apps have under way in ``household``; ``of`` names it where two are shown."""
    for stake in stakes.of(household, act, on):
        text = format_lazy("{of}: {text}", of=of, text=stake.text) if of else stake.text
        (plan.blockers if stake.is_blocking else plan.lines).append(text)
    return plan


def with_doors(
    plan: Plan, doors: Collection[ClosedDoor], *, of: str, to: str | None = None
) -> Plan:
    """Say that those who must not see one file will not see the other either (回避)."""
    if doors:
        words = _(
            "{count} persons or offices who must not see the file {number} (recusal) will not see"
            " the file {to} either."
        )
        if to is None:
            words = _(
                "{count} persons or offices who must not see the file {number} (recusal) will not"
                " see the new one either."
            )
        plan.lines.append(format_lazy(words, count=len(doors), number=of, to=to))
    return plan


def growth(household: Household) -> Text:
    """How many people count before and after one more does."""
    before = household.family_size
    words = _("The family grows from {before} to {after}.")
    return format_lazy(words, before=before, after=before + 1)


def asked_anew(members: Iterable[Member], head: Member) -> list[Asked]:
    """The relations of ``members`` to their new head, to be confirmed one by one."""
    return [
        Asked(
            member,
            head,
            kinship.restate(
                head=head.relation,
                head_sex=head.sex,
                person=member.relation,
                person_sex=member.sex,
            ),
        )
        for member in members
        if member.pk != head.pk
    ]


def check_relations(members: Iterable[Member], head: Member, said: Mapping[int, str]) -> None:
    """Refuse relations that are missing or make a second head. Raises InputError."""
    for member in members:
        if member.pk == head.pk:
            continue
        if said.get(member.pk, "") in ("", *Member.HEAD_RELATIONS):
            words = _("Say what {name} is to the new head.")
            raise InputError("relations", format_lazy(words, name=member.name))
        if said[member.pk] not in codelists.codes("relation"):
            raise InputError("relations", _("Choose the relation from the list."))


def counted(members: Iterable[Member]) -> int:
    """How many of some members count as family (共同生活的家庭成员)."""
    return sum(member.is_counted for member in members)


def kinds_in_words(kinds: Iterable[HouseholdKind]) -> str:
    """The names of kinds, as one sentence part."""
    return "、".join(str(codelists.label("household_kind", kind.kind)) for kind in kinds)
