"""The working sheet of one assessment (核算表): who counts, income and spending, computed once."""

from dataclasses import dataclass
from datetime import date

from assistance.rules.answers import Answer
from assistance.rules.composition import counts
from assistance.rules.exact import grains
from assistance.rules.facts import HouseholdFacts, MemberFacts
from assistance.rules.findings import Finding
from assistance.rules.income import Income, counted_income
from assistance.rules.lines import DIBAO_STANDARD, Distance, measure
from assistance.rules.policy import Policy
from assistance.rules.texts import Text
from assistance.rules.texts import message as _
from assistance.rules.wealth import property_of_programmes

TEKUN = "tekun"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every rule reads. ``members`` are those who count; ``spending`` is grains a month;
    ``standing`` is income measured against the dibao standard."""

    facts: HouseholdFacts
    policy: Policy
    on: date
    members: tuple[MemberFacts, ...]
    composition_missing: tuple[Text, ...]
    income: Income
    standing: Distance | Finding
    tekun_standing: Distance | Finding
    spending: int
    spending_missing: tuple[Text, ...]
    dibao_property: tuple[Finding, ...]
    low_income_property: tuple[Finding, ...]
    tekun_property: tuple[Finding, ...]

    @property
    def people(self) -> int:
        """Number of counted members, at least 1."""
        return self.income.people

    def against(self, line: int | None, name: Text) -> Distance | Finding:
        """Income a head measured against a line."""
        return measure(self.income, self.composition_missing, line, name)


def lay_out(facts: HouseholdFacts, policy: Policy, on: date) -> Sheet:
    """Compute the sheet. ValueError when an income or expense names nobody of the household."""
    names = facts.names()
    if len(names) != len(facts.members):
        raise ValueError("two members have the same key")
    members, unsettled = _who_counts(facts, on, names)
    owners = {line.member for line in facts.incomes} | {row.member for row in facts.expenses}
    if not owners <= names.keys():
        raise ValueError("an income or expense names nobody of the household")
    counted = frozenset(member.key for member in members)
    income = counted_income(facts, policy, counted)
    standing = measure(income, unsettled, policy.standard, DIBAO_STANDARD)
    tekun_standing = standing
    if any(policy.exclusions.get(line.exclude_code) == TEKUN for line in facts.incomes):
        tekun_income = counted_income(facts, policy, counted, TEKUN)
        tekun_standing = measure(tekun_income, unsettled, policy.standard, DIBAO_STANDARD)
    spending, spending_missing = _spending(facts, counted, names)
    dibao, low_income, tekun = property_of_programmes(facts, policy, income.people, on, unsettled)
    return Sheet(
        facts=facts,
        policy=policy,
        on=on,
        members=members,
        composition_missing=unsettled,
        income=income,
        standing=standing,
        tekun_standing=tekun_standing,
        spending=spending,
        spending_missing=spending_missing,
        dibao_property=dibao,
        low_income_property=low_income,
        tekun_property=tekun,
    )


def _who_counts(
    facts: HouseholdFacts, on: date, names: dict[str, str]
) -> tuple[tuple[MemberFacts, ...], tuple[Text, ...]]:
    members: list[MemberFacts] = []
    missing: list[Text] = []
    for member in facts.members:
        answer = counts(member, on)
        if answer is Answer.UNDECIDED:
            who = (("member", names[member.key]),)
            missing.append(Text(_("Whether {member} counts as a family member."), who))
        elif answer is Answer.YES:
            members.append(member)
    if not members and not missing:
        missing.append(Text(_("Nobody of the household counts as a family member.")))
    return tuple(members), tuple(missing)


def _spending(
    facts: HouseholdFacts, counted: frozenset[str], names: dict[str, str]
) -> tuple[int, tuple[Text, ...]]:
    spent = 0
    missing: list[Text] = []
    for expense in facts.expenses:
        if expense.member not in counted:
            continue
        if expense.amount is None:
            who = (("member", names[expense.member]),)
            missing.append(Text(_("The unavoidable spending of {member} is not known."), who))
        else:
            spent += grains(expense.amount) // expense.months
    if not facts.expenses_known:
        missing.append(Text(_("Unavoidable spending has not been asked.")))
    return spent, tuple(missing)
