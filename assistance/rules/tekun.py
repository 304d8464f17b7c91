"""Tekun 特困人员: no capacity for work, no source of living, no able supporter."""

from decimal import Decimal

from assistance.rules import clauses
from assistance.rules.answers import Answer, all_of, known
from assistance.rules.capacity import cannot_support, care_level, lacks_capacity
from assistance.rules.findings import Finding
from assistance.rules.hukou import local_hukou
from assistance.rules.judgement import Earlier, Outcome, rule, verdict_of
from assistance.rules.lines import below
from assistance.rules.property_rules import property_conditions
from assistance.rules.sheet import Sheet
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME = "tekun"

_NO_CAPACITY = Text(_("No member is able to work (age or degree of disability)."))
_BIRTH_DATES = Text(_("The birth date of a member is not known."))
_NO_SUPPORTER = Text(_("There is no legal supporter outside the household."))
_NONE_ABLE = Text(_("No legal supporter is able to support."))
_ABLE = _("Legal supporters able to support: {names}.")
_PERHAPS = _("Whether {names} can support: standing, age, income and property are needed.")
_NOT_ASKED = Text(_("Supporters outside the household have not been asked."))
_CHILD_SCHEME = Text(_("A child of the household is supported as an orphan or unsupported child."))
_NO_CHILD_SCHEME = Text(_("Nobody is supported by the scheme for orphans."))
_NO_STANDARD = Text(_("The tekun standard for this place and day is not on record."))


@rule("TK-01", clauses.TEKUN_CAPACITY)
def nobody_can_work(sheet: Sheet, earlier: Earlier) -> Finding:
    """无劳动能力. Reading: the household is tried as a whole, so every counted member is."""
    if sheet.composition_missing:
        missing = sheet.composition_missing
        return Finding(Answer.UNDECIDED, missing[0], missing=missing)
    judged = [(member, lacks_capacity(member, sheet.on)) for member in sheet.members]
    answer = all_of([found for _member, found in judged])
    if answer is Answer.NO:
        names = [member.name or member.key for member, found in judged if found is Answer.NO]
        able = Text(_("Members able to work: {names}."), (("names", "、".join(names)),))
        return Finding(answer, able)
    if answer is Answer.UNDECIDED:
        return Finding(answer, _BIRTH_DATES, missing=(_BIRTH_DATES,))
    return Finding(answer, _NO_CAPACITY)


@rule("TK-02", clauses.TEKUN_INCOME)
def no_source_of_living(sheet: Sheet, earlier: Earlier) -> Finding:
    """无生活来源: income a head, without what 特困 leaves out, below the dibao standard."""
    return below(sheet.tekun_standing)


@rule("TK-03", clauses.TEKUN_SUPPORT)
def no_able_supporter(sheet: Sheet, earlier: Earlier) -> Finding:
    """无法定赡养、抚养、扶养义务人，或者其无履行义务能力."""
    facts = sheet.facts
    judged = [
        (supporter, cannot_support(supporter, sheet.policy.disposable_month, sheet.on))
        for supporter in facts.supporters
    ]
    answer = all_of([found for _supporter, found in judged])
    if answer is Answer.YES and not facts.supporters_known:
        return Finding(Answer.UNDECIDED, _NOT_ASKED, missing=(_NOT_ASKED,))
    if answer is Answer.YES:
        return Finding(answer, _NONE_ABLE if judged else _NO_SUPPORTER)
    named = "、".join(
        [supporter.name or supporter.key for supporter, found in judged if found is answer]
    )
    if answer is Answer.NO:
        return Finding(answer, Text(_ABLE, (("names", named),)))
    needed = Text(_PERHAPS, (("names", named),))
    return Finding(answer, needed, missing=(needed,))


@rule("TK-04", clauses.TEKUN_CHILD)
def no_child_scheme(sheet: Sheet, earlier: Earlier) -> Finding:
    """A minor who may be both chooses the scheme for orphans and is then not 特困."""
    taken = any(member.in_child_scheme for member in sheet.members)
    return Finding(known(not taken), _CHILD_SCHEME if taken else _NO_CHILD_SCHEME)


def judge(sheet: Sheet, earlier: Earlier) -> Outcome:
    """Try 特困: every condition; basic living standard and care allowance of each person."""
    conditions = (
        local_hukou.condition(sheet, earlier),
        nobody_can_work.condition(sheet, earlier),
        no_source_of_living.condition(sheet, earlier),
        no_able_supporter.condition(sheet, earlier),
        no_child_scheme.condition(sheet, earlier),
        *property_conditions(sheet, sheet.tekun_property, clauses.TEKUN_PROPERTY),
    )
    verdict = verdict_of(conditions)
    gap = conditions[2].finding.margin
    if verdict is not Answer.YES:
        return Outcome(PROGRAMME, verdict, conditions, gap)
    covered = tuple([member.key for member in sheet.members])
    if sheet.policy.tekun_standard is None:
        return Outcome(PROGRAMME, verdict, conditions, gap, None, (_NO_STANDARD,), covered)
    amount, arithmetic = _amount(sheet, sheet.policy.tekun_standard)
    return Outcome(PROGRAMME, verdict, conditions, gap, amount, arithmetic, covered)


def _amount(sheet: Sheet, standard: Decimal) -> tuple[Decimal, tuple[Text, ...]]:
    people = len(sheet.members)
    amount = standard * people
    figures = (("standard", standard), ("people", people), ("amount", amount))
    words = _("Basic living {standard} × {people} persons = {amount} yuan a month.")
    lines = [Text(words, figures)]
    for member in sheet.members:
        who = ("member", member.name or member.key)
        if member.failed_self_care is None:
            unassessed = _("{member}: self-care not assessed, no care allowance computed yet.")
            lines.append(Text(unassessed, (who,)))
            continue
        allowance = sheet.policy.care_allowances.get(care_level(member.failed_self_care))
        if allowance:
            amount += allowance
            care = _("Care allowance of {member}: {amount} yuan a month.")
            lines.append(Text(care, (who, ("amount", allowance))))
    return amount, tuple(lines)
