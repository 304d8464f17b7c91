"""Acts on the public notice (公示): post, object, settle, report or investigate again."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.calendar import working_calendar
from accounts.models import User
from assistance import documents
from assistance.models import Application, Notice, Objection, Outcome
from assistance.services.applications import locked
from assistance.steps import FLOW, NOTICE_DAYS, REPORT_WITHIN
from foundation import clock
from foundation.deadlines import due_on
from foundation.faults import InputError


@transaction.atomic
def post(
    *, application_id: int, by: User, place: str, at: datetime.datetime | None = None
) -> Notice:
    """Post the single notice; it stands seven full days after the posting day.

    《最低生活保障审核确认办法》art. 19. The report to the county is due three working days after
    it ends. Raises MoveRefused.
    """
    now = at or clock.now()
    application = locked(application_id, now)
    FLOW.move(application, "post_notice", by=by, at=now, snapshot={"place": place})
    today = timezone.localtime(now).date()
    notice = Notice.objects.create(
        application=application,
        household_id=application.household_id,
        area_id=application.area_id,
        posted_on=today,
        ends_on=today + datetime.timedelta(days=NOTICE_DAYS),
        place=place,
        posted_by=by,
    )
    application.due_on = due_on(notice.ends_on, REPORT_WITHIN, working_calendar())
    application.save(update_fields=["due_on"])
    documents.issue_notice(application, notice, by=by, at=now)
    return notice


@transaction.atomic
def object_to(
    *, notice_id: int, by: User, text: str, at: datetime.datetime | None = None
) -> Objection:
    """Write down an objection raised while the notice stands. Raises InputError afterwards."""
    now = at or clock.now()
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    if notice.taken_down_on is not None:
        raise InputError("taken_down", _("The notice has been taken down already"))
    objection = Objection(
        notice=notice,
        household_id=notice.household_id,
        area_id=notice.area_id,
        raised_on=timezone.localtime(now).date(),
        recorded_by=by,
    )
    objection.text = text
    objection.save(force_insert=True)
    audit.record(by=by, action="notice.objection_recorded", target=notice.application)
    return objection


@transaction.atomic
def settle(
    *,
    objection_id: int,
    by: User,
    outcome: str,
    finding: str,
    at: datetime.datetime | None = None,
) -> Objection:
    """Say what was found about an objection; once settled it stays so. Raises InputError."""
    now = at or clock.now()
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    if objection.outcome != Outcome.OPEN:
        return objection
    if outcome == Outcome.OPEN or not finding.strip():
        raise InputError("finding", _("Write what was found about the objection"))
    objection.outcome, objection.finding = Outcome(outcome), finding
    objection.settled_on, objection.settled_by = timezone.localtime(now).date(), by
    objection.save()
    audit.record(
        by=by,
        action="notice.objection_settled",
        target=objection.notice.application,
        detail={"outcome": outcome},
    )
    return objection


@transaction.atomic
def report(*, application_id: int, by: User, at: datetime.datetime | None = None) -> Application:
    """Take the notice down after its seven days and hand the file to the county.

    Raises MoveRefused while the notice stands or an objection is open.
    """
    now = at or clock.now()
    application = locked(application_id, now)
    FLOW.move(application, "report", by=by, at=now)
    _take_down(application, now)
    return application


@transaction.atomic
def reinvestigate(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Application:
    """Take the notice down and investigate again after a founded objection. Raises MoveRefused."""
    now = at or clock.now()
    application = locked(application_id, now)
    FLOW.move(application, "reinvestigate", by=by, at=now, reason=reason)
    _take_down(application, now)
    return application


def _take_down(application: Application, at: datetime.datetime) -> None:
    day = timezone.localtime(at).date()
    application.notices.filter(taken_down_on=None).update(taken_down_on=day)
