"""The acts between registration and resolution: accept, take in hand, extend, reply, resolve."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.faults import InputError
from households.models import DocumentKind
from households.services import documents
from petitions.documents import REPLY_TEMPLATE, reply_context, reply_title
from petitions.models import PetitionCase
from petitions.services import moving


@transaction.atomic
def accept(*, case_id: int, by: User, at: datetime.datetime) -> PetitionCase:
    """Accept a case (受理): the 60 days to the written reply begin.

    《信访工作条例》(2022) art. 23, 34. Raises MoveRefused.
    """
    case = moving.locked(case_id)
    moving.take(case, "accept", by=by, at=at)
    case.accepted_on = timezone.localtime(at).date()
    moving.save(case, "accepted_on")
    return case


@transaction.atomic
def decline(*, case_id: int, by: User, at: datetime.datetime, reason: str) -> PetitionCase:
    """Decide not to accept (不予受理), with the reason the petitioner is told."""
    case = moving.locked(case_id)
    moving.take(case, "decline", by=by, at=at, reason=reason)
    return case


@transaction.atomic
def begin(*, case_id: int, by: User, at: datetime.datetime) -> PetitionCase:
    """Take an accepted case in hand (办理); lead official, unit and handler must be named."""
    case = moving.locked(case_id)
    moving.take(case, "begin", by=by, at=at)
    moving.save(case)
    return case


@transaction.atomic
def extend(*, case_id: int, by: User, at: datetime.datetime, reason: str) -> PetitionCase:
    """Extend the 60 days by 30 (延期), once, before they have run out, with the reason told.

    《信访工作条例》(2022) art. 34: complex matters, with leave of the head of the organ.
    """
    case = moving.locked(case_id)
    moving.take(case, "extend", by=by, at=at, reason=reason)
    case.extended_until = moving.longest_deadline(case)
    moving.save(case, "extended_until")
    return case


@transaction.atomic
def issue_reply(
    *, case_id: int, by: User, at: datetime.datetime, facts: str, policy_basis: str, opinion: str
) -> PetitionCase:
    """Issue the written opinion (处理意见书 W46) with facts, policy basis and opinion.

    《信访工作条例》(2022) art. 32. Issued once; what it says is kept as issued.
    """
    case = moving.locked(case_id)
    case.facts, case.policy_basis, case.opinion = facts, policy_basis, opinion
    moving.take(case, "issue_reply", by=by, at=at)
    on = timezone.localtime(at).date()
    case.replied_on = on
    case.reply = documents.issue(
        kind=DocumentKind.PETITION_REPLY,
        subject=case,
        household=None,
        unit=case.area,
        title=reply_title(case),
        template=REPLY_TEMPLATE,
        context=reply_context(case, on=on),
        by=by,
        at=at,
    )
    moving.save(case, "facts", "policy_basis", "opinion", "replied_on", "reply")
    return case


@transaction.atomic
def deliver(
    *,
    case_id: int,
    by: User,
    at: datetime.datetime,
    delivered_on: datetime.date,
    delivery: str,
    delivered_to: str = "",
) -> PetitionCase:
    """Record how and when the written opinion reached the petitioner (送达).

    Raises InputError (``delivered_on``) for a day before the reply or still to come.
    """
    case = moving.locked(case_id)
    moving.take(case, "deliver", by=by, at=at)
    _require_day("delivered_on", delivered_on, since=case.replied_on, at=at)
    case.delivered_on, case.delivery, case.delivered_to = delivered_on, delivery, delivered_to
    moving.save(case, "delivered_on", "delivery", "delivered_to")
    return case


@transaction.atomic
def resolve(
    *,
    case_id: int,
    by: User,
    at: datetime.datetime,
    result: str,
    measures: str,
    resolved_on: datetime.date,
    is_calmed: bool = False,
    review: str = "0",
    satisfaction: str = "",
    keeper: str = "",
) -> PetitionCase:
    """Record how the matter was resolved (化解): 三到位一处理, or concluded after review.

    ``result``, ``review`` and ``satisfaction`` are codes of the lists ``petition_…``. Raises
    MoveRefused, InputError (``resolved_on``).
    """
    case = moving.locked(case_id)
    case.result, case.measures, case.resolved_on = result, measures, resolved_on
    case.is_calmed, case.review, case.satisfaction = is_calmed, review, satisfaction
    case.keeper = keeper or case.keeper
    moving.take(case, "resolve", by=by, at=at, snapshot={"result": result, "review": review})
    _require_day("resolved_on", resolved_on, since=case.received_on, at=at)
    moving.save(
        case, "result", "measures", "resolved_on", "is_calmed", "review", "satisfaction", "keeper"
    )
    return case


def _require_day(
    field: str, day: datetime.date, *, since: datetime.date | None, at: datetime.datetime
) -> None:
    if day > timezone.localtime(at).date():
        raise InputError(field, _("This day has not come yet."))
    if since is not None and day < since:
        message = _("This day lies before %(day)s, when it became possible.")
        raise InputError(field, message % {"day": since.isoformat()})
