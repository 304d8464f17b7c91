"""Temporary assistance 临时救助: sudden hardship (急难型) or crushing expenditure (支出型)."""

from decimal import Decimal

from assistance.rules.answers import Answer, known
from assistance.rules.clauses import TEMPORARY
from assistance.rules.exact import SHARES, whole_yuan_up, yuan
from assistance.rules.findings import Finding
from assistance.rules.judgement import Earlier, Outcome, rule, verdict_of
from assistance.rules.lines import DIBAO_STANDARD, NO_LINE
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME = "temporary"
EXPENDITURE, SUDDEN = "expenditure", "sudden"
SUDDEN_CAUSES = ("accident", "disaster", "illness", "other")
CAUSES = {
    "accident": Text(_("an accident")),
    "disaster": Text(_("fire or natural disaster")),
    "illness": Text(_("sudden serious illness")),
    "other": Text(_("another special hardship")),
    "expenditure": Text(_("a sudden rise of unavoidable spending")),
}
_NOT_ASKED = Text(_("Whether the household is in sudden hardship has not been asked."))
_NO_HARDSHIP = Text(_("No sudden hardship was stated."))
_SUDDEN = Text(_("Hardship is sudden, so what remains after spending is not tested."))


@rule("TA-01", TEMPORARY)
def hardship_stated(sheet: Sheet, earlier: Earlier) -> Finding:
    """A cause the rules name: 火灾、交通事故等意外事件、突发重大疾病或其他特殊困难, 支出型."""
    cause = sheet.facts.hardship
    if cause is None:
        return Finding(Answer.UNDECIDED, _NOT_ASKED, missing=(_NOT_ASKED,))
    if cause not in CAUSES:
        return Finding(Answer.NO, _NO_HARDSHIP)
    stated = Text(_("Hardship stated: {cause}."), (("cause", CAUSES[cause]),))
    return Finding(Answer.YES, stated)


@rule("TA-02", TEMPORARY)
def remainder_below_standard(sheet: Sheet, earlier: Earlier) -> Finding:
    """支出型: what remains of income a head after unavoidable spending is below the dibao standard.

    Reading until the bureau fixes its own line. 急难型 has no test of income.
    """
    if sheet.facts.hardship in SUDDEN_CAUSES:
        return Finding(Answer.YES, _SUDDEN)
    standard = sheet.policy.standard
    if standard is None:
        text = Text(NO_LINE, (("name", DIBAO_STANDARD),))
        return Finding(Answer.UNDECIDED, text, missing=(text,))
    income, people = sheet.income, sheet.people
    balance = standard * people - income.total + sheet.spending
    figures = (
        ("remainder", yuan(income.total - sheet.spending, people)),
        ("line", yuan(standard)),
    )
    text = Text(
        _("After unavoidable spending {remainder} yuan a head remain; dibao standard {line} yuan."),
        figures,
    )
    margin, household = yuan(balance, people), yuan(balance)
    spending_open = (*sheet.composition_missing, *sheet.spending_missing)
    below = balance > 0
    if (below and spending_open == () and income.complete) or (not below and not spending_open):
        return Finding(known(below), text, margin, household)
    return Finding(Answer.UNDECIDED, text, margin, household, (*spending_open, *income.missing))


@rule("TA-03", TEMPORARY)
def not_too_often(sheet: Sheet, earlier: Earlier) -> Finding:
    """Not more often in twelve months than the locality allows."""
    given, limit = sheet.facts.temporary_aids, sheet.policy.temporary_yearly_limit
    text = Text(
        _("Temporary aid given {given} times in twelve months; limit {limit}."),
        (("given", given), ("limit", limit)),
    )
    return Finding(known(given < limit), text)


def judge(sheet: Sheet, earlier: Earlier) -> Outcome:
    """Try temporary aid: paid once, so many times the monthly standard by kind of hardship."""
    conditions = (
        hardship_stated.condition(sheet, earlier),
        remainder_below_standard.condition(sheet, earlier),
        not_too_often.condition(sheet, earlier),
    )
    verdict = verdict_of(conditions)
    kind = EXPENDITURE if sheet.facts.hardship == EXPENDITURE else SUDDEN
    multiple = sheet.policy.temporary_multiples.get(kind)
    if verdict is not Answer.YES or multiple is None or sheet.policy.standard is None:
        return Outcome(PROGRAMME, verdict, conditions)
    amount = whole_yuan_up(sheet.policy.standard * multiple // SHARES)
    figures = (
        ("standard", yuan(sheet.policy.standard)),
        ("multiple", Decimal(multiple) / SHARES),
        ("amount", amount),
    )
    line = Text(_("Once: standard {standard} × {multiple} = {amount} yuan."), figures)
    covered = tuple([member.key for member in sheet.members])
    return Outcome(PROGRAMME, verdict, conditions, None, amount, (line,), covered)
