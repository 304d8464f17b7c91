"""Low-income household 低收入（低保边缘）家庭: at or above the standard, below 1.5 times it."""

from assistance.rules.answers import Answer, all_of
from assistance.rules.clauses import LOW_INCOME
from assistance.rules.findings import Finding
from assistance.rules.hukou import local_hukou
from assistance.rules.judgement import Earlier, Outcome, rule, verdict_of
from assistance.rules.lines import LOW_INCOME_LINE, below
from assistance.rules.property_rules import property_conditions
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME = "low_income"
UNLOCKS = ("heating", "charity", "medical", "education", "rehabilitation")
UNLOCK_NAMES = {
    "heating": Text(_("heating aid (heating office)")),
    "charity": Text(_("charity aid (charity federation)")),
    "medical": Text(_("medical aid (medical security bureau)")),
    "education": Text(_("education aid (education bureau)")),
    "rehabilitation": Text(_("rehabilitation aid (disabled persons' federation)")),
}
_ONLY_PROPERTY = Text(
    _("Income is below the dibao standard, but property is beyond dibao's limits alone.")
)


@rule("LI-01", LOW_INCOME)
def income_not_below_standard(sheet: Sheet, earlier: Earlier) -> Finding:
    """人均收入不低于低保标准 (equality counts as low-income), or 低保 fails by property alone.

    The second way is open only where the low-income property limits are wider than dibao's.
    """
    found = sheet.standing
    if isinstance(found, Finding):
        return found
    base = found.finding
    margin = None if base.margin is None else -base.margin
    household = None if base.household_margin is None else -base.household_margin
    if found.balance <= 0:
        return Finding(Answer.YES, base.text, margin, household)
    policy = sheet.policy
    if policy.low_income_limits is not policy.dibao_limits:
        dibao_property = all_of([finding.answer for finding in sheet.dibao_property])
        if dibao_property is Answer.NO:
            return Finding(Answer.YES, _ONLY_PROPERTY, margin, household)
        if dibao_property is Answer.UNDECIDED:
            missing = (*base.missing, _ONLY_PROPERTY)
            return Finding(Answer.UNDECIDED, base.text, margin, household, missing)
    if found.sure:
        return Finding(Answer.NO, base.text, margin, household)
    return Finding(Answer.UNDECIDED, base.text, margin, household, base.missing)


@rule("LI-02", LOW_INCOME)
def income_below_low_income_line(sheet: Sheet, earlier: Earlier) -> Finding:
    """人均收入低于低保标准1.5倍 (equality is not below)."""
    return below(sheet.against(sheet.policy.low_income_line, LOW_INCOME_LINE))


def judge(sheet: Sheet, earlier: Earlier) -> Outcome:
    """Try the low-income finding; it pays nothing itself and unlocks other aid."""
    conditions = (
        local_hukou.condition(sheet, earlier),
        income_not_below_standard.condition(sheet, earlier),
        income_below_low_income_line.condition(sheet, earlier),
        *property_conditions(sheet, sheet.low_income_property, LOW_INCOME),
    )
    verdict = verdict_of(conditions)
    unlocks = UNLOCKS if verdict is Answer.YES else ()
    covered = tuple([member.key for member in sheet.members]) if unlocks else ()
    gap = conditions[2].finding.margin
    return Outcome(PROGRAMME, verdict, conditions, gap, covered=covered, unlocks=unlocks)
