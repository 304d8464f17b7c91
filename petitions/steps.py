"""The whole procedure of a petition case on one screen (信访案件办理流程)."""

import datetime
from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models.areas import Level
from accounts.workflow import Flow
from foundation.deadlines import calendar_days
from foundation.faults import Text
from foundation.moves import Move, MoveTable, Refusal
from petitions import rules
from petitions.models import PetitionCase, PetitionMove
from petitions.rules import Step

HANDLE = "petitions.handle_case"


def lead_named(case: PetitionCase) -> Text | None:
    """A lead official (包案领导), a unit and a handler answer for every case."""
    if case.lead_name and case.lead_duty and case.responsible_unit and case.handler_id:
        return None
    return _("Name the lead official, the responsible unit and the handler first.")


def reply_written(case: PetitionCase) -> Text | None:
    """Facts, policy basis and opinion stand before anything is answered."""
    if case.facts and case.policy_basis and case.opinion:
        return None
    return _("Write the facts found, the policy basis and the handling opinion first.")


def no_reply_yet(case: PetitionCase) -> Text | None:
    """One written opinion per case: what was issued stays as it was issued."""
    return _("The written reply has been issued already.") if case.reply_id else None


def reply_issued(case: PetitionCase) -> Text | None:
    """The written opinion (处理意见书) is issued; 《信访工作条例》(2022) art. 32."""
    return None if case.reply_id else _("Issue the written reply first.")


def reply_delivered(case: PetitionCase) -> Text | None:
    """Strike-off criterion ①: decided, and delivered in writing."""
    return None if case.delivered_on else _("The written reply has not been delivered yet.")


def result_kind_given(case: PetitionCase) -> Text | None:
    """One of 三到位一处理, or concluded after review; the latter needs the path finished."""
    if not case.result:
        return _("Choose how the matter was resolved.")
    if case.result == rules.CONCLUDED and case.review not in rules.REVIEW_FINISHED:
        return _("A case is concluded only after review and re-examination are finished.")
    return None


def calmed_or_reviewed(case: PetitionCase) -> Text | None:
    """Strike-off criterion ②: petitioner signs 息诉罢访, or the review path is finished."""
    if case.is_calmed or case.review in rules.REVIEW_FINISHED:
        return None
    return _("The petitioner has not signed, and the review path is not finished.")


def lead_signed(case: PetitionCase) -> Text | None:
    """Strike-off criterion ④: the lead official signs."""
    return None if case.lead_signed_on else _("The lead official has not signed yet.")


CLOSING_GUARDS = (reply_delivered, result_kind_given, calmed_or_reviewed)
_HANDLED = calendar_days(60)

MOVES = MoveTable(
    "petition",
    {
        "accept": Move({Step.REGISTERED}, Step.ACCEPTED, HANDLE, _("Accept"), due=_HANDLED),
        "decline": Move(
            {Step.REGISTERED},
            Step.NOT_ACCEPTED,
            HANDLE,
            _("Do not accept"),
            needs_reason=True,
            changes_law=True,
        ),
        "begin": Move(
            {Step.ACCEPTED}, Step.HANDLING, HANDLE, _("Take in hand"), guards=(lead_named,)
        ),
        "issue_reply": Move(
            {Step.HANDLING},
            Step.HANDLING,
            HANDLE,
            _("Issue the written reply"),
            guards=(lead_named, reply_written, no_reply_yet),
            document="W46",
        ),
        "deliver": Move(
            {Step.HANDLING},
            Step.REPLIED,
            HANDLE,
            _("Record the delivery"),
            guards=(reply_issued,),
        ),
        "extend": Move(
            {Step.ACCEPTED, Step.HANDLING},
            Step.HANDLING,
            "petitions.extend_case",
            _("Extend by 30 days"),
            guards=(lead_named,),
            needs_reason=True,
        ),
        "resolve": Move(
            {Step.REPLIED, Step.RETURNED},
            Step.RESOLVED,
            HANDLE,
            _("Record how it was resolved"),
            guards=CLOSING_GUARDS,
        ),
        "propose": Move(
            {Step.RESOLVED},
            Step.STRIKE_OFF_PROPOSED,
            "petitions.propose_strike_off",
            _("Propose striking off"),
            guards=(*CLOSING_GUARDS, lead_signed),
        ),
        "strike_off": Move(
            {Step.STRIKE_OFF_PROPOSED},
            Step.STRUCK_OFF,
            "petitions.strike_off",
            _("Strike off"),
            not_by=("propose",),
            guards=(*CLOSING_GUARDS, lead_signed),
            changes_law=True,
        ),
        "return": Move(
            {Step.STRIKE_OFF_PROPOSED},
            Step.RETURNED,
            "petitions.strike_off",
            _("Return to the county"),
            not_by=("propose",),
            needs_reason=True,
        ),
    },
    start=Step.REGISTERED,
    step_labels=dict(Step.choices),
    version="2022",
)
FLOW = Flow(MOVES, PetitionMove, subject_field="case", action="petition")


def dated_refusals(case: PetitionCase, name: str, on: datetime.date) -> list[Refusal]:
    """What only the calendar refuses on ``on``: late extensions, early strike-offs."""
    if name == "extend":
        return _extension_refusals(case, on)
    if name in {"propose", "strike_off"} and case.resolved_on:
        return _quiet_refusals(case, case.resolved_on, on)
    if name == "resolve" and case.review == "4" and case.delivered_on:
        last = rules.review_until(case.delivered_on)
        if on <= last:
            message = _("The petitioner may still ask for review until {day}.")
            return [Refusal("guard", format_lazy(message, day=last.isoformat()))]
    return []


def _extension_refusals(case: PetitionCase, on: datetime.date) -> list[Refusal]:
    """Once, and before the time limit has run out; 《信访工作条例》(2022) art. 34."""
    if case.extended_until:
        return [Refusal("guard", _("The time limit has been extended once already."))]
    if case.due_on and on > case.due_on:
        return [Refusal("guard", _("The time limit has run out; it cannot be extended any more."))]
    return []


def _quiet_refusals(
    case: PetitionCase, resolved_on: datetime.date, on: datetime.date
) -> list[Refusal]:
    """Strike-off criterion ③: no repeat for 30 days (default from common practice)."""
    repeated = PetitionCase.objects.filter(
        root_no=case.root_no, repeat_no__gt=case.repeat_no, received_on__gt=resolved_on
    ).first()
    if repeated is not None:
        message = _("The petitioner came back with the same matter on {day}.")
        return [Refusal("guard", format_lazy(message, day=repeated.received_on.isoformat()))]
    last = rules.quiet_until(resolved_on)
    if on <= last:
        message = _("30 days must pass without a repeat visit: until {day}.")
        return [Refusal("guard", format_lazy(message, day=last.isoformat()))]
    return []


def refusals(case: PetitionCase, name: str, user, on: datetime.date) -> list[Refusal]:
    """Why ``user`` cannot make the move on ``on``; empty when nothing stands against it."""
    found = list(FLOW.refusals(case, name, user))
    if any(refusal.code != "guard" for refusal in found):
        return found
    found += dated_refusals(case, name, on)
    if name == "propose" and _proposes_from_above(case, user):
        message = _("The county responsible proposes; the city decides.")
        found.append(Refusal("permission", message))
    return found


def open_moves(case: PetitionCase, user) -> Mapping[str, Move]:
    """What this user may do next: the buttons on the page, and nothing else."""
    return {
        name: move
        for name, move in FLOW.open_moves(case, user).items()
        if not (name == "propose" and _proposes_from_above(case, user))
        and not (name == "issue_reply" and case.reply_id)
    }


def _proposes_from_above(case: PetitionCase, user) -> bool:
    """The city may propose only what it handles itself; a second person there decides."""
    return user.area.level == Level.CITY and case.area_id != user.area_id
