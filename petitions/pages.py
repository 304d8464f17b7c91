"""What the page of one case shows: facts, clocks, steps and what happened, ready for templates."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calendar import working_calendar
from foundation import codelists
from foundation.deadlines import Standing, standing
from foundation.formats import day_full, day_narrow
from petitions import rules, steps
from petitions.models import PetitionCase
from petitions.privacy import petitioner_of
from petitions.rules import Step
from petitions.services import moving

TONES: dict[str, str] = {
    Step.NOT_ACCEPTED: "",
    Step.RETURNED: "warn",
    Step.RESOLVED: "ok",
    Step.STRUCK_OFF: "ok",
}
_ORDER = (
    Step.REGISTERED, Step.ACCEPTED, Step.HANDLING, Step.REPLIED, Step.RESOLVED,
    Step.STRIKE_OFF_PROPOSED, Step.STRUCK_OFF,
)  # fmt: skip


def tone(case: PetitionCase) -> str:
    return TONES.get(case.step, "go")


def standing_of(case: PetitionCase, today: datetime.date) -> Standing | None:
    return standing(case.due_on, today, working_calendar()) if case.due_on else None


@dataclass(frozen=True)
class ClockLine:
    """One time limit in words: what, from when, how long, until when, by which law."""

    title: str
    start_on: datetime.date
    days: int
    due_on: datetime.date
    source: str
    is_running: bool
    ended_on: datetime.date | None

    @property
    def state(self) -> str:
        """How it ended, in words; empty while it runs."""
        if self.ended_on is None:
            return ""
        used = (self.ended_on - self.start_on).days
        if self.ended_on > self.due_on:
            late = (self.ended_on - self.due_on).days
            return ngettext("%(count)s day late", "%(count)s days late", late) % {"count": late}
        return ngettext("took %(count)s day", "took %(count)s days", used) % {"count": used}


def clocks(case: PetitionCase) -> Iterator[ClockLine]:
    """The time limits of acceptance and of the written reply, running or ended."""
    first = rules.acceptance_clock(case.received_on, working_calendar())
    is_first = case.step == Step.REGISTERED
    decided = case.accepted_on
    if decided is None and not is_first:
        decided = case.step_since.date()
    yield ClockLine(
        _("Decide on acceptance"), first.start_on, first.days, first.due_on, first.source,
        is_first, decided,
    )  # fmt: skip
    second = moving.handling_clock(case)
    if second is not None:
        yield ClockLine(
            _("Reply in writing"), second.start_on, second.days, second.due_on, second.source,
            case.replied_on is None, case.replied_on,
        )  # fmt: skip


def step_bar(case: PetitionCase) -> list[dict[str, Any]]:
    """The steps of the procedure with the days they were reached."""
    reached = {
        Step.REGISTERED: case.received_on,
        Step.ACCEPTED: case.accepted_on,
        Step.REPLIED: case.delivered_on,
        Step.RESOLVED: case.resolved_on,
        Step.STRIKE_OFF_PROPOSED: case.lead_signed_on,
        Step.STRUCK_OFF: case.struck_off_on,
    }
    if case.step == Step.NOT_ACCEPTED:
        order: tuple[Step, ...] = (Step.REGISTERED, Step.NOT_ACCEPTED)
        now = 1
    else:
        order = _ORDER
        at = Step.REPLIED if case.step == Step.RETURNED else Step(case.step)
        now = order.index(at)
    lines = []
    for position, step in enumerate(order):
        day = reached.get(step) if position <= now else None
        is_end = position == now and case.step in rules.CLOSED
        state = "done" if position < now or is_end else "now" if position == now else ""
        lines.append(
            {
                "label": step.label,
                "state": state,
                "lines": [day_narrow(day)] if day else [],
                "fold": position < now - 1,
            }
        )
    return lines


def facts(case: PetitionCase, user) -> list[tuple[str, Any]]:
    """Who, how and how often; numbers masked, whistle-blowers hidden."""
    who = petitioner_of(case, user)
    visits = _("Beijing %(beijing)s, province %(province)s, city %(city)s") % {
        "beijing": case.times_beijing,
        "province": case.times_province,
        "city": case.times_city,
    }
    return [
        (_("Petitioner"), who.name),
        (_("Identity number"), who.identity_number),
        (_("Telephone"), who.phone),
        (_("Address"), who.address),
        (_("Number of people"), case.people),
        (_("Source of the petition"), case.source_name),
        (_("Source system"), case.source_system),
        (_("Original number"), case.original_no),
        (_("Received on"), day_full(case.received_on)),
        (_("Kind of matter"), case.matter_name),
        (_("Earlier visits"), visits),
        (_("Risk level"), _label("petition_risk", case.risk)),
    ]


def leaders(case: PetitionCase) -> list[tuple[str, Any]]:
    """Who answers for the case."""
    level = _label("interviewer_level", case.lead_level)
    lead = " ".join(str(part) for part in (case.lead_name, case.lead_duty) if part)
    return [
        (_("Case lead official"), f"{lead} ({level})" if lead and level else lead),
        (_("Responsible unit"), case.responsible_unit),
        (_("Handler"), case.handler.name if case.handler else ""),
        (_("Keeps contact"), case.keeper),
    ]


def outcome(case: PetitionCase) -> list[tuple[str, Any]]:
    """The reply and how the matter ended; empty before there is anything."""
    if not case.replied_on:
        return []
    calmed = _("Signed") if case.is_calmed else _("Not signed")
    return [
        (_("Replied on"), day_full(case.replied_on)),
        (_("Delivered on"), day_full(case.delivered_on) if case.delivered_on else ""),
        (_("Way of delivery"), _label("petition_delivery", case.delivery)),
        (_("Signed for by"), case.delivered_to),
        (_("Way it was resolved"), _label("petition_result", case.result)),
        (_("Resolved on"), day_full(case.resolved_on) if case.resolved_on else ""),
        (_("End of petitioning"), calmed if case.resolved_on else ""),
        (
            _("Review and re-examination"),
            _label("petition_review", case.review) if case.resolved_on else "",
        ),
        (_("Satisfaction"), _label("petition_satisfaction", case.satisfaction)),
        (_("Struck off on"), day_full(case.struck_off_on) if case.struck_off_on else ""),
    ]


def history(case: PetitionCase) -> list[dict[str, Any]]:
    """Moves and log lines, newest first."""
    labels = {name: move.label for name, move in steps.MOVES.moves.items()}
    events = [
        {
            "at": move.at,
            "text": f"{move.by.name if move.by else ''} {labels.get(move.move, move.move)}",
            "note": move.reason,
            "state": "bad" if move.move in {"return", "decline"} else "now",
        }
        for move in case.moves.select_related("by")
    ]
    events.append(
        {
            "at": case.registered_at,
            "text": f"{case.registered_by.name} {_('Petition registered')}",
            "note": "",
            "state": "now",
        }
    )
    return sorted(events, key=lambda event: event["at"], reverse=True)


def log(case: PetitionCase) -> list[dict[str, Any]]:
    """What was done, newest first."""
    return [
        {"at": record.happened_on, "text": record.text, "note": record.by.name, "state": ""}
        for record in case.records.select_related("by").order_by("-happened_on", "-pk")
    ]


def _label(name: str, code: str) -> Any:
    return codelists.label(name, code) if code else ""
