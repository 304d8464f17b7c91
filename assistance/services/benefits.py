"""Benefits that follow from decisions, and the kinds of households they make (在享待遇)."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from assistance.models import Application, Benefit, BenefitUnlock, Decision, Programme
from households.models import Household, HouseholdKind
from households.models.households import HouseholdStatus

KINDS = {
    Programme.DIBAO: "01",
    Programme.SINGLE_PERSON: "01",
    Programme.TEKUN: "02",
    Programme.LOW_INCOME: "04",
}
EXCLUSIVE = tuple(sorted(set(KINDS.values())))
RENEWED_YEARLY = (Programme.LOW_INCOME, Programme.RIGID_EXPENSE)
ONE_OFF = (Programme.TEMPORARY,)
DAY = datetime.timedelta(days=1)


def begin(*, decision: Decision, application: Application, by: User) -> Benefit:
    """Write the benefit a confirmation gives: from the first of the next month (确认次月起).

    Low-income and rigid-expense findings hold twelve months at most. An earlier benefit of the
    household ends the day before.
    """
    since = _next_month(timezone.localtime(decision.decided_at).date())
    household = _lock_household(decision.household_id)
    for earlier in Benefit.objects.filter(household_id=decision.household_id).not_ended(since):
        _end(earlier, max(since - DAY, earlier.since), reason="")
    benefit = Benefit.objects.create(
        household_id=decision.household_id,
        area_id=decision.area_id,
        decision=decision,
        programme=decision.programme,
        amount=decision.amount or 0,
        members_covered=application.proposed_members,
        since=since,
        until=_last_day(Programme(decision.programme), since),
    )
    _unlock(benefit, application)
    _become_kind(benefit, household)
    audit.record(
        by=by, action="benefit.begun", target=benefit, detail={"programme": benefit.programme}
    )
    return benefit


@transaction.atomic
def end(*, benefit_id: int, by: User, on: datetime.date, reason: str) -> Benefit:
    """End a benefit after a day; ending it again changes nothing. The kind ends with it."""
    _lock_household(Benefit.objects.values_list("household_id", flat=True).get(pk=benefit_id))
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit_id)
    if benefit.until is not None and benefit.until <= on:
        return benefit
    _end(benefit, max(on, benefit.since), reason=reason)
    audit.record(by=by, action="benefit.ended", target=benefit, detail={"on": on.isoformat()})
    return benefit


def _lock_household(pk: int) -> Household:
    """The household before its benefits and kinds, as in every act on it."""
    return Household.objects.select_for_update(of=("self",)).get(pk=pk)


def _end(benefit: Benefit, on: datetime.date, *, reason: str) -> None:
    benefit.until, benefit.end_reason = on, reason
    benefit.save(update_fields=["until", "end_reason"])
    kind = KINDS.get(Programme(benefit.programme))
    if kind:
        running = HouseholdKind.objects.filter(household_id=benefit.household_id, kind=kind)
        # One that somebody has ended before that day is not prolonged.
        for row in running.on(benefit.since).not_ended(on + DAY):
            row.until, row.end_reason = max(on, row.since), reason
            row.save(update_fields=["until", "end_reason"])


def _unlock(benefit: Benefit, application: Application) -> None:
    """The aid the finding opens; whether it already comes is what the visit wrote down."""
    outcomes = application.assessment["outcomes"]
    opened = next(o["unlocks"] for o in outcomes if o["programme"] == benefit.programme)
    coverage = application.visit.content["coverage"]
    BenefitUnlock.objects.bulk_create(
        BenefitUnlock(
            benefit=benefit,
            household_id=benefit.household_id,
            area_id=benefit.area_id,
            kind=kind,
            is_received=coverage.get(kind, {}).get("received") is True,
        )
        for kind in opened
    )


def _become_kind(benefit: Benefit, household: Household) -> None:
    kind = KINDS.get(Programme(benefit.programme))
    if kind is None:
        return
    known = HouseholdKind.objects.filter(household_id=benefit.household_id).on(benefit.since)
    for other in known.filter(kind__in=EXCLUSIVE).exclude(kind=kind):
        other.until = max(benefit.since - DAY, other.since)
        other.save(update_fields=["until"])
    running = known.filter(kind=kind).order_by("pk").last()
    if running is None:
        HouseholdKind.objects.create(
            household_id=benefit.household_id,
            area_id=benefit.area_id,
            kind=kind,
            since=benefit.since,
            until=benefit.until,
        )
    else:
        running.until, running.end_reason = benefit.until, ""
        running.save(update_fields=["until", "end_reason"])
    if household.status == HouseholdStatus.TO_SCREEN:
        household.status = HouseholdStatus.REGISTERED
        household.save(update_fields=["status", "updated_at"])


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _last_day(programme: Programme, since: datetime.date) -> datetime.date | None:
    if programme in ONE_OFF:
        return _next_month(since) - DAY
    if programme in RENEWED_YEARLY:
        return since.replace(year=since.year + 1) - DAY
    return None
