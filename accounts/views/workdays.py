"""The editable part of the working calendar (工作日历): what the published calendar says."""

import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.day_forms import DayForm
from accounts.models import CalendarDay
from accounts.services import workdays
from foundation import clock
from foundation.paging import paginate
from foundation.workdays import WorkingCalendar


@requires("accounts.maintain_calendar")
def calendar(request):
    """The days that override the built-in calendar, and a form for one more."""
    form = DayForm(request.POST or None)
    if form.is_valid():
        workdays.set_day(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. New deadlines are computed with it from now on."))
        return redirect("accounts:calendar")
    year = clock.today().year
    built_in = WorkingCalendar({})
    context = {
        "form": form,
        "page": paginate(request, CalendarDay.objects.order_by("-day")),
        "unknown": [y for y in (year, year + 1) if not built_in.is_announced(y)],
    }
    return render(request, "accounts/calendar.html", context)


@require_POST
@requires("accounts.maintain_calendar")
def forget_day(request, day):
    """Take one day out again; the built-in calendar then decides."""
    try:
        found = get_object_or_404(CalendarDay, day=datetime.date.fromisoformat(day))
    except ValueError:
        raise Http404(day) from None
    workdays.forget_day(by=request.user, day=found)
    return redirect("accounts:calendar")
