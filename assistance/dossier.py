"""What the dossier page shows of one application: steps, papers, history, people."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.calendar import working_calendar
from assistance import deadlines, findings_text
from assistance.models import Application, ApplicationMove, Step
from assistance.rules.policy import Policy
from assistance.scale import scale
from assistance.services.precheck import low_income_line
from assistance.steps import ACCEPT_WITHIN, FLOW, MOVES
from foundation.deadlines import Standing, Unit
from foundation.formats import day as shown_day
from households.models import DocumentKind, IssuedDocument
from surveys.models import Interviewer

LINE = (
    "accept", "record_check", "record_investigation", "opine", "post_notice", "report", "review",
    "confirm",
)  # fmt: skip
BACK = ("return", "reinvestigate")
AFTER_RETURN = LINE.index("record_investigation")
TONES = {Step.CONFIRMED: "ok", Step.REFUSED: "bad", Step.REJECTED: "bad", Step.WITHDRAWN: ""}
PAPERS = (
    (DocumentKind.ACCEPTANCE, "accept"),
    (DocumentKind.PUBLIC_NOTICE, "post_notice"),
    (DocumentKind.CONFIRMATION, "confirm"),
    (DocumentKind.REFUSAL, "refuse"),
)


@dataclass(frozen=True)
class Milestone:
    """One mark of the steps bar."""

    label: str
    state: str
    lines: list[str]
    fold: bool = False


def context(application: Application, user: Any, today: datetime.date) -> dict[str, Any]:
    """Everything the page draws, read once."""
    records = list(application.moves.select_related("by").order_by("pk"))
    standing = FLOW.standing(application, today)
    found = application.assessment
    policy = Policy.from_dict(application.policy)
    return {
        "application": application,
        "standing": standing,
        "used": deadlines.days_used(application, today),
        "tone": TONES.get(Step(application.step), "go"),
        "milestones": milestones(application, records, standing),
        "rungs": findings_text.rungs(found),
        "formula": findings_text.formula(found),
        "sources": findings_text.sources(found),
        "missing": findings_text.missing(found),
        "scale": scale(
            Decimal(found["per_capita"]), policy.dibao_standard, low_income_line(policy)
        ),
        "standard": policy.dibao_standard,
        "standard_row": policy.row("dibao_standard"),
        "papers": papers(application, records),
        "events": events(application, records),
        "people": people(application, records),
        "checks": list(application.check_results.defer("report_sealed").order_by("pk")),
        "notices": list(application.notices.prefetch_related("objections").order_by("pk")),
        "decision": getattr(application, "decision", None),
    }


def milestones(
    application: Application, records: list[ApplicationMove], standing: Standing | None
) -> list[Milestone]:
    """The lawful line with the days each step took and may take."""
    made = _latest(records)
    marks = [Milestone(_("Applied"), "done", [shown_day(application.submitted_on)], fold=True)]
    before, now_marked = application.submitted_on, not application.is_open
    for index, name in enumerate(LINE):
        record = made.get("refuse" if name == "confirm" and "refuse" in made else name)
        label = str(MOVES.step_labels[MOVES.moves[name].target])
        if record is not None:
            on = timezone.localtime(record.at).date()
            label = str(MOVES.step_labels[record.to_step])
            lines = [shown_day(on), _days_taken(index, before, on)]
            marks.append(Milestone(label, "done", [line for line in lines if line], fold=index < 4))
            before = on
        elif now_marked:
            marks.append(Milestone(label, "", []))
        else:
            now_marked = True
            marks.append(Milestone(label, "now", _waiting(standing)))
    return marks


def _latest(records: list[ApplicationMove]) -> dict[str, ApplicationMove]:
    """The record of each act that still holds: a return undoes the later half of the line."""
    made: dict[str, ApplicationMove] = {}
    for record in records:
        if record.move in BACK:
            for name in LINE[AFTER_RETURN:]:
                made.pop(name, None)
        else:
            made[record.move] = record
    return made


def _days_taken(index: int, before: datetime.date, on: datetime.date) -> str:
    due = ACCEPT_WITHIN if index == 0 else MOVES.moves[LINE[index - 1]].due
    if due is None:
        return ""
    is_working = due.unit is Unit.WORKING
    days = working_calendar().between(before, on) if is_working else (on - before).days
    if not is_working:
        return _("Stood %(days)s days / at least %(limit)s") % {"days": days, "limit": due.days}
    return _("Took %(days)s days / limit %(limit)s") % {"days": days, "limit": due.days}


def _waiting(standing: Standing | None) -> list[str]:
    if standing is None:
        return []
    if standing.is_overdue:
        return [
            shown_day(standing.due_on),
            _("%(days)s working days late") % {"days": standing.days_late},
        ]
    return [
        _("Due on %(day)s") % {"day": shown_day(standing.due_on)},
        _("%(days)s working days left") % {"days": standing.days_left},
    ]


def papers(application: Application, records: list[ApplicationMove]) -> list[dict[str, Any]]:
    """The file's papers in the order of the file; a paper that should be there is marked."""
    issued = IssuedDocument.objects.filter(
        subject_type=application._meta.label_lower, subject_id=application.pk
    ).defer("pdf_sealed", "snapshot_sealed")
    found: list[dict[str, Any]] = [
        _paper(document.title, "households:document", document.pk, document.issued_at)
        for document in issued.order_by("pk")
    ]
    kinds = {document.kind for document in issued}
    found.append(
        _paper(
            _("Visit form, signed"),
            "surveys:visit",
            application.visit.uuid,
            application.visit.approved_at,
            missing=application.visit.approved_at is None,
        )
    )
    for check in application.check_results.defer("report_sealed", "note_sealed"):
        name = _("Check report %(number)s") % {"number": check.report_no}
        route = "assistance:check_report" if check.report_name else ""
        found.append(_paper(name, route, check.pk, check.recorded_at))
    acts = {record.move for record in records}
    for kind, act in PAPERS:
        if act in acts and kind not in kinds:
            found.append(_paper(str(kind.label), "", 0, None, missing=True))
    return found


def _paper(
    label: str, route: str, pk: Any, at: datetime.datetime | None, *, missing: bool = False
) -> dict[str, Any]:
    return {
        "label": label,
        "address": _address(route, pk) if route else "",
        "on": timezone.localtime(at).date() if at else None,
        "missing": missing,
    }


def _address(route: str, pk: Any) -> str:
    try:
        return reverse(route, args=[pk])
    except NoReverseMatch:
        return ""


def events(application: Application, records: list[ApplicationMove]) -> list[dict[str, Any]]:
    """What happened, newest first, with opinions."""
    shown: list[dict[str, Any]] = [
        {
            "at": record.at,
            "text": f"{record.by.name if record.by else ''} {MOVES.moves[record.move].label}",
            "note": record.reason,
            "state": "bad" if record.to_step in (Step.REFUSED, Step.REJECTED) else "",
        }
        for record in reversed(records)
    ]
    shown.append(
        {
            "at": application.created_at if not records else application.submitted_on,
            "text": f"{application.created_by.name} {_('Applied')}",
            "note": application.get_programme_display(),
            "state": "",
        }
    )
    return shown


def people(application: Application, records: list[ApplicationMove]) -> list[tuple[str, str]]:
    """Who matters in the file."""
    visitors = Interviewer.objects.filter(visit_id=application.visit_id, signed_at__isnull=False)
    opinions = [r.by.name for r in records if r.move == "opine" and r.by]
    reviews = [r.by.name for r in records if r.move == "review" and r.by]
    return [
        (_("Applicant"), application.applicant.name),
        (_("Investigators"), "、".join(visitors.values_list("name", flat=True))),
        (_("Township opinion"), opinions[-1] if opinions else ""),
        (_("County review"), reviews[-1] if reviews else ""),
    ]
