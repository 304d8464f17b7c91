"""Rigid-expense household 刚性支出困难家庭: unavoidable spending eats most of the income."""

from decimal import Decimal

from assistance.rules.answers import Answer, any_of
from assistance.rules.clauses import RIGID_EXPENSE
from assistance.rules.exact import SHARES, yuan
from assistance.rules.findings import Finding
from assistance.rules.hukou import local_hukou
from assistance.rules.judgement import Earlier, Outcome, rule, verdict_of
from assistance.rules.lines import DISPOSABLE_INCOME, below
from assistance.rules.property_rules import property_conditions
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME = "rigid_expense"
_RANKED_BEFORE = ("tekun", "dibao", "low_income")
_OPEN = Text(_("Whether dibao, tekun or low-income applies is not decided yet."))
_FREE = Text(_("The household is not in dibao, tekun or low-income."))
_TAKEN = Text(_("The household is in dibao, tekun or low-income already."))
_NO_RATIO = Text(_("The ratio of unavoidable spending is not on record."))


@rule("RE-01", RIGID_EXPENSE)
def income_below_disposable(sheet: Sheet, earlier: Earlier) -> Finding:
    """人均收入低于上年度当地城镇居民人均可支配收入 (a twelfth of the year's figure a month)."""
    return below(sheet.against(sheet.policy.urban_disposable_month, DISPOSABLE_INCOME))


@rule("RE-02", RIGID_EXPENSE)
def spending_reaches_ratio(sheet: Sheet, earlier: Earlier) -> Finding:
    """刚性支出 ÷ 家庭总收入 ≥ 80% (or the locality's ratio), compared exactly, never rounded."""
    ratio = sheet.policy.rigid_ratio
    if ratio is None:
        return Finding(Answer.UNDECIDED, _NO_RATIO, missing=(_NO_RATIO,))
    income, spent = sheet.income, sheet.spending
    distance = spent - income.total * ratio // SHARES
    figures = (
        ("spent", yuan(spent)),
        ("income", yuan(income.total)),
        ("ratio", Decimal(ratio) / 100),
    )
    text = Text(
        _("Unavoidable spending {spent} yuan, income {income} yuan a month; needed: {ratio}%."),
        figures,
    )
    margin, household = yuan(distance, sheet.people), yuan(distance)
    reached = spent > 0 and spent * SHARES >= income.total * ratio
    unknown = (*sheet.composition_missing, *sheet.spending_missing)
    if not unknown and (income.complete or not reached):
        return Finding(Answer.YES if reached else Answer.NO, text, margin, household)
    missing = (*unknown, *income.missing)
    return Finding(Answer.UNDECIDED, text, margin, household, missing)


@rule("RE-03", RIGID_EXPENSE)
def in_no_other_programme(sheet: Sheet, earlier: Earlier) -> Finding:
    """未纳入特困、低保、低收入."""
    other = any_of([earlier[programme].verdict for programme in _RANKED_BEFORE])
    if other is Answer.UNDECIDED:
        return Finding(other, _OPEN, missing=(_OPEN,))
    if other is Answer.YES:
        return Finding(Answer.NO, _TAKEN)
    return Finding(Answer.YES, _FREE)


def judge(sheet: Sheet, earlier: Earlier) -> Outcome:
    """Try the rigid-expense finding; it opens temporary aid and referral, and pays nothing."""
    conditions = (
        local_hukou.condition(sheet, earlier),
        income_below_disposable.condition(sheet, earlier),
        spending_reaches_ratio.condition(sheet, earlier),
        in_no_other_programme.condition(sheet, earlier),
        *property_conditions(sheet, sheet.low_income_property, RIGID_EXPENSE),
    )
    verdict = verdict_of(conditions)
    covered: tuple[str, ...] = ()
    if verdict is Answer.YES:
        covered = tuple([member.key for member in sheet.members])
    return Outcome(PROGRAMME, verdict, conditions, conditions[1].finding.margin, covered=covered)
