"""Days and instants of the demo city: everything is laid around one day (``on``)."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from django.utils import timezone

from accounts.calendar import working_calendar
from foundation.deadlines import Due, due_on
from foundation.workdays import WorkingCalendar

Day = datetime.date


@dataclass(frozen=True)
class Clock:
    """The day the city is laid around, and days before and after it."""

    on: Day
    walked: dict[tuple[Day, Due], Day] = field(default_factory=dict)

    def ago(self, days: int) -> Day:
        return self.on - datetime.timedelta(days=days)

    def ahead(self, days: int) -> Day:
        return self.on + datetime.timedelta(days=days)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return working_calendar()

    @cached_property
    def workdays(self) -> list[Day]:
        """Working days of the last 200 days, oldest first; today is not among them."""
        days = [self.ago(back) for back in range(200, 0, -1)]
        return [day for day in days if self.calendar.is_working_day(day)]

    def due(self, day: Day, within: Due) -> Day:
        """The last day of a time limit that begins after ``day``; each is walked once."""
        if (day, within) not in self.walked:
            self.walked[day, within] = due_on(day, within, self.calendar)
        return self.walked[day, within]

    def workday_ago(self, count: int) -> Day:
        """The working day ``count`` working days before today (1 to about 130)."""
        return self.workdays[-count]


def at(day: Day, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """An instant in local time."""
    moment = datetime.datetime.combine(day, datetime.time(hour, minute))
    return timezone.make_aware(moment)


def office_hour(rng: Random, day: Day) -> datetime.datetime:
    """Some minute of the working hours of a day."""
    return at(day, rng.choice((8, 9, 10, 13, 14, 15)), rng.randrange(60))
