"""The workflow of an application, from 申请 to 审核确认: the whole procedure on one screen.

Sources: 《最低生活保障审核确认办法》(民发〔2021〕57号) articles 10–24, the plan of April 2021
(check before review, one notice), domain section 4.1. Time limits in working days.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.workflow import Flow
from assistance.models import Application, ApplicationMove, Step
from foundation import clock
from foundation.deadlines import Due, calendar_days, working_days
from foundation.faults import Text
from foundation.moves import Move, MoveTable
from surveys.models import Step as VisitStep
from surveys.models import Visit

INVESTIGATORS_NEEDED = 2
NOTICE_DAYS = 7
TOTAL = working_days(30)
ACCEPT_WITHIN = working_days(1)


def _check_issued(application: Application) -> Text | None:
    """核对前置: no opinion before the report of the information check is there."""
    if application.check_results.exists():
        return None
    return _("The report of the information check has not been issued yet")


def _visited_by_two(application: Application) -> Text | None:
    """At least two investigators visited and signed, and the leader approved the visit.

    《最低生活保障审核确认办法》art. 16. After a return the visit must be a newer one only when
    the county asked for it, which its opinion says; the newest approved visit counts.
    """
    visit = Visit.objects.filter(pk=application.visit_id, step=VisitStep.APPROVED).first()
    if visit is None:
        return _("The visit to the family has not been approved by the township leader")
    signed = visit.interviewers.filter(signed_at__isnull=False).count()
    if signed >= INVESTIGATORS_NEEDED:
        return None
    return _("The visit must be signed by two investigators; %(count)s signed") % {"count": signed}


def _proposal_is_decided(application: Application) -> Text | None:
    """What the findings leave open must be found out before anything is proposed."""
    if application.proposed_programme or application.assessment.get("proposal") is None:
        return None
    return _("The findings are not complete: see what is missing in the ladder")


def _something_is_proposed(application: Application) -> Text | None:
    if application.proposed_programme:
        return None
    return _("The findings propose no programme")


def _nothing_is_left_out(application: Application) -> Text | None:
    """Only an application that is proposed for nothing goes to the county without a notice."""
    if application.step == Step.NOTICED or not application.proposed_programme:
        return None
    return _("The public notice has not been posted")


def _no_open_objection(application: Application) -> Text | None:
    """异议: each must be settled with its finding before the notice counts as passed."""
    notice = application.notices.order_by("pk").last()
    if notice is None or not notice.objections.filter(outcome="").exists():
        return None
    return _("An objection to the notice has not been settled yet")


def _no_upheld_objection(application: Application) -> Text | None:
    notice = application.notices.order_by("pk").last()
    if notice is None or not notice.objections.filter(outcome="upheld").exists():
        return None
    return _("An objection was founded: investigate again")


def notice_not_over(application: Application, on: datetime.date) -> Text | None:
    """公示满七天 (art. 19): days 1 to 7 after the posting day must have passed.

    ``on`` is the day of the act.
    """
    notice = application.notices.order_by("pk").last()
    if notice is None:
        return _("The public notice has not been posted")
    if notice.has_run(on):
        return None
    return _("The notice stands until the end of %(day)s") % {"day": f"{notice.ends_on:%Y-%m-%d}"}


def _notice_is_over(application: Application) -> Text | None:
    if application.step != Step.NOTICED:
        return None
    moment = application.acting_at or clock.now()
    return notice_not_over(application, timezone.localtime(moment).date())


S, P = Step, "assistance."
REPORT_WITHIN: Due = working_days(3)
NOTICE_PERIOD: Due = calendar_days(NOTICE_DAYS)

MOVES = MoveTable(
    "application",
    [
        ("accept", Move(
            {S.SUBMITTED}, S.ACCEPTED, P + "accept_application", _("Accept"),
            due=working_days(10), document="W5",
        )),
        ("reject", Move(
            {S.SUBMITTED}, S.REJECTED, P + "accept_application", _("Do not accept"),
            needs_reason=True, changes_law=True,
        )),
        ("record_check", Move(
            {S.ACCEPTED}, S.CHECKED, P + "record_check_result", _("Enter the check report"),
            due=working_days(10), guards=(_check_issued,),
        )),
        ("record_investigation", Move(
            {S.CHECKED, S.RETURNED}, S.INVESTIGATED, P + "record_investigation",
            _("Record the investigation"), due=working_days(10), guards=(_visited_by_two,),
        )),
        ("opine", Move(
            {S.INVESTIGATED}, S.OPINED, P + "opine_application", _("Give the township's opinion"),
            due=working_days(3), not_by=("accept",), needs_reason=True,
            guards=(_check_issued, _visited_by_two, _proposal_is_decided),
        )),
        ("post_notice", Move(
            {S.OPINED}, S.NOTICED, P + "post_notice", _("Post the public notice"),
            due=NOTICE_PERIOD, document="W20", guards=(_something_is_proposed,),
        )),
        ("report", Move(
            {S.NOTICED, S.OPINED}, S.REPORTED, P + "report_application",
            _("Report to the county"), due=working_days(10),
            guards=(
                _nothing_is_left_out, _notice_is_over, _no_open_objection, _no_upheld_objection,
            ),
        )),
        ("reinvestigate", Move(
            {S.NOTICED}, S.RETURNED, P + "report_application",
            _("Investigate again after an objection"), due=working_days(10), needs_reason=True,
        )),
        ("review", Move(
            {S.REPORTED}, S.REVIEWED, P + "review_application", _("Review"),
            due=working_days(10), needs_reason=True, not_by=("accept", "opine"),
        )),
        ("confirm", Move(
            {S.REVIEWED}, S.CONFIRMED, P + "confirm_application", _("Confirm"),
            not_by=("review", "accept", "opine"), changes_law=True, document="W25",
            guards=(_something_is_proposed,),
        )),
        ("refuse", Move(
            {S.REVIEWED}, S.REFUSED, P + "refuse_application", _("Do not confirm"),
            not_by=("review", "accept", "opine"), needs_reason=True, changes_law=True,
            document="W26",
        )),
        ("return", Move(
            {S.REPORTED, S.REVIEWED}, S.RETURNED, P + "return_application",
            _("Return for investigation"), due=working_days(10), needs_reason=True,
        )),
        ("withdraw", Move(
            {S.SUBMITTED, S.ACCEPTED, S.CHECKED, S.INVESTIGATED, S.OPINED, S.NOTICED, S.RETURNED},
            S.WITHDRAWN, P + "withdraw_application", _("Withdraw"),
            needs_reason=True, changes_law=True,
        )),
    ],
    start=S.SUBMITTED,
    step_labels=dict(S.choices),
    version="2021",
)  # fmt: skip
FLOW = Flow(MOVES, ApplicationMove, subject_field="application", action="application")
