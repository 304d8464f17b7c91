"""Comparing income a head with a line, exactly, with the distance in words and figures."""

from dataclasses import dataclass
from functools import lru_cache

from assistance.rules.answers import Answer
from assistance.rules.exact import beside_line, yuan
from assistance.rules.findings import Finding
from assistance.rules.income import Income
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

DIBAO_STANDARD = Text(_("dibao standard"))
LOW_INCOME_LINE = Text(_("low-income line"))
DISPOSABLE_INCOME = Text(_("last year's disposable income a head"))

BELOW = _("Income a head {income} yuan is below the {name} of {line} yuan by {distance} yuan.")
EQUAL = _("Income a head {income} yuan equals the {name} of {line} yuan.")
ABOVE = _("Income a head {income} yuan is above the {name} of {line} yuan by {distance} yuan.")
OPEN = _("Known income a head is {income} yuan; the {name} is {line} yuan; facts are missing.")
NO_LINE = _("The {name} for this place and day is not on record.")


_shown = lru_cache(maxsize=4096)(yuan)


@dataclass(frozen=True, slots=True)
class Distance:
    """Where income stands: ``balance`` is line × persons − income of the household, in grains.

    Unknown income can only lower the balance, so a balance of 0 or less is sure already; nothing
    is sure while it is open who counts.
    """

    balance: int
    sure: bool
    finding: Finding


def measure(
    income: Income, family_missing: tuple[Text, ...], line: int | None, name: Text
) -> Distance | Finding:
    """Compare; a Finding (undecided) when there is no line or the family is not settled."""
    if line is None:
        text = Text(NO_LINE, (("name", name),))
        return Finding(Answer.UNDECIDED, text, missing=(text,))
    people = income.people
    balance = line * people - income.total
    shown = (
        ("income", beside_line(income.total, people, line)),
        ("name", name),
        ("line", _shown(line)),
    )
    if family_missing:
        return Finding(Answer.UNDECIDED, Text(OPEN, shown), missing=family_missing)
    margin, household_margin = yuan(balance, people), yuan(balance)
    sure = income.complete or balance <= 0
    if not sure:
        text = Text(OPEN, shown)
    elif balance == 0:
        text = Text(EQUAL, shown)
    else:
        words = BELOW if balance > 0 else ABOVE
        text = Text(words, (*shown, ("distance", abs(margin))))
    return Distance(
        balance,
        sure,
        Finding(Answer.UNDECIDED, text, margin, household_margin, income.missing),
    )


def below(found: Distance | Finding) -> Finding:
    """Met when income a head is below the line measured (equality is not below)."""
    if isinstance(found, Finding):
        return found
    base = found.finding
    if not found.sure:
        return base
    answer = Answer.YES if found.balance > 0 else Answer.NO
    return Finding(answer, base.text, base.margin, base.household_margin)
