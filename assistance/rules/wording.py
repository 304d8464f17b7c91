"""Names shown to people: programmes, answers, conditions and incomes that are not counted."""

from assistance.rules.answers import Answer
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

PROGRAMME_NAMES = {
    "tekun": Text(_("tekun support")),
    "dibao": Text(_("dibao")),
    "low_income": Text(_("low-income household")),
    "single_person": Text(_("single-person dibao")),
    "rigid_expense": Text(_("rigid-expense household")),
    "temporary": Text(_("temporary assistance")),
}
VERDICT_NAMES = {
    Answer.YES: Text(_("qualifies")),
    Answer.NO: Text(_("does not qualify")),
    Answer.UNDECIDED: Text(_("cannot be decided yet")),
}
ANSWER_NAMES = {
    Answer.YES: Text(_("met")),
    Answer.NO: Text(_("not met")),
    Answer.UNDECIDED: Text(_("undecided")),
}
RULE_NAMES = {
    "HK-01": Text(_("local hukou")),
    "TK-01": Text(_("no capacity for work")),
    "TK-02": Text(_("no source of living")),
    "TK-03": Text(_("no able legal supporter")),
    "TK-04": Text(_("not in a children's scheme")),
    "DB-01": Text(_("income below the standard")),
    "LI-01": Text(_("income not below the standard")),
    "LI-02": Text(_("income below the low-income line")),
    "SP-01": Text(_("household not covered as a whole")),
    "SP-02": Text(_("family income within the multiple")),
    "SP-03": Text(_("own income below the standard")),
    "RE-01": Text(_("income below disposable income")),
    "RE-02": Text(_("ratio of unavoidable spending")),
    "RE-03": Text(_("in no other programme")),
    "TA-01": Text(_("cause of hardship")),
    "TA-02": Text(_("remaining income below the standard")),
    "TA-03": Text(_("times aided this year")),
    "PR-01": Text(_("financial assets")),
    "PR-02": Text(_("vehicles")),
    "PR-03": Text(_("homes")),
    "PR-04": Text(_("non-residential buildings and machines")),
    "PR-05": Text(_("businesses")),
    "PR-06": Text(_("recent purchases")),
}
EXCLUSION_NAMES = {
    "special_care": Text(_("special-care pension")),
    "family_planning": Text(_("family-planning award")),
    "scholarship": Text(_("scholarship")),
    "bravery_award": Text(_("award for bravery")),
    "social_assistance": Text(_("social-assistance money and goods")),
    "disability_subsidy": Text(_("two subsidies for the disabled")),
    "old_age_allowance": Text(_("old-age allowance")),
    "care_fee": Text(_("care fee")),
    "funeral_grant": Text(_("funeral grant")),
    "student_grant": Text(_("student grant")),
    "housing_fund": Text(_("housing fund paid by the employer")),
    "injury_compensation": Text(_("injury compensation beyond living costs")),
    "medical_insurance": Text(_("medical and other social insurance")),
    "basic_pension": Text(_("basic pension of residents")),
}
