"""The household page as it was on a day: the same drawing, without anything to do."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.services import divisions
from foundation import clock
from foundation.formats import day_full
from foundation.forms import DateField, Form
from foundation.htmx import render_page
from households import as_of
from households.record_lines import past_of, sections_of


class DayForm(Form):
    """The day asked for in the address."""

    on = DateField()


def past_page(request, household):
    """The file at the end of the day in ``?on=``; a day without a file leads to today's page."""
    form = DayForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Write the date as year-month-day, like 2021-06-18"))
        return redirect("households:household", pk=household.pk)
    day = form.cleaned_data["on"]
    past = as_of.file_on(household, day) if day < clock.today() else None
    if past is None:
        if day < clock.today():
            text = _("The history of this file begins later than %(day)s.") % {"day": day_full(day)}
            messages.info(request, text)
        return redirect("households:household", pk=household.pk)
    context = {
        **_economy(request.user, past),
        "file": household,
        "place": divisions.full_name_on(past.household.area, day),
        "household": past.household,
        "head": past.head,
        "members": past.members,
        "former_members": past.former_members,
        "kinds": past.kinds,
        "today": day,
        "is_past": True,
    }
    return render_page(request, "households/past.html", context)


def _economy(user, past):
    """The family's economy that day, for who may see it at all."""
    if not may(user, "households.view_economy"):
        return {}
    sheet = as_of.economy_on(past)
    sections = sections_of(sheet)
    missing = [section for section in sections if not section.lines]
    return {"sheet": sheet, "sections": sections, "missing": missing, "ended": past_of(sheet)}
