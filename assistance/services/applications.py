"""Acts on applications from 申请 to 报送县级: lock, judge, change, record (救助申请)."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.calendar import working_calendar
from accounts.models import Area, User
from accounts.services.messages import tell
from assistance import documents
from assistance.models import Application, CheckResult, Conclusion, Programme, Step
from assistance.rules.answers import Answer
from assistance.services import facts, precheck
from assistance.steps import ACCEPT_WITHIN, FLOW, TOTAL
from foundation import clock
from foundation.deadlines import due_on
from foundation.faults import InputError
from households.models import Household, Member
from households.services import numbers
from surveys.choices import DONE
from surveys.models import Step as VisitStep
from surveys.models import Visit

SERIES = "application"


@transaction.atomic
def start(
    *,
    visit_id: int,
    by: User,
    applicant_id: int | None = None,
    programme: str = "",
    at: datetime.datetime | None = None,
) -> Application:
    """Start an application from a submitted or approved visit, or give the open one.

    ``programme`` "" takes what the findings propose. Raises InputError when the visit met nobody
    or names people who are not on the register.
    """
    now = at or clock.now()
    visit = Visit.objects.select_related("household").get(pk=visit_id)
    household = Household.objects.select_for_update(of=("self",)).get(pk=visit.household_id)
    running = Application.objects.filter(household=household).open().first()
    if running is not None:
        return running
    if visit.step not in (VisitStep.SUBMITTED, VisitStep.APPROVED) or visit.result != DONE:
        raise InputError("visit", _("Finish and submit the visit to the family first"))
    facts.refuse_strangers(visit.content)
    today = timezone.localtime(now).date()
    application = Application(
        household=household,
        area_id=household.area_id,
        visit=visit,
        applicant=_applicant(household, applicant_id),
        flow=FLOW.table.version,
        submitted_on=today,
        assessed_on=today,
        due_on=due_on(today, ACCEPT_WITHIN, working_calendar()),
        created_by=by,
    )
    FLOW.begin(application, at=now)
    _assess(application, visit, on=today)
    application.programme = programme or application.proposed_programme or Programme.DIBAO
    application.application_no = _number(household, today)
    application.save(force_insert=True)
    detail = {"programme": application.programme}
    audit.record(by=by, action="application.started", target=application, detail=detail)
    return application


@transaction.atomic
def accept(*, application_id: int, by: User, at: datetime.datetime | None = None) -> Application:
    """Accept (受理): the 30 working days begin, and the notice of acceptance is issued.

    《最低生活保障审核确认办法》art. 12, 22. Raises MoveRefused.
    """
    now = at or clock.now()
    application = locked(application_id, now)
    today = timezone.localtime(now).date()
    FLOW.move(application, "accept", by=by, at=now)
    application.accepted_on = today
    application.total_due_on = due_on(today, TOTAL, working_calendar())
    application.save(update_fields=["accepted_on", "total_due_on"])
    documents.issue_acceptance(application, by=by, at=now)
    return application


@transaction.atomic
def reject(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Application:
    """Do not accept, with the reason the family is told. Raises MoveRefused."""
    now = at or clock.now()
    application = locked(application_id, now)
    _keep_reason(application, reason)
    FLOW.move(application, "reject", by=by, at=now, reason=reason)
    return application


@transaction.atomic
def record_check(
    *,
    application_id: int,
    by: User,
    report_no: str,
    checked_on: datetime.date,
    conclusion: str,
    note: str = "",
    report: bytes = b"",
    report_name: str = "",
    at: datetime.datetime | None = None,
) -> Application:
    """Enter the report of the information check (核对前置). Raises MoveRefused.

    ``note`` and the file are sealed: they hold income and property.
    """
    now = at or clock.now()
    application = locked(application_id, now)
    result = CheckResult(
        application=application,
        household_id=application.household_id,
        area_id=application.area_id,
        report_no=report_no,
        checked_on=checked_on,
        conclusion=Conclusion(conclusion),
        recorded_by=by,
        recorded_at=now,
        report_name=report_name,
    )
    result.note = note or None
    if report:
        result.put_report(report)
    if application.step == Step.ACCEPTED:
        result.save(force_insert=True)
    snapshot = {"report_no": report_no, "conclusion": str(conclusion)}
    FLOW.move(application, "record_check", by=by, at=now, snapshot=snapshot)
    return application


@transaction.atomic
def record_investigation(
    *,
    application_id: int,
    by: User,
    rulings: Mapping[str, Mapping[str, str]] | None = None,
    at: datetime.datetime | None = None,
) -> Application:
    """Take the newest approved visit as the investigation and judge the family by it.

    ``rulings``: what was ruled on property, by its path in the visit: status (upheld, exempted)
    and reason. Raises MoveRefused; InputError when somebody is not on the register.
    """
    now = at or clock.now()
    application = locked(application_id, now)
    newest = (
        Visit.objects.approved()
        .filter(household_id=application.household_id, result=DONE)
        .order_by("-pk")
        .first()
    )
    if newest is not None:
        application.visit = newest
    application.rulings = {path: dict(ruling) for path, ruling in (rulings or {}).items()}
    FLOW.move(application, "record_investigation", by=by, at=now)
    facts.refuse_strangers(application.visit.content)
    _assess(application, application.visit, on=timezone.localtime(now).date())
    application.save()
    return application


@transaction.atomic
def opine(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Application:
    """Give the township's opinion (初审意见) on what the findings propose. Raises MoveRefused."""
    now = at or clock.now()
    application = locked(application_id, now)
    FLOW.move(application, "opine", by=by, at=now, reason=reason, snapshot=proposal(application))
    return application


@transaction.atomic
def return_(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Application:
    """Send the application back to the township for investigation; the 30 days run on."""
    now = at or clock.now()
    application = locked(application_id, now)
    FLOW.move(application, "return", by=by, at=now, reason=reason)
    tell(
        to=[application.created_by],
        sentence=gettext_noop("The county has returned application %(number)s."),
        figures={"number": application.application_no},
        url=reverse("assistance:application", args=[application.pk]),
    )
    return application


@transaction.atomic
def review(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Application:
    """Review for the county leader; review and decision share the ten working days (art. 20)."""
    now = at or clock.now()
    application = locked(application_id, now)
    limit = application.due_on
    FLOW.move(application, "review", by=by, at=now, reason=reason, snapshot=proposal(application))
    application.due_on = limit
    application.save(update_fields=["due_on"])
    return application


@transaction.atomic
def withdraw(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Application:
    """Withdraw at the family's wish; a notice that still hangs is taken down."""
    now = at or clock.now()
    application = locked(application_id, now)
    _keep_reason(application, reason)
    FLOW.move(application, "withdraw", by=by, at=now, reason=reason)
    day = timezone.localtime(now).date()
    application.notices.filter(taken_down_on=None).update(taken_down_on=day)
    return application


def locked(application_id: int, at: datetime.datetime) -> Application:
    """The application locked for an act at an instant. Raises DoesNotExist outside the scope."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    application.acting_at = at
    return application


def proposal(application: Application) -> dict[str, Any]:
    """What is proposed, as a move remembers it."""
    amount = application.proposed_amount
    return {
        "programme": application.proposed_programme,
        "covered": application.covered_count,
        "amount": None if amount is None else str(amount),
        "assessed_on": application.assessed_on.isoformat(),
    }


def _assess(application: Application, visit: Visit, *, on: datetime.date) -> None:
    """Judge by a visit's content and keep facts, parameters, findings and the proposal."""
    judged = precheck.judge(
        content=visit.content,
        household=application.household,
        on=on,
        rulings=application.rulings,
    )
    found = judged.assessment
    application.facts_text = json.dumps(judged.facts.to_dict(), ensure_ascii=False)
    application.policy = judged.policy.to_dict()
    application.assessment_text = json.dumps(found.to_dict(), ensure_ascii=False)
    application.assessed_on = on
    best = found.proposal
    if best is None or best.verdict is not Answer.YES:
        application.proposed_programme, application.proposed_members = "", []
        application.proposed_amount = None
        return
    application.proposed_programme = best.programme
    application.proposed_members = facts.member_ids(best.covered)
    application.proposed_amount = best.amount


def _applicant(household: Household, applicant_id: int | None) -> Member:
    members = household.members.active()
    if applicant_id is not None:
        return members.get(pk=applicant_id)
    head = members.filter(relation__in=("01", "02")).first() or members.order_by("pk").first()
    if head is None:
        raise InputError("applicant", _("The household has no member who could apply"))
    return head


def _number(household: Household, on: datetime.date) -> str:
    township = Area.objects.get(pk=household.area.township_code)
    (drawn,) = numbers.draw(series=SERIES, unit=township, year=on.year)
    return f"SQ-{township.code[:9]}-{on.year}-{drawn:06d}"


def _keep_reason(application: Application, reason: str) -> None:
    """Before the move, so that no closed application ever stands without its reason."""
    if reason.strip():
        application.reason = reason
        application.save(update_fields=["reason"])
