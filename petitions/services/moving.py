"""Taking one step with a locked case, by the table of moves and by the calendar."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.calendar import working_calendar
from accounts.models import User
from foundation.moves import MoveRefused
from petitions import rules, steps
from petitions.models import PetitionCase
from petitions.rules import Step


def locked(case_id: int) -> PetitionCase:
    """The case, locked for an act. Raises DoesNotExist outside the scope."""
    return PetitionCase.objects.select_for_update(of=("self",)).get(pk=case_id)


def take(
    case: PetitionCase,
    name: str,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    snapshot: Mapping[str, Any] | None = None,
) -> None:
    """Judge and make one move; the time limit then follows from the facts of the case.

    Raises MoveRefused with every reason.
    """
    found = steps.refusals(case, name, by, timezone.localtime(at).date())
    if found:
        raise MoveRefused(found)
    steps.FLOW.move(case, name, by=by, at=at, reason=reason, snapshot=snapshot)


def save(case: PetitionCase, *fields: str) -> None:
    """Save what an act changed, and the time limit that follows from it."""
    case.due_on = deadline(case)
    case.save(update_fields=[*fields, "due_on"])


def deadline(case: PetitionCase) -> datetime.date | None:
    """The last day of the time limit that runs now; None when none runs."""
    running = running_clock(case)
    return running.due_on if running else None


def running_clock(case: PetitionCase) -> rules.Clock | None:
    """The time limit that runs now, with what explains it."""
    if case.step == Step.REGISTERED:
        return rules.acceptance_clock(case.received_on, working_calendar())
    if case.step in (Step.ACCEPTED, Step.HANDLING):
        return handling_clock(case)
    return None


def handling_clock(case: PetitionCase) -> rules.Clock | None:
    """The time limit of the written reply, also after it has ended."""
    if case.accepted_on is None:
        return None
    is_extended = case.extended_until is not None
    return rules.handling_clock(case.accepted_on, working_calendar(), is_extended=is_extended)


def longest_deadline(case: PetitionCase) -> datetime.date | None:
    """The last day of the written reply if the case is extended."""
    if case.accepted_on is None:
        return None
    return rules.handling_clock(case.accepted_on, working_calendar(), is_extended=True).due_on
