"""How fast a campaign must go on to end in time (走访进度): arithmetic over counts and days."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from foundation.workdays import WorkingCalendar

LATELY = 10
"""Working days of which the present pace is the mean: two weeks even out markets and rain."""
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Pace:
    """Households left, working days left (today's included), and both paces per working day.

    ``needed`` is rounded up, so that keeping it is enough; ``None`` when no day is left.
    """

    left: int
    days_left: int
    needed: Decimal | None
    lately: Decimal

    @property
    def is_enough(self) -> bool:
        return not self.left or (self.needed is not None and self.lately >= self.needed)


def days_left(today: datetime.date, last: datetime.date, calendar: WorkingCalendar) -> int:
    """Working days from today to the last day, both included."""
    return calendar.between(today - datetime.timedelta(days=1), last)


def needed_per_day(left: int, days: int) -> Decimal | None:
    """Households per working day, rounded up to a tenth; 0 where none is left."""
    if not left:
        return Decimal(0)
    if days <= 0:
        return None
    return (Decimal(left) / days).quantize(TENTH, rounding=ROUND_CEILING)


def pace(
    left: int,
    by_day: Mapping[datetime.date, int],
    *,
    today: datetime.date,
    last: datetime.date,
    calendar: WorkingCalendar,
) -> Pace:
    """The pace of a place, from what was approved on each day."""
    days = days_left(today, last, calendar)
    since, worked = today, 0
    while worked < LATELY:
        worked += calendar.is_working_day(since)
        since -= datetime.timedelta(days=1)
    made = sum(count for day, count in by_day.items() if since < day <= today)
    lately = (Decimal(made) / LATELY).quantize(TENTH, rounding=ROUND_HALF_UP)
    return Pace(left, days, needed_per_day(left, days), lately)
