"""The working calendar: all of 2021 from the domain notes, unknown years, the overlay."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays import DayKind, WorkingCalendar

CALENDAR = WorkingCalendar()
DAY = timedelta(days=1)
HOLIDAYS_2021 = [
    ((1, 1), (1, 3)),
    ((2, 11), (2, 17)),
    ((4, 3), (4, 5)),
    ((5, 1), (5, 5)),
    ((6, 12), (6, 14)),
    ((9, 19), (9, 21)),
    ((10, 1), (10, 7)),
]
MAKE_UP_2021 = [(2, 7), (2, 20), (4, 25), (5, 8), (9, 18), (9, 26), (10, 9)]
DAYS = st.dates(date(2003, 1, 1), date(2030, 12, 31))


def year_2021():
    return [date(2021, 1, 1) + offset * DAY for offset in range(365)]


@pytest.mark.parametrize("day", year_2021(), ids=str)
def test_every_day_of_2021(day):
    month_day = (day.month, day.day)
    holiday = any(first <= month_day <= last for first, last in HOLIDAYS_2021)
    make_up = month_day in MAKE_UP_2021
    assert CALENDAR.is_working_day(day) == (make_up or (day.weekday() < 5 and not holiday))
    assert (CALENDAR.kind(day) is DayKind.HOLIDAY) == holiday
    assert (CALENDAR.kind(day) is DayKind.MAKE_UP) == make_up


def test_2021_has_250_working_days():
    assert CALENDAR.between(date(2020, 12, 31), date(2021, 12, 31)) == 250


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2021, 4, 30), 1, date(2021, 5, 6)),
        (date(2021, 4, 30), 3, date(2021, 5, 8)),
        (date(2021, 9, 30), 2, date(2021, 10, 9)),
        (date(2021, 2, 10), 3, date(2021, 2, 20)),
        (date(2021, 5, 1), 0, date(2021, 5, 1)),
    ],
)
def test_adding_across_holidays(start, days, end):
    assert CALENDAR.add(start, days) == end


def test_years_not_announced_assume_only_the_fixed_holidays():
    year = 2050
    assert not CALENDAR.is_announced(year)
    assert CALENDAR.is_announced(2021)
    assert WorkingCalendar(announced=[year]).is_announced(year)
    weekdays_off = [
        (day.month, day.day)
        for day in (date(year, 1, 1) + offset * DAY for offset in range(365))
        if day.weekday() < 5 and not CALENDAR.is_working_day(day)
    ]
    assert set(weekdays_off) <= {(1, 1), (5, 1), (5, 2), (5, 3), (10, 1), (10, 2), (10, 3)}
    assert weekdays_off
    assert not CALENDAR.is_working_day(date(2050, 2, 5))


@given(DAYS, st.booleans())
def test_the_overlay_always_wins(day, worked):
    assert WorkingCalendar({day: worked}).is_working_day(day) == worked


@given(DAYS, st.integers(0, 60))
def test_add_and_between_agree(start, days):
    end = CALENDAR.add(start, days)
    assert CALENDAR.between(start, end) == days
    assert days == 0 or CALENDAR.is_working_day(end)


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_between_adds_up(start, first, second):
    middle = start + first * DAY
    end = middle + second * DAY
    assert CALENDAR.between(start, end) == CALENDAR.between(start, middle) + CALENDAR.between(
        middle, end
    )


def test_between_never_counts_backwards():
    assert CALENDAR.between(date(2021, 6, 2), date(2021, 6, 1)) == 0


def test_days_before_the_start_are_refused():
    with pytest.raises(ValueError):
        CALENDAR.add(date(2021, 6, 1), -1)
