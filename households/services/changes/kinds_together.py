"""Whether a family that a split or a merging makes may hold its kinds together (对象类别)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation import codelists
from foundation.faults import InputError, Text
from households.kind_rules import against
from households.services.changes.plans import Plan


@dataclass(frozen=True)
class Family:
    """A family as it will be: its name in the preview, how many count, which kinds it holds.

    ``taken`` are those it did not hold before; only what they exclude is asked. Without, all are
    judged anew.
    """

    name: Text
    people: int
    kinds: Collection[str]
    taken: Collection[str] | None = None


def foresee(plan: Plan, *families: Family) -> None:
    """Put what stands against the kinds of these families on the plan: refused, or to confirm."""
    for family in families:
        for text, is_block in _found(family):
            (plan.blockers if is_block else plan.to_confirm).append(text)


def judge(*families: Family, is_confirmed: bool) -> None:
    """Raise InputError for what one person cannot hold, or several may and nobody said so."""
    for family in families:
        for text, is_block in _found(family):
            if is_block or not is_confirmed:
                raise InputError("kinds", text)


def _found(family: Family) -> Iterator[tuple[Text, bool]]:
    for clause, is_block in against(family.kinds, people=family.people):
        if family.taken is not None and not clause.kinds & set(family.taken):
            continue
        labels = [str(codelists.label("household_kind", kind)) for kind in sorted(clause.kinds)]
        words = _("{family} will hold {kinds}: {source}")
        if is_block:
            words = _("{family} counts one person, who cannot hold {kinds}: {source}")
        text = format_lazy(words, family=family.name, kinds="、".join(labels), source=clause.source)
        yield text, is_block
