"""Who counts as a member of the family living together (共同生活的家庭成员)."""

from datetime import date

from assistance.rules.answers import Answer
from assistance.rules.facts import MemberFacts, age_on

FIRST_TO_LAST_FULL_TIME_STAGE = ("1", "2", "3", "4", "5", "6", "7", "9")
POSTGRADUATE = "8"
NOT_COUNTED_BY_LAW = ("1", "2", "3", "4")
ADULT_AGE = 18


def counts(member: MemberFacts, on: date) -> Answer:
    """Whether a person counts: what the officials established, else by age, studies and home.

    Source: 《最低生活保障审核确认办法》第七条. A postgraduate or an independent adult child who
    lives at home long-term counts under its last clause, one who lives elsewhere does not.
    ``tie`` is the tie to the applicant: self, spouse, child or other.
    """
    if member.counted is not None:
        return Answer.YES if member.counted else Answer.NO
    if member.not_counted_reason in NOT_COUNTED_BY_LAW:
        return Answer.NO
    if member.tie in ("self", "spouse"):
        return Answer.YES
    if member.tie == "child":
        if member.birth_on is None:
            return Answer.UNDECIDED
        if age_on(member.birth_on, on) < ADULT_AGE or member.independent is False:
            return Answer.YES
        if member.student_stage in FIRST_TO_LAST_FULL_TIME_STAGE:
            return Answer.YES
    if member.tie in ("child", "other") and member.lives_at_home is not None:
        return Answer.YES if member.lives_at_home else Answer.NO
    return Answer.UNDECIDED
