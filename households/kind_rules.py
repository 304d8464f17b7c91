"""Which kinds (对象类别) exclude each other, and by which clause: pure, for pages and bulk acts.

A household may hold several kinds when they are different people's; in a household of one they
are the same person's, and what the law forbids one person is refused.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

DIBAO, TEKUN, ORPHAN, LOW, DISABLED = "01", "02", "03", "04", "05"


@dataclass(frozen=True, slots=True)
class Clause:
    """A pair of kinds one person cannot hold together; ``source`` is quoted as it stands.

    ``is_local`` pairs are left to the county's own rule: they are told and never refused.
    """

    kinds: frozenset[str]
    source: str
    is_local: bool = False

    def refuses(self, people: int) -> bool:
        """Whether a household of so many people cannot hold both: one person would have them."""
        return people <= 1 and not self.is_local


CLAUSES = (
    Clause(
        frozenset({DIBAO, TEKUN}),
        "纳入特困人员救助供养范围的，不再适用最低生活保障政策（国发〔2016〕14号）",
    ),
    Clause(
        frozenset({TEKUN, ORPHAN}),
        "纳入孤儿基本生活保障范围的，不再适用特困人员救助供养政策（国发〔2016〕14号）",
    ),
    Clause(
        frozenset({TEKUN, DISABLED}),
        "纳入特困人员救助供养范围的残疾人，不再享受困难残疾人生活补贴（国发〔2016〕14号）",
        is_local=True,
    ),
    Clause(
        frozenset({ORPHAN, DISABLED}),
        "享受孤儿基本生活保障的残疾儿童不享受困难残疾人生活补贴（国发〔2015〕52号）",
        is_local=True,
    ),
    Clause(
        frozenset({DIBAO, ORPHAN}),
        "基本生活保障不重复享受，能否同时登记按本地规定",
        is_local=True,
    ),
    Clause(
        frozenset({DIBAO, LOW}),
        "低收入家庭是人均收入高于低保标准的家庭，与低保家庭不能是同一户（单人保除外）",
    ),
    Clause(
        frozenset({TEKUN, LOW}),
        "特困人员不再按低收入家庭认定",
    ),
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A kind already held that does not go with the new one; blocked, or to be confirmed."""

    other: str
    source: str
    is_block: bool


def conflicts(kind: str, held: Collection[str], *, people: int) -> list[Conflict]:
    """What stands against adding ``kind`` to a household of ``people`` that holds ``held``.

    Kind 05 (困难残疾人) is a category of people as well as an allowance: its clauses only warn.
    """
    found = []
    for clause in CLAUSES:
        others = clause.kinds - {kind}
        if kind in clause.kinds and others <= set(held):
            is_block = clause.refuses(people)
            found += [Conflict(other, clause.source, is_block) for other in others]
    return found


def against(held: Collection[str], *, people: int) -> list[tuple[Clause, bool]]:
    """The clauses on kinds held together by a household of ``people``; True: it cannot be."""
    return [(one, one.refuses(people)) for one in CLAUSES if one.kinds <= set(held)]


def blocks(found: Iterable[Conflict]) -> list[Conflict]:
    """Those that refuse; the others are told and may be confirmed."""
    return [conflict for conflict in found if conflict.is_block]
