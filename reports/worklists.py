"""The home page's list (待办): every app's own worklist, merged and sorted by deadline."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.calendar import working_calendar
from accounts.worklist import MOST, WorkItem
from assistance import worklist as assistance_work
from foundation.deadlines import YELLOW_FROM, Standing, standing
from foundation.faults import Text
from households import worklist as household_work
from petitions import worklist as petition_work
from surveys import worklist as survey_work
from verification import worklist as verification_work

Source = Callable[..., Sequence[WorkItem]]
SOURCES: tuple[Source, ...] = (
    survey_work.items,
    assistance_work.items,
    verification_work.items,
    petition_work.items,
    household_work.items,
)
"""``items`` of each app that has something to be done; a new one is named here."""


class Term(TextChoices):
    """How near the deadline is: the strip of figures above the list."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Due today")
    SOON = "soon", _("Due within 3 working days")
    AMPLE = "ample", _("Time enough")


@dataclass(frozen=True)
class Line:
    """One thing to do with how its deadline stands."""

    item: WorkItem
    standing: Standing | None

    @property
    def term(self) -> Term:
        if self.standing is None:
            return Term.AMPLE
        if self.standing.is_overdue:
            return Term.OVERDUE
        if self.standing.days_left == 0:
            return Term.TODAY
        return Term.SOON if self.standing.days_left <= YELLOW_FROM else Term.AMPLE


@dataclass(frozen=True)
class Worklist:
    """Everything that waits for one person, the nearest deadline first."""

    lines: Sequence[Line]
    is_cut: bool

    @cached_property
    def counts(self) -> dict[Term, int]:
        return {term: sum(line.term == term for line in self.lines) for term in Term}

    @property
    def today(self) -> int:
        """What must be done today: due today, or late already."""
        return self.counts[Term.OVERDUE] + self.counts[Term.TODAY]

    @property
    def soon(self) -> int:
        return self.counts[Term.SOON]

    @property
    def kinds(self) -> dict[str, Text]:
        """The sorts of work in the list with their words."""
        return {line.item.kind: line.item.kind_label for line in self.lines}

    def of_kind(self, kind: str) -> "Worklist":
        """Only one sort of work; an unknown or empty one means all."""
        if kind not in self.kinds:
            return self
        return Worklist([line for line in self.lines if line.item.kind == kind], self.is_cut)

    def of_term(self, term: str) -> list[Line]:
        if term not in Term.values:
            return list(self.lines)
        return [line for line in self.lines if line.term == term]


def worklist(user, today: datetime.date) -> Worklist:
    """What waits for ``user``; the three powers have no household work."""
    if user.holds_only_powers:
        return Worklist([], False)
    calendar = working_calendar()
    found: list[WorkItem] = []
    is_cut = False
    for items in SOURCES:
        some = items(user, today)
        is_cut = is_cut or len(some) >= MOST
        found += some
    found.sort(key=lambda item: item.order)
    lines = [
        Line(item, standing(item.due_on, today, calendar) if item.due_on else None)
        for item in found
    ]
    return Worklist(lines, is_cut)
