"""The bureau's working calendar: statutory days overlaid by the editable table (工作日历)."""

from django.core.cache import cache

from accounts.models import CalendarDay
from foundation.workdays import WorkingCalendar

CACHE_KEY = "working-calendar-overlay"


def working_calendar() -> WorkingCalendar:
    """The calendar every deadline is computed by."""
    overlay = cache.get(CACHE_KEY)
    if overlay is None:
        overlay = dict(CalendarDay.objects.values_list("day", "is_working"))
        cache.set(CACHE_KEY, overlay, 300)
    return WorkingCalendar(overlay)


def forget() -> None:
    """To be called after the overlay has been edited."""
    cache.delete(CACHE_KEY)
