"""Who looked at a household (谁看过): the list, and its file."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.models import Job
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.looks import LooksFilter, told
from households.models import Household
from households.services import look_exports

COLUMNS = (
    Column(gettext_lazy("At")),
    Column(gettext_lazy("Who")),
    Column(gettext_lazy("What was seen")),
    Column(gettext_lazy("What for")),
)


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


@require_GET
@requires("households.view_looks")
def looks(request, pk):
    """Everybody who saw something of the household, when, what and why."""
    household = _household(pk)
    chosen = LooksFilter(request.GET, household)
    page = paginate(request, chosen.qs)
    context = {
        "household": household,
        "filter": chosen,
        "page": page,
        "rows": told(page),
        "columns": COLUMNS,
        "token": uuid.uuid4().hex,
        "jobs": Job.objects.of(request.user).filter(
            kind=look_exports.KIND, params__household=household.pk
        )[:3],
    }
    return render_page(request, "households/looks.html", context)


@require_POST
@requires("households.view_looks")
def export(request, pk):
    """Ask for the file of what is filtered."""
    household = _household(pk)
    look_exports.ask_for_looks(
        by=request.user,
        household=household,
        query=request.GET.urlencode(),
        token=request.POST.get("token", "")[:40] or uuid.uuid4().hex,
    )
    messages.success(request, _("The file is being made; it appears on this page."))
    return redirect("households:looks", pk=pk)
