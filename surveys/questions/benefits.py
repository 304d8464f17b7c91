"""Part 3 of a visit (保障情况): what the family receives now."""

from django.utils.translation import gettext_lazy as _

from surveys import choices as c
from surveys.fields import Field, Section, asked_if, choice

RECEIVED = asked_if("received", True)
COVERAGE = Section(
    "coverage",
    3,
    _("Benefits received now"),
    (
        Field("received", "bool", _("Received"), required=True),
        choice("grade", _("Class A, B or C"), c.ReviewClass, shown_if=RECEIVED,
               only_rows=(c.Benefit.DIBAO,)),
        choice("mode", _("In an institution or at home"), "support_mode", shown_if=RECEIVED,
               only_rows=(c.Benefit.TEKUN,)),
        Field("times", "count", _("Times in the last 12 months"), maximum=50, shown_if=RECEIVED,
              only_rows=(c.Benefit.TEMP_AID,)),
        Field("amount", "money", _("Amount"), required=True, maximum=1_000_000, shown_if=RECEIVED),
        choice("period", _("Per"), c.Period, required=True, shown_if=RECEIVED),
        Field("since", "text", _("Since, or year"), hint=_("Such as 2020-07"), shown_if=RECEIVED),
        Field("persons", "count", _("Persons covered"), maximum=30, shown_if=RECEIVED),
        Field("department", "text", _("Paid by"), shown_if=RECEIVED),
    ),
    shape="benefits",
    hint=_("Aid of other departments too: which department, how much, and the year."),
)  # fmt: skip
