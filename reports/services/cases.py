"""Counts of applications, findings and petitions for the dashboard, as their own lists show them.

Counted in the declared scope; ``reports.services.figures`` declares the whole city.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TypeVar

from django.db.models import Count, F, Q

from accounts.calendar import working_calendar
from accounts.models import Area
from assistance.models import Application
from assistance.models.applications import CLOSED
from petitions import figures as petition_figures
from petitions import rules as petition_rules
from petitions.models import PetitionCase
from verification.models import Finding
from verification.models import Step as FindingStep
from verification.models.findings import AT_TOWNSHIP, VERIFIED


@dataclass(frozen=True)
class AtStep:
    """Applications at one step, and those of them past the step's time limit."""

    count: int
    overdue: int


@dataclass(frozen=True)
class Applications:
    """Applications by step, and how long decisions took (domain 13, indicator 6).

    ``in_time``: decided by the limit of 30 working days (45 extended); ``median_days``: working
    days from acceptance to decision, ``None`` before the first.
    """

    steps: Mapping[str, AtStep] = field(default_factory=dict)
    decided: int = 0
    in_time: int = 0
    median_days: float | None = None

    @property
    def open(self) -> int:
        return sum(at.count for step, at in self.steps.items() if step not in CLOSED)

    @property
    def overdue(self) -> int:
        return sum(at.overdue for at in self.steps.values())


@dataclass(frozen=True)
class Findings:
    """Findings of one round (疑点): all, with the townships, overdue, verified, closed."""

    round_key: str = ""
    name: str = ""
    found: int = 0
    township: int = 0
    overdue: int = 0
    verified: int = 0
    closed: int = 0


@dataclass(frozen=True)
class Petitions:
    """Petition cases of one source (信访): registered ever, open, overdue, struck off, repeat."""

    source: str = ""
    registered: int = 0
    open: int = 0
    overdue: int = 0
    struck_off: int = 0
    repeats: int = 0


Line = TypeVar("Line", Findings, Petitions)


def whole_of(empty: Line, lines: Sequence[Line]) -> Line:
    """The line of totals."""
    names = [name for name, value in asdict(empty).items() if isinstance(value, int)]
    return type(empty)(**{name: sum(getattr(line, name) for line in lines) for name in names})


def applications(area: Area, on: datetime.date) -> Applications:
    """By step, with decisions and their time."""
    late = Q(due_on__lt=on) & ~Q(step__in=CLOSED)
    found = Application.objects.within(area).order_by()
    by_step = found.values_list("step").annotate(all=Count("pk"), late=Count("pk", filter=late))
    decided = found.filter(decided_on__isnull=False, accepted_on__isnull=False)
    calendar = working_calendar()
    days = [
        calendar.between(accepted, ended)
        for accepted, ended in decided.values_list("accepted_on", "decided_on")
    ]
    return Applications(
        steps={step: AtStep(count, overdue) for step, count, overdue in by_step},
        decided=len(days),
        in_time=decided.filter(decided_on__lte=F("total_due_on")).count(),
        median_days=median(days) if days else None,
    )


def findings(area: Area, on: datetime.date) -> Sequence[Findings]:
    """By round, the newest first."""
    counted = {
        "found": Count("pk"),
        "township": Count("pk", filter=Q(step__in=AT_TOWNSHIP)),
        "overdue": Count("pk", filter=Q(due_on__lt=on)),
        "verified": Count("pk", filter=Q(step__in=VERIFIED)),
        "closed": Count("pk", filter=Q(step=FindingStep.CLOSED)),
    }
    found = Finding.objects.within(area).order_by("-round")
    lines = found.values("round").annotate(name=F("round__name"), **counted)
    return [Findings(round_key=str(line.pop("round")), **line) for line in lines]


def petitions(area: Area, on: datetime.date) -> Sequence[Petitions]:
    """By source; open, overdue and repeat are what the list of petitions shows as such."""
    counted = {
        "registered": Count("pk"),
        "open": Count("pk", filter=petition_figures.OPEN),
        "overdue": Count("pk", filter=petition_figures.overdue(on)),
        "struck_off": Count("pk", filter=Q(step=petition_rules.Step.STRUCK_OFF)),
        "repeats": Count("pk", filter=petition_figures.REPEAT),
    }
    found = PetitionCase.objects.within(area).order_by("source")
    return [Petitions(**line) for line in found.values("source").annotate(**counted)]
