"""What a finding may be concluded to, and which treatment follows from that: pure tables."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.faults import Text


class Kind(models.TextChoices):
    """The kinds of findings (疑点类型) that a rule exists for; codes of the domain notes."""

    VEHICLE = "F04", _("Motor vehicle")
    IDENTITY = "F20", _("Identity does not agree")


class Conclusion(models.TextChoices):
    """What the township found on the spot (乡镇结论)."""

    STOP = "stop", _("True: stop the aid")
    DECREASE = "decrease", _("True: decrease the aid")
    ADJUST = "adjust", _("True: adjust the file or amount")
    EXEMPT = "exempt", _("True, but exempt")
    FALSE_ALARM = "false_alarm", _("Not true: false alarm")
    CHANGED = "changed", _("Has changed meanwhile")


TRUE_CONCLUSIONS = (Conclusion.STOP, Conclusion.DECREASE, Conclusion.ADJUST, Conclusion.EXEMPT)


class Action(models.TextChoices):
    """How the county deals with it (处理措施)."""

    STOP = "stop", _("Stop")
    DECREASE = "decrease", _("Decrease")
    INCREASE = "increase", _("Increase")
    KEEP = "keep", _("Keep as it is")
    UPDATE = "update", _("Update the information")


ACTIONS_AFTER: Mapping[str, tuple[Action, ...]] = {
    Conclusion.STOP: (Action.STOP,),
    Conclusion.DECREASE: (Action.DECREASE,),
    Conclusion.ADJUST: (Action.DECREASE, Action.INCREASE, Action.UPDATE),
    Conclusion.EXEMPT: (Action.KEEP, Action.UPDATE),
    Conclusion.FALSE_ALARM: (Action.KEEP, Action.UPDATE),
    Conclusion.CHANGED: (Action.KEEP, Action.UPDATE),
}
CHANGES_MONEY = (Action.STOP, Action.DECREASE, Action.INCREASE)
RECOVERS = (Action.STOP, Action.DECREASE)


@dataclass(frozen=True, slots=True)
class Half:
    """One half-year (上半年/下半年), the period of a comparison round."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}H{self.number}"

    @property
    def starts_on(self) -> datetime.date:
        return datetime.date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def ends_on(self) -> datetime.date:
        if self.number == 1:
            return datetime.date(self.year, 6, 30)
        return datetime.date(self.year, 12, 31)

    @property
    def name(self) -> str:
        """The official name, Chinese as it stands in ledgers."""
        return f"{self.year} 年{'上' if self.number == 1 else '下'}半年在保家庭核对"

    @property
    def before(self) -> "Half":
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)


def half_of(day: datetime.date) -> Half:
    """The half-year ``day`` lies in; rounds are due in each (domain/05 §5.4: 每年不少于两次)."""
    return Half(day.year, 1 if day.month <= 6 else 2)


def half_from(code: str) -> Half:
    """Read ``2026H2`` back."""
    return Half(int(code[:4]), int(code[5]))


def treatment_fault(
    conclusion: str, action: str, effective_month: datetime.date | None, recovered: object
) -> tuple[str, Text] | None:
    """(field, what to mend) when a treatment does not follow from the conclusion, or None."""
    if action not in ACTIONS_AFTER.get(conclusion, ()):
        allowed = "、".join(str(a.label) for a in ACTIONS_AFTER.get(conclusion, ()))
        return "action", _("After this conclusion choose one of: %(allowed)s") % {
            "allowed": allowed
        }
    if action in CHANGES_MONEY and effective_month is None:
        return "effective_month", _("Give the month from which the change is paid")
    if recovered and action not in RECOVERS:
        return "recovered", _("Money is only recovered when aid is stopped or decreased")
    return None
