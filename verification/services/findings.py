"""Acts on findings: sending out, verifying, confirming, dealing with them (疑点核实处置)."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.access import permissions_of
from accounts.calendar import working_calendar
from accounts.models import User
from accounts.models.users import Role
from accounts.services.messages import tell
from foundation.deadlines import due_on
from foundation.moves import MoveRefused, Refusal
from verification.models import ComparisonRound, Finding, FindingMove, Step
from verification.steps import FLOW, MOVES, TOWNSHIP_TIME


@transaction.atomic
def dispatch_round(*, by: User, round: ComparisonRound, at: datetime.datetime) -> int:
    """Send every new finding of the round to its township; returns how many.

    They get 10 working days (domain/05 §5.5). The caseworkers of the townships are told. Raises
    MoveRefused without the permission.
    """
    move = MOVES.moves["dispatch"]
    if move.permission not in permissions_of(by):
        raise MoveRefused([Refusal("permission", move.label)])
    waiting = Finding.objects.filter(round=round, step=Step.GENERATED).within(by.area)
    found = list(waiting.select_for_update(of=("self",)).only("pk", "area_id").order_by("pk"))
    day = timezone.localtime(at).date()
    Finding.objects.filter(pk__in=[finding.pk for finding in found]).update(
        step=Step.DISPATCHED,
        step_since=at,
        due_on=due_on(day, TOWNSHIP_TIME, working_calendar()),
    )
    FindingMove.objects.bulk_create(
        (
            FindingMove(
                finding=finding, area_id=finding.area_id, move="dispatch", by=by, at=at,
                from_step=Step.GENERATED, to_step=Step.DISPATCHED,
            )
            for finding in found
        ),
        batch_size=1000,
    )  # fmt: skip
    if found:
        audit.record(by=by, action="finding.dispatch", target=round, detail={"count": len(found)})
        _tell_townships(round, found)
    return len(found)


def _tell_townships(round: ComparisonRound, found: Iterable[Finding]) -> None:
    townships = {finding.area_id[:9] + "000" for finding in found}
    people = User.objects.filter(
        is_active=True, area_id__in=townships, roles__role=Role.TOWNSHIP_CASEWORKER
    ).distinct()
    tell(
        to=people,
        sentence=gettext_noop("Findings to be verified within 10 working days: %(round)s"),
        figures={"round": round.name},
        url=reverse("verification:round", args=[round.pk]),
    )


@transaction.atomic
def begin(*, by: User, finding: Finding, at: datetime.datetime) -> Finding:
    """Take a finding up for verification; the time limit goes on from the day it was sent."""
    locked = _locked(finding)
    until = locked.due_on
    FLOW.move(locked, "begin", by=by, at=at)
    locked.due_on = until
    locked.save(update_fields=["due_on"])
    return locked


@transaction.atomic
def conclude(
    *,
    by: User,
    finding: Finding,
    conclusion: str,
    account: str,
    verified_on: datetime.date,
    verifiers: tuple[str, str],
    at: datetime.datetime,
) -> Finding:
    """The township's conclusion with what was seen and two verifiers, reported to the county.

    Raises MoveRefused, also when the two names are one.
    """
    locked = _locked(finding)
    locked.conclusion, locked.account, locked.verified_on = conclusion, account, verified_on
    locked.verifier_first, locked.verifier_second = (name.strip() for name in verifiers)
    FLOW.move(locked, "conclude", by=by, at=at, snapshot={"conclusion": conclusion})
    locked.save(
        update_fields=[
            "conclusion", "account_sealed", "verified_on", "verifier_first", "verifier_second",
        ]
    )  # fmt: skip
    return locked


@transaction.atomic
def confirm(*, by: User, finding: Finding, opinion: str, at: datetime.datetime) -> Finding:
    """The county agrees with the township's conclusion; never the one who concluded it."""
    locked = _locked(finding)
    FLOW.move(
        locked, "confirm", by=by, at=at, reason=opinion, snapshot={"conclusion": locked.conclusion}
    )
    return locked


@transaction.atomic
def send_back(*, by: User, finding: Finding, opinion: str, at: datetime.datetime) -> Finding:
    """The county returns the finding with the reason; the township has 5 working days."""
    locked = _locked(finding)
    FLOW.move(locked, "return", by=by, at=at, reason=opinion)
    return locked


@transaction.atomic
def close(
    *,
    by: User,
    finding: Finding,
    action: str,
    effective_month: datetime.date | None,
    recovered: Decimal | None,
    at: datetime.datetime,
) -> Finding:
    """Record the treatment (停/减/增/维持/更新信息) and strike the finding off.

    ``recovered`` is the money recovered in yuan. Raises MoveRefused when the treatment does not
    follow from the confirmed conclusion.
    """
    locked = _locked(finding)
    locked.action, locked.effective_month, locked.recovered = action, effective_month, recovered
    locked.closed_on = timezone.localtime(at).date()
    FLOW.move(locked, "close", by=by, at=at, snapshot={"action": action})
    locked.save(update_fields=["action", "effective_month", "recovered", "closed_on"])
    return locked


def _locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
