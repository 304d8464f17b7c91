"""The pace of a campaign at its edges: nothing left, no day left, holidays between."""

import datetime
from decimal import Decimal

import pytest

from foundation.workdays import WorkingCalendar
from surveys.pace import days_left, needed_per_day, pace

CALENDAR = WorkingCalendar()
MONDAY = datetime.date(2021, 6, 21)


@pytest.mark.parametrize(
    ("left", "days", "needed"),
    [(0, 0, "0"), (0, 5, "0"), (10, 5, "2"), (11, 5, "2.2"), (10, 3, "3.4"), (1, 30, "0.1"),
     (5, 0, None), (5, -1, None)],
)  # fmt: skip
def test_what_a_day_needs_is_rounded_up(left, days, needed):
    assert needed_per_day(left, days) == (None if needed is None else Decimal(needed))


@pytest.mark.parametrize(
    ("today", "last", "days"),
    [
        (MONDAY, MONDAY, 1),
        (MONDAY, MONDAY + datetime.timedelta(days=6), 5),
        (MONDAY - datetime.timedelta(days=1), MONDAY, 1),
        (MONDAY, MONDAY - datetime.timedelta(days=1), 0),
        # 1 to 5 May 2021 are holidays; 25 April and 8 May are worked.
        (datetime.date(2021, 4, 30), datetime.date(2021, 5, 8), 4),
    ],
)
def test_days_left_are_working_days_with_today(today, last, days):
    assert days_left(today, last, CALENDAR) == days


def test_the_pace_is_the_mean_of_ten_working_days():
    old = MONDAY - datetime.timedelta(days=40)
    by_day = {MONDAY: 12, MONDAY - datetime.timedelta(days=4): 8, old: 900}
    last = MONDAY + datetime.timedelta(days=11)
    found = pace(18, by_day, today=MONDAY, last=last, calendar=CALENDAR)
    assert (found.lately, found.days_left, found.needed) == (Decimal("2.0"), 10, Decimal("1.8"))
    assert found.is_enough
    assert not pace(21, by_day, today=MONDAY, last=last, calendar=CALENDAR).is_enough
    assert pace(0, {}, today=MONDAY, last=MONDAY, calendar=CALENDAR).is_enough
    over = pace(1, by_day, today=MONDAY, last=old, calendar=CALENDAR)
    assert not over.is_enough
