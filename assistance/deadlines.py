"""Why an application is due when it is due: the limits that run, day by day (期限说明)."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.calendar import working_calendar
from assistance.models import Application, Step
from assistance.steps import ACCEPT_WITHIN, MOVES, NOTICE_PERIOD, REPORT_WITHIN, TOTAL
from foundation.deadlines import DayLine, Due, due_on, explain
from foundation.faults import Text
from foundation.workdays import WorkingCalendar


@dataclass(frozen=True)
class Limit:
    """One time limit that runs: from when, how long, by which rule, and each day of it."""

    label: Text
    basis: Text
    start: datetime.date
    due: Due
    due_on: datetime.date
    days: list[DayLine]


ART_12 = "《最低生活保障审核确认办法》（民发〔2021〕57号）第十二条"
BASES: dict[str, str] = {
    Step.SUBMITTED: ART_12,
    Step.ACCEPTED: "民发〔2021〕57号第十四条、第十七条；核对期限为本地参数",
    Step.CHECKED: "民发〔2021〕57号第十六条；入户调查期限为本地参数",
    Step.INVESTIGATED: "民发〔2021〕57号第十八条；初审期限为本地参数",
    Step.OPINED: "民发〔2021〕57号第十九条；张贴期限为本地参数",
    Step.NOTICED: "民发〔2021〕57号第十九条：公示期为7天；报送期限为本地参数",
    Step.REPORTED: "民发〔2021〕57号第二十条：收到材料之日起10个工作日",
    Step.REVIEWED: "民发〔2021〕57号第二十条：收到材料之日起10个工作日",
    Step.RETURNED: "民发〔2021〕57号第十六条；补充调查期限为本地参数",
}
WHOLE = "民发〔2021〕57号第二十二条：自受理之日起30个工作日"


def limits(application: Application) -> list[Limit]:
    """The limits that run now: of the step, and of the whole procedure."""
    calendar = working_calendar()
    found = [_limit(*part, calendar=calendar) for part in _of_step(application)]
    if application.accepted_on and application.is_open:
        whole = (_("The whole procedure"), WHOLE, application.accepted_on, TOTAL)
        found.append(_limit(*whole, calendar=calendar))
    return found


def days_used(application: Application, today: datetime.date) -> int | None:
    """Working days since acceptance, until the decision or today."""
    if application.accepted_on is None:
        return None
    return working_calendar().between(application.accepted_on, application.decided_on or today)


def step_limit(application: Application) -> Due | None:
    """How long the step the application is at may take."""
    if application.step == Step.SUBMITTED:
        return ACCEPT_WITHIN
    entering = [move for move in MOVES.moves.values() if move.target == application.step]
    return entering[0].due if entering else None


def _of_step(application: Application) -> list[tuple[Text, Text, datetime.date, Due]]:
    due = step_limit(application)
    if due is None or not application.is_open:
        return []
    label = MOVES.step_labels[application.step]
    basis = BASES[application.step]
    start = timezone.localtime(application.step_since).date()
    if application.step == Step.NOTICED:
        ends = due_on(start, NOTICE_PERIOD, working_calendar())
        return [
            (_("The notice stands"), basis, start, NOTICE_PERIOD),
            (_("Reporting to the county"), basis, ends, REPORT_WITHIN),
        ]
    if application.step == Step.REVIEWED:
        reported = application.moves.filter(move="report").order_by("pk").last()
        if reported is not None:
            start = timezone.localtime(reported.at).date()
    return [(label, basis, start, due)]


def _limit(
    label: Text, basis: Text, start: datetime.date, due: Due, *, calendar: WorkingCalendar
) -> Limit:
    days = explain(start, due, calendar)
    return Limit(label, basis, start, due, due_on(start, due, calendar), days)
