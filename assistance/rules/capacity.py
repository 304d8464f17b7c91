"""Capacity for work, supporters' ability and self-care, as 特困 rules measure them."""

from datetime import date

from assistance.rules.answers import Answer, all_of, any_of, known
from assistance.rules.clauses import NEW_RULES
from assistance.rules.exact import grains
from assistance.rules.facts import MemberFacts, SupporterFact, age_on

OLD_AGE, CHILD_AGE = 60, 16
OLDER_AGE = 70
SIGHT, LIMB, MIND, PSYCHE = "1", "4", "5", "6"
SEVERE = ("1", "2")
SELF_CARE_ITEMS = 6
SELF, PARTIAL, FULL = "self", "partial", "full"


def lacks_capacity(member: MemberFacts, on: date) -> Answer:
    """无劳动能力: 60 or older, under 16, or disabled to the degree the rules name.

    From 2021-07-01 (《特困人员认定办法》第五条): 智力、精神 grades 1–3, 肢体 1–2, 视力 1;
    before: 智力、精神 1–2, 肢体 1.
    """
    if _disabled_for_work(member.disability_category, member.disability_grade, on):
        return Answer.YES
    if member.birth_on is None:
        return Answer.UNDECIDED
    age = age_on(member.birth_on, on)
    return known(age >= OLD_AGE or age < CHILD_AGE)


def _disabled_for_work(category: str, grade: str, on: date) -> bool:
    if on >= NEW_RULES:
        grades = {MIND: "123", PSYCHE: "123", LIMB: "12", SIGHT: "1"}
    else:
        grades = {MIND: "12", PSYCHE: "12", LIMB: "1"}
    return bool(grade) and grade in grades.get(category, "")


def severely_disabled(category: str, grade: str) -> bool:
    """重度残疾: grades 1 and 2, or grade 3 of 智力 or 精神."""
    return grade in SEVERE or (grade == "3" and category in (MIND, PSYCHE))


def cannot_support(supporter: SupporterFact, line: int | None, on: date) -> Answer:
    """无履行义务能力 of a legal supporter (《特困人员认定办法》第八条).

    ``line`` is last year's local disposable income a head a month, in grains; None leaves the
    cases that need it undecided.
    """
    if supporter.standing == "tekun":
        return Answer.YES
    age = None if supporter.birth_on is None else age_on(supporter.birth_on, on)
    within = known(supporter.property_within)
    poor = Answer.UNDECIDED
    if line is not None and supporter.own_monthly_income is not None:
        poor = known(grains(supporter.own_monthly_income) < line)
    severe = severely_disabled(supporter.disability_category, supporter.disability_grade)
    old = known(None if age is None else age >= OLD_AGE)
    older = known(None if age is None else age >= OLDER_AGE)
    return any_of(
        (
            all_of((known(supporter.standing == "dibao"), old)),
            all_of((older, poor, within)),
            all_of((known(severe), poor, within)),
            all_of((known(bool(supporter.incapacity)), within)),
        )
    )


def care_level(failed_items: int) -> str:
    """自理能力 from the six items (吃饭 穿衣 上下床 如厕 室内行走 洗澡): none failed is 全自理,
    one to three 半护理, four or more 全护理. ValueError outside 0 to 6."""
    if not 0 <= failed_items <= SELF_CARE_ITEMS:
        raise ValueError("six items are assessed")
    if failed_items == 0:
        return SELF
    return PARTIAL if failed_items <= SELF_CARE_ITEMS // 2 else FULL
