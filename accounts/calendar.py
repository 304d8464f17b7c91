"""The bureau's working calendar: statutory days overlaid by the editable table (工作日历)."""

import datetime
from contextlib import suppress

from django.core.cache import cache
from redis import RedisError

from accounts.models import CalendarDay
from foundation.workdays import WorkingCalendar

CACHE_KEY = "working-calendar-overlay"


def working_calendar() -> WorkingCalendar:
    """The calendar every deadline is computed by; without Redis it is read from the table."""
    try:
        overlay = cache.get(CACHE_KEY)
    except RedisError:
        return WorkingCalendar(_overlay())
    if overlay is None:
        overlay = _overlay()
        with suppress(RedisError):
            cache.set(CACHE_KEY, overlay, 300)
    return WorkingCalendar(overlay)


def forget() -> None:
    """To be called after the overlay has been edited."""
    cache.delete(CACHE_KEY)


def _overlay() -> dict[datetime.date, bool]:
    return dict(CalendarDay.objects.values_list("day", "is_working"))
