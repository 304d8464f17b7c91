"""Try the whole ladder of programmes on one household: 一次申请、分类认定."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistance.rules import dibao, low_income, rigid_expense, single_person, tekun, temporary
from assistance.rules.answers import Answer
from assistance.rules.facts import HouseholdFacts
from assistance.rules.income import Income
from assistance.rules.judgement import Earlier, Outcome
from assistance.rules.policy import Policy
from assistance.rules.sheet import Sheet, lay_out
from assistance.rules.storage import Json

LADDER: tuple[tuple[str, Callable[[Sheet, Earlier], Outcome]], ...] = (
    (tekun.PROGRAMME, tekun.judge),
    (dibao.PROGRAMME, dibao.judge),
    (low_income.PROGRAMME, low_income.judge),
    (single_person.PROGRAMME, single_person.judge),
    (rigid_expense.PROGRAMME, rigid_expense.judge),
    (temporary.PROGRAMME, temporary.judge),
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The findings on one household on a day; money in yuan a month unless said otherwise."""

    on: date
    outcomes: tuple[Outcome, ...]
    income: Income
    unconfirmed: tuple[str, ...]

    @property
    def per_capita(self) -> Decimal:
        """Counted income a head a month, two decimals (a lower bound while income is open)."""
        return self.income.per_head

    @property
    def proposal(self) -> Outcome | None:
        """The best programme: the first on the ladder that is not refused; None when all are.

        Its verdict may be undecided: then what it needs must be found out before a lower
        programme is proposed.
        """
        for outcome in self.outcomes:
            if outcome.verdict is not Answer.NO:
                return outcome
        return None

    def outcome(self, programme: str) -> Outcome:
        """What was found for one programme; KeyError when there is no such programme."""
        for outcome in self.outcomes:
            if outcome.programme == programme:
                return outcome
        raise KeyError(programme)

    def to_dict(self) -> dict[str, Json]:
        """The whole finding as JSON with its Chinese wording, for storage with the decision."""
        proposal = self.proposal
        return {
            "on": self.on.isoformat(),
            "proposal": None if proposal is None else proposal.programme,
            "per_capita": str(self.per_capita),
            "income": self.income.to_dict(),
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "unconfirmed": list(self.unconfirmed),
        }


def assess(facts: HouseholdFacts, policy: Policy, on: date) -> Assessment:
    """Judge every condition of every programme, none short-cut.

    Pure: the same facts, policy and day give the same assessment. ValueError when facts
    contradict themselves (an income of nobody, the same member twice).
    """
    sheet = lay_out(facts, policy, on)
    earlier: dict[str, Outcome] = {}
    for programme, judge in LADDER:
        earlier[programme] = judge(sheet, earlier)
    return Assessment(on, tuple(earlier.values()), sheet.income, policy.unconfirmed)
