"""Dated standards and parameters: the list, and adding a value."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from assistance.forms import StandardForm, key_label
from assistance.models import PolicyValue
from assistance.services import policies
from foundation import clock
from foundation.faults import InputError


@require_GET
@requires("assistance.view_standards")
def standards(request):
    """Every value with its days, document and confirmation: standards first."""
    today = clock.today()
    rows = list(PolicyValue.objects.select_related("area").order_by("key", "-valid_from", "pk"))
    for row in rows:
        row.is_now = row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
    rows.sort(key=lambda row: (not row.key.endswith("_standard"), row.key))
    groups = [
        (key_label(key), key, list(values)) for key, values in groupby(rows, lambda row: row.key)
    ]
    context = {
        "groups": [group for group in groups if group[1].endswith(("_standard", "_year"))],
        "parameters": [group for group in groups if not group[1].endswith(("_standard", "_year"))],
        "may_maintain": may(request.user, "assistance.maintain_standards"),
    }
    return render(request, "assistance/standards.html", context)


@requires("assistance.maintain_standards")
def add_standard(request):
    """Add a dated value; the one in force ends the day before."""
    form = StandardForm(request.POST or None, initial={"key": request.GET.get("key", "")})
    if form.is_valid():
        try:
            added = policies.add_value(by=request.user, **form.cleaned_data)
        except InputError as fault:
            form.add_error("valid_from" if fault.code == "valid_from" else None, fault.message)
        else:
            told = _("Added: %(name)s %(value)s") % {
                "name": key_label(added.key),
                "value": added.value,
            }
            messages.success(request, told)
            return redirect("assistance:standards")
    return render(request, "assistance/add_standard.html", {"form": form})
