"""Dibao 最低生活保障: hukou, income below the standard, property; and the amount."""

from decimal import Decimal

from assistance.rules.answers import Answer
from assistance.rules.clauses import DIBAO, DIBAO_PROPERTY
from assistance.rules.exact import SHARES, whole_yuan_up, yuan
from assistance.rules.facts import MemberFacts, age_on
from assistance.rules.findings import Finding
from assistance.rules.hukou import local_hukou
from assistance.rules.judgement import Earlier, Outcome, rule, verdict_of
from assistance.rules.lines import below
from assistance.rules.property_rules import property_conditions
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME = "dibao"
OLD_AGE = 70
ADULT_AGE = 18


@rule("DB-01", DIBAO)
def income_below_standard(sheet: Sheet, earlier: Earlier) -> Finding:
    """共同生活的家庭成员人均收入低于当地最低生活保障标准 (yuan a month; equality is not below)."""
    return below(sheet.standing)


def judge(sheet: Sheet, earlier: Earlier) -> Outcome:
    """Try dibao: every condition, the gap a head and the amount of the household a month."""
    conditions = (
        local_hukou.condition(sheet, earlier),
        income_below_standard.condition(sheet, earlier),
        *property_conditions(sheet, sheet.dibao_property, DIBAO_PROPERTY),
    )
    verdict = verdict_of(conditions)
    gap = conditions[1].finding.margin
    if verdict is not Answer.YES or sheet.policy.standard is None:
        return Outcome(PROGRAMME, verdict, conditions, gap)
    covered = tuple([member for member in sheet.members if member.covered])
    amount, line = gap_amount(sheet, sheet.policy.standard, len(covered))
    arithmetic = [line]
    for member in covered:
        extra = _top_up(sheet, member)
        if extra is not None:
            amount += extra[0]
            arithmetic.append(extra[1])
    keys = tuple([member.key for member in covered])
    return Outcome(PROGRAMME, verdict, conditions, gap, amount, tuple(arithmetic), keys)


def gap_amount(sheet: Sheet, standard: int, covered: int) -> tuple[Decimal, Text]:
    """(standard − income a head) × covered persons, from exact sums, once up to whole yuan.

    With a minimum share set by the locality, never below that share of the standard a person.
    """
    people, policy = sheet.people, sheet.policy
    exact = (standard * people - sheet.income.total) * covered
    amount = whole_yuan_up(-(-exact // people))
    figures = (
        ("standard", yuan(standard)),
        ("income", yuan(sheet.income.total)),
        ("people", people),
        ("covered", covered),
    )
    least = whole_yuan_up(standard * policy.dibao_minimum_share // SHARES * covered)
    if least > amount:
        words = _(
            "At least {share}% of the standard {standard} × {covered} persons → {amount} yuan."
        )
        share = Decimal(policy.dibao_minimum_share) / 100
        return least, Text(words, (*figures, ("share", share), ("amount", least)))
    words = _(
        "(standard {standard} − household income {income} ÷ {people} persons) × {covered} persons"
        " = {exact}, rounded up to {amount} yuan a month."
    )
    shown = yuan(exact, people)
    return amount, Text(words, (*figures, ("exact", shown), ("amount", amount)))


def _top_up(sheet: Sheet, member: MemberFacts) -> tuple[Decimal, Text] | None:
    """分类施保: the one highest ratio that fits the person, rounded up once; None if none does."""
    ratios, standard = sheet.policy.top_ups, sheet.policy.standard
    if not ratios or standard is None:
        return None
    fitting = [(ratios[kind], kind) for kind in _kinds(sheet, member) if kind in ratios]
    if not fitting:
        return None
    ratio, _kind = max(fitting)
    amount = whole_yuan_up(standard * ratio // SHARES)
    figures = (
        ("member", member.name or member.key),
        ("standard", yuan(standard)),
        ("share", Decimal(ratio) / 100),
        ("amount", amount),
    )
    words = _("Top-up for {member}: standard {standard} × {share}% → {amount} yuan.")
    return amount, Text(words, figures)


def _kinds(sheet: Sheet, member: MemberFacts) -> list[str]:
    age = None if member.birth_on is None else age_on(member.birth_on, sheet.on)
    tests = {
        "serious_disease": member.serious_disease,
        "severe_disability": member.disability_grade in ("1", "2"),
        "over_70": age is not None and age >= OLD_AGE,
        "minor": age is not None and age < ADULT_AGE,
        "student": member.student_stage in ("4", "5", "6", "7"),
    }
    return [kind for kind, fits in tests.items() if fits]
