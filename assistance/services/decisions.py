"""The county's decision (审核确认): confirm or refuse, with everything it rested on."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.services.messages import tell
from assistance import documents
from assistance.models import Application, Decision, Programme
from assistance.rules.assess import assess
from assistance.rules.facts import HouseholdFacts
from assistance.rules.policy import Policy
from assistance.services import benefits, precheck
from assistance.services.applications import locked, proposal
from assistance.steps import FLOW
from foundation import clock


@transaction.atomic
def confirm(
    *, application_id: int, by: User, reason: str = "", at: datetime.datetime | None = None
) -> Decision:
    """Confirm: decision, benefit from the next month, kinds, and the notice of confirmation.

    《最低生活保障审核确认办法》art. 20–24. The figures are those of the township's opinion, put on
    notice. Raises MoveRefused: four eyes, wrong step, nothing proposed.
    """
    now = at or clock.now()
    application = locked(application_id, now)
    kept = proposal(application)
    FLOW.move(application, "confirm", by=by, at=now, reason=reason, snapshot=kept)
    decision = _decide(application, by=by, at=now, is_confirmed=True, reason=reason)
    benefits.begin(decision=decision, application=application, by=by)
    documents.issue_confirmation(decision, by=by, at=now)
    _tell(application, gettext_noop("Application %(number)s has been confirmed."))
    return decision


@transaction.atomic
def refuse(
    *, application_id: int, by: User, reason: str, at: datetime.datetime | None = None
) -> Decision:
    """Do not confirm: a written notice with reason, article and remedies. Raises MoveRefused."""
    now = at or clock.now()
    application = locked(application_id, now)
    if reason.strip():
        application.reason = reason
        application.save(update_fields=["reason"])
    kept = proposal(application)
    FLOW.move(application, "refuse", by=by, at=now, reason=reason, snapshot=kept)
    decision = _decide(application, by=by, at=now, is_confirmed=False, reason=reason)
    documents.issue_refusal(decision, by=by, at=now)
    _tell(application, gettext_noop("Application %(number)s has not been confirmed."))
    return decision


def replay(decision: Decision) -> dict[str, Any]:
    """The findings computed anew from the stored facts and parameters: equal to those stored."""
    facts = HouseholdFacts.from_dict(decision.facts)
    policy = Policy.from_dict(decision.policy)
    return assess(facts, policy, decision.assessed_on).to_dict()


def _decide(
    application: Application,
    *,
    by: User,
    at: datetime.datetime,
    is_confirmed: bool,
    reason: str,
) -> Decision:
    found = application.assessment
    policy = Policy.from_dict(application.policy)
    programme = application.proposed_programme or application.programme
    decision = Decision(
        application=application,
        household_id=application.household_id,
        area_id=application.area_id,
        is_confirmed=is_confirmed,
        programme=programme,
        amount=application.proposed_amount if is_confirmed else None,
        family_size=found["income"]["people"],
        covered_count=application.covered_count if is_confirmed else 0,
        per_capita=Decimal(found["per_capita"]),
        standard=policy.dibao_standard,
        low_income_line=precheck.low_income_line(policy),
        clause=_clause(found, programme, is_confirmed=is_confirmed),
        reason=reason,
        policy=application.policy,
        assessed_on=application.assessed_on,
        reviewed_by_id=_reviewer(application),
        decided_by=by,
        decided_at=at,
    )
    decision.facts_text = application.facts_text
    decision.assessment_text = application.assessment_text
    decision.save(force_insert=True)
    application.decided_on = timezone.localtime(at).date()
    application.save(update_fields=["decided_on"])
    return decision


def _clause(found: dict[str, Any], programme: str, *, is_confirmed: bool) -> str:
    """The clauses of the programme's conditions; of a refusal, of those not met."""
    outcome = next(o for o in found["outcomes"] if o["programme"] == Programme(programme))
    wanted = [
        condition["clause"]
        for condition in outcome["conditions"]
        if is_confirmed or condition["answer"] != "yes"
    ] or [condition["clause"] for condition in outcome["conditions"]]
    return "；".join(dict.fromkeys(wanted))[:300]


def _reviewer(application: Application) -> int:
    last = application.moves.filter(move="review").order_by("pk").last()
    if last is None or last.by_id is None:
        raise LookupError("a decision without a review")
    return last.by_id


def _tell(application: Application, sentence: str) -> None:
    tell(
        to=[application.created_by],
        sentence=sentence,
        figures={"number": application.application_no},
        url=reverse("assistance:application", args=[application.pk]),
    )
