"""Time limits at their boundaries, and by which law."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays import WorkingCalendar
from petitions import rules

CALENDAR = WorkingCalendar()
DAYS = st.dates(datetime.date(2005, 5, 1), datetime.date(2035, 1, 1))


@given(DAYS, st.booleans())
def test_handling_takes_sixty_calendar_days_and_thirty_more(day, is_extended):
    clock = rules.handling_clock(day, CALENDAR, is_extended=is_extended)
    assert (clock.due_on - day).days == clock.days == (90 if is_extended else 60)


@given(DAYS)
def test_acceptance_is_decided_within_fifteen_days(day):
    assert (rules.acceptance_clock(day, CALENDAR).due_on - day).days == 15


@pytest.mark.parametrize(
    ("on", "law"),
    [
        (datetime.date(2022, 4, 30), "信访条例》(2005)"),
        (datetime.date(2022, 5, 1), "信访工作条例》"),
    ],
)
def test_the_law_in_force_on_the_day_is_named(on, law):
    assert law in rules.limit("handle", on).source


def test_before_the_first_law_there_is_no_limit():
    with pytest.raises(LookupError):
        rules.limit("handle", datetime.date(2005, 4, 30))


def test_the_default_is_marked_as_such():
    assert [row.name for row in rules.LIMITS if row.is_default] == ["quiet"]
