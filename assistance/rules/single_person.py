"""Single-person coverage 单人保: one severely disabled or seriously ill person of a poor family."""

from decimal import Decimal

from assistance.rules.answers import Answer, all_of, any_of
from assistance.rules.capacity import SEVERE, severely_disabled
from assistance.rules.clauses import NEW_RULES, SINGLE_PERSON
from assistance.rules.exact import SHARES, beside_line, whole_yuan_up, yuan
from assistance.rules.facts import MemberFacts
from assistance.rules.findings import Finding
from assistance.rules.hukou import local_hukou
from assistance.rules.judgement import Condition, Earlier, Outcome, rule, verdict_of
from assistance.rules.lines import DIBAO_STANDARD, NO_LINE
from assistance.rules.property_rules import property_conditions
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME = "single_person"
MULTIPLE_LINE = _("{multiple} times the dibao standard (for {member})")
_NOBODY = Finding(Answer.NO, Text(_("Nobody is severely disabled or seriously ill.")))
_COVERED = Text(_("The whole household is covered already."))
_NOT_COVERED = Text(_("The household as a whole is not covered."))
_COVER_OPEN = Text(_("Whether the whole household is covered is not decided yet."))
_FAMILY_OPEN = Text(_("Whether the family is low-income is not decided yet."))
_NOT_NEEDED = Text(_("The family is low-income, so the person's own income is not asked."))


@rule("SP-01", SINGLE_PERSON)
def household_not_covered(sheet: Sheet, earlier: Earlier) -> Finding:
    """A household in dibao or tekun as a whole needs no single-person coverage."""
    whole = any_of([earlier["tekun"].verdict, earlier["dibao"].verdict])
    if whole is Answer.UNDECIDED:
        return Finding(whole, _COVER_OPEN, missing=(_COVER_OPEN,))
    if whole is Answer.YES:
        return Finding(Answer.NO, _COVERED)
    return Finding(Answer.YES, _NOT_COVERED)


@rule("SP-02", SINGLE_PERSON)
def income_within_multiple(sheet: Sheet, earlier: Earlier) -> Finding:
    """Somebody qualifies whose family's income a head is within the multiple for the case."""
    found = [_within(sheet, member) for member in sheet.members if _qualifies(sheet, member)]
    return _best(found, sheet)


@rule("SP-03", SINGLE_PERSON)
def own_income_below_standard(sheet: Sheet, earlier: Earlier) -> Finding:
    """The person's own income, with support payments, is below the standard; not asked of members
    of a low-income household."""
    found = [_own(sheet, member, earlier) for member in sheet.members if _qualifies(sheet, member)]
    return _best(found, sheet)


def judge(sheet: Sheet, earlier: Earlier) -> Outcome:
    """Try each severely disabled or seriously ill member; the family itself is not covered."""
    conditions: list[Condition]
    shared = (
        local_hukou.condition(sheet, earlier),
        household_not_covered.condition(sheet, earlier),
        *property_conditions(sheet, sheet.low_income_property, SINGLE_PERSON),
    )
    persons = [member for member in sheet.members if _qualifies(sheet, member)]
    if not persons:
        conditions = [*shared, income_within_multiple.stated(sheet, _best([], sheet))]
        return Outcome(PROGRAMME, verdict_of(conditions), tuple(conditions))
    family = verdict_of(shared)
    conditions = list(shared)
    verdicts: list[Answer] = []
    for member in persons:
        own = (
            income_within_multiple.stated(sheet, _within(sheet, member)),
            own_income_below_standard.stated(sheet, _own(sheet, member, earlier)),
        )
        conditions.extend(own)
        verdicts.append(all_of((family, own[0].answer, own[1].answer)))
    covered = [
        member for member, found in zip(persons, verdicts, strict=True) if found is Answer.YES
    ]
    verdict = any_of(verdicts)
    if not covered or sheet.policy.standard is None:
        return Outcome(PROGRAMME, verdict, tuple(conditions))
    amount, line = _amount(sheet, sheet.policy.standard, len(covered))
    keys = tuple([member.key for member in covered])
    return Outcome(PROGRAMME, verdict, tuple(conditions), None, amount, (line,), keys)


def _qualifies(sheet: Sheet, member: MemberFacts) -> bool:
    """Seriously ill, grades 1–2, or (national rule, from 2021-07-01) grade 3 智力、精神."""
    if member.serious_disease or member.disability_grade in SEVERE:
        return True
    wider = severely_disabled(member.disability_category, member.disability_grade)
    return wider and sheet.on >= NEW_RULES


def _multiple(sheet: Sheet, member: MemberFacts) -> tuple[int, bool]:
    """Times the standard, in ten-thousandths, and whether equality is still within.

    Liaoning (辽民发〔2020〕36号): ≤ 5 times for the seriously ill, ≤ 3 times for grades 1–2. The
    national rule: below the low-income line.
    """
    policy = sheet.policy
    found = [(0, False)]
    if sheet.on >= NEW_RULES:
        found.append((policy.low_income_multiple, False))
    if member.serious_disease and policy.disease_multiple:
        found.append((policy.disease_multiple, True))
    if member.disability_grade in SEVERE and policy.disability_multiple:
        found.append((policy.disability_multiple, True))
    return max(found)


def _within(sheet: Sheet, member: MemberFacts) -> Finding:
    multiple, inclusive = _multiple(sheet, member)
    standard = sheet.policy.standard
    line = None if standard is None else standard * multiple // SHARES
    who = ("member", member.name or member.key)
    name = Text(MULTIPLE_LINE, (("multiple", Decimal(multiple) / SHARES), who))
    found = sheet.against(line, name)
    if isinstance(found, Finding):
        return found._replace(member=member.key)
    if not found.sure or (found.balance == 0 and inclusive and not sheet.income.complete):
        return found.finding._replace(member=member.key)
    within = found.balance > 0 or (found.balance == 0 and inclusive)
    answer = Answer.YES if within else Answer.NO
    return found.finding._replace(answer=answer, missing=(), member=member.key)


def _own(sheet: Sheet, member: MemberFacts, earlier: Earlier) -> Finding:
    low_income = earlier["low_income"].verdict
    if low_income is Answer.YES:
        return Finding(Answer.YES, _NOT_NEEDED, member=member.key)
    standard = sheet.policy.standard
    if standard is None:
        text = Text(NO_LINE, (("name", DIBAO_STANDARD),))
        return Finding(Answer.UNDECIDED, text, missing=(text,), member=member.key)
    own = max(0, sheet.income.by_member.get(member.key, 0))
    margin = yuan(standard - own)
    figures = (
        ("member", member.name or member.key),
        ("income", beside_line(own, 1, standard)),
        ("line", yuan(standard)),
    )
    text = Text(_("Own income of {member} {income} yuan; dibao standard {line} yuan."), figures)
    if own < standard and sheet.income.complete:
        return Finding(Answer.YES, text, margin, margin, member=member.key)
    if own >= standard and low_income is Answer.NO:
        return Finding(Answer.NO, text, margin, margin, member=member.key)
    missing = sheet.income.missing or (_FAMILY_OPEN,)
    return Finding(Answer.UNDECIDED, text, margin, margin, missing, member.key)


def _amount(sheet: Sheet, standard: int, persons: int) -> tuple[Decimal, Text]:
    """The share of the standard set for the family's income, each person rounded up once."""
    total, whole = sheet.income.total * SHARES, standard * sheet.people
    share = SHARES
    for band in sheet.policy.single_person_bands:
        if total >= whole * band.from_multiple:
            share = band.share
    each = whole_yuan_up(standard * share // SHARES)
    figures = (
        ("standard", yuan(standard)),
        ("share", Decimal(share) / 100),
        ("persons", persons),
        ("amount", each * persons),
    )
    words = _("Standard {standard} × {share}% × {persons} persons = {amount} yuan a month.")
    return each * persons, Text(words, figures)


def _best(findings: list[Finding], sheet: Sheet) -> Finding:
    """The finding that decides for the household: one met, else an open one, else a refusal."""
    if not findings and sheet.composition_missing:
        return _NOBODY._replace(answer=Answer.UNDECIDED, missing=sheet.composition_missing)
    order = (Answer.YES, Answer.UNDECIDED, Answer.NO)
    return min(findings, key=lambda found: order.index(found.answer), default=_NOBODY)
