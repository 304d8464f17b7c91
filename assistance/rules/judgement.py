"""Conditions with clause, figures and distance to the line; outcomes; the register of rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from assistance.rules.answers import Answer, all_of
from assistance.rules.clauses import Clauses, clause_on
from assistance.rules.findings import Finding
from assistance.rules.sheet import Sheet
from assistance.rules.storage import Json
from assistance.rules.texts import Text


class Condition(NamedTuple):
    """A rule, the clause it rests on that day, and what it found."""

    rule: str
    clause: str
    finding: Finding

    @property
    def answer(self) -> Answer:
        """Met, not met or undecided."""
        return self.finding.answer

    def to_dict(self) -> dict[str, Json]:
        """For storage and display."""
        found = self.finding
        return {
            "rule": self.rule,
            "clause": self.clause,
            "answer": found.answer.value,
            "text": found.text.to_dict(),
            "margin": None if found.margin is None else str(found.margin),
            "household_margin": (
                None if found.household_margin is None else str(found.household_margin)
            ),
            "missing": [text.to_dict() for text in found.missing],
            "member": found.member,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """One programme tried: verdict, every condition, gap a head and amount a month in yuan."""

    programme: str
    verdict: Answer
    conditions: tuple[Condition, ...]
    gap: Decimal | None = None
    amount: Decimal | None = None
    arithmetic: tuple[Text, ...] = ()
    covered: tuple[str, ...] = ()
    unlocks: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Text, ...]:
        """What must be found out before an undecided outcome can be decided; each once."""
        if self.verdict is not Answer.UNDECIDED:
            return ()
        found: dict[Text, None] = {}
        for condition in self.conditions:
            if condition.answer is Answer.UNDECIDED:
                found.update(dict.fromkeys(condition.finding.missing))
        return tuple(found)

    def to_dict(self) -> dict[str, Json]:
        """For storage and display."""
        return {
            "programme": self.programme,
            "verdict": self.verdict.value,
            "conditions": [condition.to_dict() for condition in self.conditions],
            "gap": None if self.gap is None else str(self.gap),
            "amount": None if self.amount is None else str(self.amount),
            "arithmetic": [text.to_dict() for text in self.arithmetic],
            "covered": list(self.covered),
            "missing": [text.to_dict() for text in self.missing],
            "unlocks": list(self.unlocks),
        }


Earlier: TypeAlias = Mapping[str, Outcome]
Judge: TypeAlias = Callable[[Sheet, Earlier], Finding]


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition of a programme: its number, its clauses by date, and how it is judged."""

    number: str
    clauses: Clauses
    judge: Judge

    def condition(self, sheet: Sheet, earlier: Earlier) -> Condition:
        """Judge the sheet; ``earlier`` holds the outcomes of the programmes tried before."""
        since, clause = self.clauses[-1]
        if since > sheet.on:
            clause = clause_on(self.clauses, sheet.on)
        return Condition(self.number, clause, self.judge(sheet, earlier))

    def stated(self, sheet: Sheet, finding: Finding) -> Condition:
        """The condition of a finding made for one person."""
        return Condition(self.number, clause_on(self.clauses, sheet.on), finding)


REGISTER: dict[str, Rule] = {}


def rule(number: str, clauses: Clauses) -> Callable[[Judge], Rule]:
    """Enter a judging function in the register; every entry needs a test table."""

    def enter(judge: Judge) -> Rule:
        return register(Rule(number, clauses, judge))

    return enter


def register(entry: Rule) -> Rule:
    """Enter a rule once; ValueError when its number is taken."""
    if entry.number in REGISTER:
        raise ValueError(f"rule {entry.number} exists already")
    REGISTER[entry.number] = entry
    return entry


def verdict_of(conditions: Iterable[Condition]) -> Answer:
    """All conditions together."""
    return all_of([condition.finding.answer for condition in conditions])
