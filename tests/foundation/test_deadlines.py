"""Time limits: due days, pauses, traffic lights and their explanation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.deadlines import (
    DayMark,
    Light,
    calendar_days,
    due_on,
    explain,
    standing,
    working_days,
)
from foundation.workdays import WorkingCalendar

CALENDAR = WorkingCalendar()
STARTS = st.dates(date(2020, 1, 1), date(2022, 12, 31))
LIMITS = st.builds(
    lambda make, days: make(days),
    st.sampled_from([working_days, calendar_days]),
    st.integers(0, 60),
)
PAUSES = st.lists(
    st.builds(lambda first, days: (first, first + timedelta(days)), STARTS, st.integers(0, 20)),
    max_size=3,
)


JUNE_2, JUNE_3 = date(2021, 6, 2), date(2021, 6, 3)


@pytest.mark.parametrize(
    ("start", "due", "pauses", "end"),
    [
        (date(2021, 6, 1), working_days(3), (), date(2021, 6, 4)),
        (date(2021, 6, 10), working_days(3), (), date(2021, 6, 16)),
        (date(2021, 4, 29), working_days(3), (), date(2021, 5, 7)),
        (date(2021, 6, 1), calendar_days(7), (), date(2021, 6, 8)),
        (date(2021, 9, 28), calendar_days(7), (), date(2021, 10, 5)),
        (
            date(2021, 6, 1),
            working_days(3),
            ((JUNE_2, JUNE_3),),
            date(2021, 6, 8),
        ),
        (
            date(2021, 6, 1),
            calendar_days(2),
            ((JUNE_2, JUNE_2),),
            date(2021, 6, 4),
        ),
        (date(2021, 6, 1), working_days(0), (), date(2021, 6, 1)),
        (date(2021, 6, 5), working_days(1), (), date(2021, 6, 7)),
    ],
)
def test_due_days(start, due, pauses, end):
    assert due_on(start, due, CALENDAR, pauses) == end


@pytest.mark.parametrize(
    ("today", "left", "late", "light"),
    [
        (date(2021, 6, 4), 4, 0, Light.GREEN),
        (date(2021, 6, 7), 3, 0, Light.YELLOW),
        (date(2021, 6, 10), 0, 0, Light.YELLOW),
        (date(2021, 6, 11), 0, 1, Light.RED),
        (date(2021, 6, 15), 0, 2, Light.RED),
    ],
)
def test_the_light_of_10_june_2021(today, left, late, light):
    found = standing(date(2021, 6, 10), today, CALENDAR)
    assert (found.days_left, found.days_late, found.light) == (left, late, light)


def test_late_over_a_weekend_is_red_at_once():
    found = standing(date(2021, 6, 11), date(2021, 6, 12), CALENDAR)
    assert (found.days_late, found.light, found.is_overdue) == (0, Light.RED, True)


def test_why_it_is_due_then():
    lines = explain(
        date(2021, 4, 23), working_days(7), CALENDAR, [(date(2021, 4, 28), date(2021, 4, 29))]
    )
    assert [(line.on.day, line.mark, line.number) for line in lines] == [
        (24, DayMark.WEEKEND, 0),
        (25, DayMark.MAKE_UP, 1),
        (26, DayMark.COUNTED, 2),
        (27, DayMark.COUNTED, 3),
        (28, DayMark.PAUSED, 3),
        (29, DayMark.PAUSED, 3),
        (30, DayMark.COUNTED, 4),
        (1, DayMark.HOLIDAY, 4),
        (2, DayMark.HOLIDAY, 4),
        (3, DayMark.HOLIDAY, 4),
        (4, DayMark.HOLIDAY, 4),
        (5, DayMark.HOLIDAY, 4),
        (6, DayMark.COUNTED, 5),
        (7, DayMark.COUNTED, 6),
        (8, DayMark.MAKE_UP, 7),
    ]
    assert all(str(line.mark.label) for line in lines)


@given(STARTS, LIMITS, PAUSES)
def test_the_explanation_ends_on_the_due_day(start, due, pauses):
    lines = explain(start, due, CALENDAR, pauses)
    end = due_on(start, due, CALENDAR, pauses)
    assert sum(line.is_counted for line in lines) == due.days
    assert (lines[-1].on if lines else start) == end
    assert [line.on for line in lines] == [
        start + timedelta(days=offset) for offset in range(1, len(lines) + 1)
    ]


@given(STARTS, LIMITS, PAUSES)
def test_pauses_only_ever_move_a_deadline_later(start, due, pauses):
    assert due_on(start, due, CALENDAR, pauses) >= due_on(start, due, CALENDAR)


@given(STARTS, STARTS)
def test_days_left_and_late_exclude_each_other(due_date, today):
    found = standing(due_date, today, CALENDAR)
    assert not (found.days_left and found.days_late)
    assert (found.light is Light.RED) == (today > due_date)


def test_negative_limits_are_refused():
    with pytest.raises(ValueError):
        working_days(-1)


def test_the_limit_has_a_label():
    assert str(working_days(5).label).startswith("5 ")
