"""Striking a case off (销号): the county proposes, the city decides."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from petitions.models import PetitionCase
from petitions.services import cases, moving


@transaction.atomic
def propose(
    *, case_id: int, by: User, at: datetime.datetime, lead_signed_on: datetime.date
) -> PetitionCase:
    """Propose to strike a resolved case off, once the lead official has signed.

    Criteria by common practice: replied and delivered in writing; signed 息诉罢访 or review path
    finished; 30 days without a repeat; lead official signed. Raises MoveRefused.
    """
    case = moving.locked(case_id)
    case.lead_signed_on = lead_signed_on
    moving.take(case, "propose", by=by, at=at)
    moving.save(case, "lead_signed_on")
    return case


@transaction.atomic
def strike_off(*, case_id: int, by: User, at: datetime.datetime) -> PetitionCase:
    """Strike a case off the list (销号); only the city, and not who proposed it."""
    case = moving.locked(case_id)
    case.struck_off_on = timezone.localtime(at).date()
    _save_first(case)
    moving.take(case, "strike_off", by=by, at=at)
    return case


@transaction.atomic
def return_to_county(*, case_id: int, by: User, at: datetime.datetime, reason: str) -> PetitionCase:
    """Return a proposed strike-off with what is still missing; the handler is told."""
    case = moving.locked(case_id)
    moving.take(case, "return", by=by, at=at, reason=reason)
    if case.handler is not None:
        sentence = gettext_noop("The city has returned petition case %(case_no)s.")
        cases.tell(case, [case.handler], sentence)
    return case


def _save_first(case: PetitionCase) -> None:
    """The day goes in before the step: the database refuses a struck-off case without one."""
    case.save(update_fields=["struck_off_on"])
