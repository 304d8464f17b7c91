"""Time limits: when something is due, how it stands, and day by day why it is due then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db.models import TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.faults import Text
from foundation.workdays import DayKind, WorkingCalendar

Pause = tuple[date, date]
YELLOW_FROM = 3  # working days left


class Unit(TextChoices):
    """How the days of a time limit are counted."""

    WORKING = "working_days", _("working days")
    CALENDAR = "calendar_days", _("calendar days")


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit: so many working or calendar days after the day it starts."""

    days: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("a time limit cannot be negative")

    @property
    def label(self) -> Text:
        return format_lazy("{days} {unit}", days=self.days, unit=self.unit.label)


def working_days(days: int) -> Due:
    """A time limit in working days (工作日)."""
    return Due(days, Unit.WORKING)


def calendar_days(days: int) -> Due:
    """A time limit in calendar days (自然日): public notices, petitions."""
    return Due(days, Unit.CALENDAR)


class Light(TextChoices):
    """The traffic light of a deadline: more than 3 working days left, 3 or fewer, overdue."""

    GREEN = "green", _("On time")
    YELLOW = "yellow", _("Due soon")
    RED = "red", _("Overdue")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands today, in working days.

    On the due day itself ``days_left`` is 0 and the light yellow. Late over a weekend only,
    ``days_late`` is 0 and the light already red.
    """

    due_on: date
    days_left: int
    days_late: int
    light: Light

    @property
    def is_overdue(self) -> bool:
        return self.light is Light.RED


class DayMark(Enum):
    """Why a day on the way to the deadline counts or not."""

    COUNTED = "counted"
    MAKE_UP = "make_up"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    PAUSED = "paused"

    @property
    def label(self) -> Text:
        return _MARK_LABELS[self]


_MARK_LABELS: dict[DayMark, Text] = {
    DayMark.COUNTED: _("Counted"),
    DayMark.MAKE_UP: _("Counted: make-up workday"),
    DayMark.HOLIDAY: _("Not counted: public holiday"),
    DayMark.WEEKEND: _("Not counted: weekend"),
    DayMark.PAUSED: _("Not counted: paused"),
}
_MARKS = {
    DayKind.WORKDAY: DayMark.COUNTED,
    DayKind.MAKE_UP: DayMark.MAKE_UP,
    DayKind.WEEKEND: DayMark.WEEKEND,
    DayKind.HOLIDAY: DayMark.HOLIDAY,
}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day on the way to the deadline; ``number`` is the count reached on it."""

    on: date
    mark: DayMark
    number: int

    @property
    def is_counted(self) -> bool:
        return self.mark in {DayMark.COUNTED, DayMark.MAKE_UP}


def due_on(start: date, due: Due, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()) -> date:
    """The last day of a time limit that starts on ``start`` (not counted itself).

    Days inside ``pauses`` (first and last day, both inclusive) do not count; of a pause that
    still goes on the caller gives today as its last day. A limit in calendar days is not moved
    when it ends on a holiday.
    """
    last = start
    for line in _walk(start, due, calendar, tuple(pauses)):
        last = line.on
    return last


def explain(
    start: date, due: Due, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()
) -> list[DayLine]:
    """Every day from the one after ``start`` to the due day, each with its reason."""
    return list(_walk(start, due, calendar, tuple(pauses)))


def standing(due_date: date, today: date, calendar: WorkingCalendar) -> Standing:
    """How the deadline stands: green over 3 working days left, yellow up to 3, red overdue."""
    left = calendar.between(today, due_date)
    late = calendar.between(due_date, today)
    if today > due_date:
        light = Light.RED
    else:
        light = Light.GREEN if left > YELLOW_FROM else Light.YELLOW
    return Standing(due_date, left, late, light)


def _walk(
    start: date, due: Due, calendar: WorkingCalendar, pauses: tuple[Pause, ...]
) -> Iterator[DayLine]:
    number, day = 0, start
    while number < due.days:
        day += timedelta(days=1)
        mark = _mark(day, due.unit, calendar, pauses)
        number += mark in {DayMark.COUNTED, DayMark.MAKE_UP}
        yield DayLine(day, mark, number)


def _mark(day: date, unit: Unit, calendar: WorkingCalendar, pauses: tuple[Pause, ...]) -> DayMark:
    if any(first <= day <= last for first, last in pauses):
        return DayMark.PAUSED
    return DayMark.COUNTED if unit is Unit.CALENDAR else _MARKS[calendar.kind(day)]
