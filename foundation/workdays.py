"""The working calendar (工作日历): holidays, make-up workdays, and what is not yet known."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType

from chinese_calendar.constants import holidays, workdays

_KNOWN_YEARS = range(min(holidays).year, max(holidays).year + 1)
_ASSUMED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), (10, 1), (10, 2), (10, 3)}
_DAY = timedelta(days=1)
_NOTHING: Mapping[date, bool] = MappingProxyType({})


class DayKind(Enum):
    """What a day is in the calendar; the first two are worked."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"  # 调休上班: a Saturday or Sunday that is worked
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_working(self) -> bool:
        return self in {DayKind.WORKDAY, DayKind.MAKE_UP}


class WorkingCalendar:
    """Working days as the State Council's yearly holiday notices set them.

    ``overlay`` is the bureau's own table, date to "is it worked", and always wins.
    ``announced`` are years for which that table is complete although the package behind this
    does not know them yet.
    """

    def __init__(
        self, overlay: Mapping[date, bool] = _NOTHING, *, announced: Collection[int] = ()
    ) -> None:
        self._overlay = dict(overlay)
        self._announced = frozenset(announced)

    def kind(self, day: date) -> DayKind:
        """What the day is, and so why it counts or not."""
        is_weekend = day.weekday() >= 5
        if day in self._overlay:
            if self._overlay[day]:
                return DayKind.MAKE_UP if is_weekend else DayKind.WORKDAY
            return DayKind.WEEKEND if is_weekend and day not in holidays else DayKind.HOLIDAY
        if day in holidays or (
            day.year not in _KNOWN_YEARS and (day.month, day.day) in _ASSUMED_HOLIDAYS
        ):
            return DayKind.HOLIDAY
        if day in workdays and is_weekend:
            return DayKind.MAKE_UP
        return DayKind.WEEKEND if is_weekend else DayKind.WORKDAY

    def is_working_day(self, day: date) -> bool:
        return self.kind(day).is_working

    def is_announced(self, year: int) -> bool:
        """Whether the year's holidays are known.

        For other years Monday to Friday are taken as worked, except the days that are holidays
        every year whatever is announced: 1 January, 1-3 May, 1-3 October. Spring Festival,
        Qingming, Dragon Boat and Mid-Autumn, longer holidays and make-up workdays are not
        guessed, so a deadline reckoned there may turn out some days too early; say so beside it.
        """
        return year in _KNOWN_YEARS or year in self._announced

    def add(self, start: date, days: int) -> date:
        """The day ``days`` working days after ``start``; the start day is not counted."""
        if days < 0:
            raise ValueError("days must not be negative")
        day = start
        while days:
            day += _DAY
            days -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; 0 when end is not later."""
        days = max(0, (end - start).days)
        return sum(self.is_working_day(start + offset * _DAY) for offset in range(1, days + 1))
