"""Counted income of the household: what counts, what does not, deductions, and the share a head."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from assistance.rules.exact import SHARES, grains, yuan
from assistance.rules.facts import HouseholdFacts, IncomeLine
from assistance.rules.policy import Policy
from assistance.rules.storage import Json
from assistance.rules.support import Support, support_owed
from assistance.rules.texts import Text
from assistance.rules.texts import message as _
from assistance.rules.wording import EXCLUSION_NAMES

WAGE = "1"
CATEGORIES = {
    "1": Text(_("wages")),
    "2": Text(_("net business income")),
    "3": Text(_("net property income")),
    "4": Text(_("net transfer income")),
    "5": Text(_("other income")),
}
SUPPORT = Text(_("support payments"))
EVERY_PROGRAMME = "all"
DEDUCTIBLE_KINDS = ("medical", "rehabilitation")
_NONE_ENTERED = Text(_("no income"))
_ASSUMED = "推算"


@dataclass(frozen=True, slots=True)
class Income:
    """Monthly income of the household in grains; a lower bound while not ``complete``."""

    total: int
    people: int
    complete: bool
    by_member: dict[str, int]
    per_head: Decimal
    lines: tuple[Text, ...]
    arithmetic: Text
    missing: tuple[Text, ...]

    def to_dict(self) -> dict[str, Json]:
        """For storage and display: sums in yuan, lines with their arithmetic."""
        return {
            "total": str(yuan(self.total)),
            "people": self.people,
            "complete": self.complete,
            "per_head": str(self.per_head),
            "lines": [line.to_dict() for line in self.lines],
            "arithmetic": self.arithmetic.to_dict(),
        }


@dataclass(slots=True)
class _Tally:
    """The sums while lines are read."""

    names: dict[str, str]
    categories: dict[str, int]
    wages: dict[str, int]
    by_member: dict[str, int]
    sums: dict[tuple[str, int], Decimal]
    lines: list[Text]
    missing: list[Text]


def counted_income(
    facts: HouseholdFacts, policy: Policy, counted: Collection[str], programme: str = ""
) -> Income:
    """Σ counted net income ÷ months − deductions, for the members living together.

    ``programme`` "tekun" leaves out what 特困 alone does not count. Never below 0, and deductions
    never take more than the income of their category. Source: 《最低生活保障审核确认办法》第十三条.
    """
    tally = _Tally(facts.names(), {}, {}, {}, {}, [], [])
    for line in facts.incomes:
        _read(line, policy, counted, programme, tally)
    support = support_owed(facts, policy, counted)
    for key, fee in support.by_member.items():
        tally.by_member[key] = tally.by_member.get(key, 0) + fee
    deductions = _work_costs(policy, tally)
    gross = sum([max(0, net) for net in tally.categories.values()]) + support.total
    rigid = min(_rigid_deduction(facts, policy, counted), gross)
    if rigid:
        name = _("spending on serious illness and disability {amount}")
        deductions.append(Text(name, (("amount", yuan(rigid)),)))
    total = gross - rigid
    people = max(1, len(counted))
    per_head = yuan(total, people)
    missing = [*tally.missing, *support.missing]
    if not facts.incomes_known:
        missing.append(Text(_("The household's income has not been asked.")))
    if not facts.supporters_known:
        missing.append(Text(_("Supporters outside the household have not been asked.")))
    return Income(
        total,
        people,
        not missing,
        tally.by_member,
        per_head,
        (*tally.lines, *support.lines),
        _arithmetic(tally, support, deductions, people, per_head),
        tuple(missing),
    )


def _read(
    line: IncomeLine, policy: Policy, counted: Collection[str], programme: str, tally: _Tally
) -> None:
    who = ("member", tally.names[line.member])
    category = ("category", CATEGORIES[line.category])
    if line.member not in counted:
        left_out = _("{member}, {category}: not a counted member, not counted.")
        tally.lines.append(Text(left_out, (who, category)))
        return
    if line.exclude_code:
        scope = policy.exclusions.get(line.exclude_code, "")
        code = ("code", EXCLUSION_NAMES.get(line.exclude_code) or line.exclude_code)
        if scope and scope in (EVERY_PROGRAMME, programme):
            not_counted = _("{member}, {category}: not counted by law ({code}).")
            tally.lines.append(Text(not_counted, (who, category, code)))
            return
        if not scope:
            lapsed = _("{member}, {category}: exclusion {code} is not in force, so it counts.")
            tally.lines.append(Text(lapsed, (who, category, code)))
    if line.gross is None:
        tally.missing.append(Text(_("The {category} of {member} is not known."), (category, who)))
        return
    net_sum = line.gross - line.cost if line.cost else line.gross
    net = grains(net_sum) // line.months
    tally.categories[line.category] = tally.categories.get(line.category, 0) + net
    tally.by_member[line.member] = tally.by_member.get(line.member, 0) + net
    if line.category == WAGE:
        tally.wages[line.member] = tally.wages.get(line.member, 0) + net
    term = (line.category, line.months)
    tally.sums[term] = tally.sums.get(term, Decimal(0)) + net_sum
    tally.lines.append(_line_text(line, tally.names[line.member], net))
    if line.source == _ASSUMED and not line.reason:
        tally.missing.append(
            Text(_("The estimated {category} of {member} needs a reason."), (category, who))
        )


def _line_text(line: IncomeLine, name: str, net: int) -> Text:
    figures = (
        ("member", name),
        ("category", CATEGORIES[line.category]),
        ("gross", line.gross or Decimal(0)),
        ("cost", line.cost),
        ("months", line.months),
        ("monthly", yuan(net)),
    )
    if line.cost:
        return Text(
            _("{member}, {category}: ({gross} − {cost}) ÷ {months} months = {monthly} yuan."),
            figures,
        )
    return Text(_("{member}, {category}: {gross} ÷ {months} months = {monthly} yuan."), figures)


def _work_costs(policy: Policy, tally: _Tally) -> list[Text]:
    """Necessary cost of employment (必要的就业成本), never more than the member's wages."""
    mode, rate = policy.work_cost_mode, policy.work_cost_rate
    if mode == "none" or not rate:
        return []
    bases = {"rate_of_standard": policy.standard, "rate_of_minimum_wage": policy.minimum_wage}
    deductions = []
    for member, wage in tally.wages.items():
        base = wage if mode == "rate_of_wage" else bases[mode] or 0
        cost = min(base * rate // SHARES, max(0, wage))
        tally.categories[WAGE] -= cost
        tally.by_member[member] -= cost
        name = _("work cost of {member} {amount}")
        deductions.append(Text(name, (("member", tally.names[member]), ("amount", yuan(cost)))))
    return deductions


def _rigid_deduction(facts: HouseholdFacts, policy: Policy, counted: Collection[str]) -> int:
    """Extra spending forced by disability or serious illness, at the rate the locality set."""
    if not policy.rigid_deduction_rate or not facts.expenses:
        return 0
    burdened = {
        member.key
        for member in facts.members
        if member.key in counted and (member.serious_disease or member.disability_grade)
    }
    spent = sum(
        grains(expense.amount) // expense.months
        for expense in facts.expenses
        if expense.amount and expense.member in burdened and expense.kind in DEDUCTIBLE_KINDS
    )
    return spent * policy.rigid_deduction_rate // SHARES


def _arithmetic(
    tally: _Tally, support: Support, deductions: list[Text], people: int, per_head: Decimal
) -> Text:
    """The sum as it is printed: terms over their months, less deductions, shared by the persons."""
    periods = {months for _category, months in tally.sums}
    together = len(periods) == 1 and not support.total and not deductions
    terms = []
    losses = [category for category, net in tally.categories.items() if net < 0]
    for category in sorted(losses):
        loss = _("{category} 0.00 (a loss counts as 0)")
        terms.append(Text(loss, (("category", CATEGORIES[category]),)))
    for (category, months), amount in sorted(tally.sums.items()):
        if category in losses:
            continue
        name = ("category", CATEGORIES[category])
        if together:
            terms.append(Text(_("{category} {amount}"), (name, ("amount", amount))))
        else:
            over = _("{category} {amount} ÷ {months} months")
            terms.append(Text(over, (name, ("amount", amount), ("months", months))))
    if support.total:
        owed = (("category", SUPPORT), ("amount", yuan(support.total)))
        terms.append(Text(_("{category} {amount}"), owed))
    figures = (
        ("terms", tuple(terms) or (_NONE_ENTERED,)),
        ("people", people),
        ("result", per_head),
    )
    if together:
        line = _("({terms}) ÷ {months} months ÷ {people} persons = {result} yuan a head a month")
        return Text(line, (*figures, ("months", periods.pop())))
    if deductions:
        line = _("({terms} − {deductions}) ÷ {people} persons = {result} yuan a head a month")
        return Text(line, (*figures, ("deductions", tuple(deductions))))
    return Text(_("({terms}) ÷ {people} persons = {result} yuan a head a month"), figures)
