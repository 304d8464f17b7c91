"""Acts on the editable part of the working calendar (工作日历)."""

import datetime

from django.db import transaction

from accounts import audit
from accounts import calendar as bureau
from accounts.models import CalendarDay, User


@transaction.atomic
def set_day(
    *, by: User, day: datetime.date, is_working: bool, source: str, note: str = ""
) -> CalendarDay:
    """Say whether ``day`` is worked, by a published document; replaces what was said before.

    Deadlines already computed stay; those of steps entered from now on follow.
    """
    made, _created = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "source": source, "note": note}
    )
    audit.record(by=by, action="calendar.day_set", target=made, detail={"working": is_working})
    transaction.on_commit(bureau.forget)
    return made


@transaction.atomic
def forget_day(*, by: User, day: CalendarDay) -> None:
    """Take a day out: the built-in calendar decides again."""
    audit.record(by=by, action="calendar.day_forgotten", target=day)
    day.delete()
    transaction.on_commit(bureau.forget)
