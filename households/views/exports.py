"""The register list as a file: what goes into it, and the files being made."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import may, requires
from accounts.models import Job
from foundation.htmx import render_page
from households.conditions import conditions
from households.list_forms import ExportForm
from households.services import exports
from households.services.preferences import chosen_columns

JOBS, MOST = 10, 1_000_000


@requires(exports.EXPORT)
def export(request):
    """Say what is going into the file, and have it made by a job."""
    sent = QueryDict(request.POST.get("query", ""))
    asked = conditions(request.user, sent if request.method == "POST" else request.GET)
    shown = chosen_columns(request.user)
    form = ExportForm(request.POST or None, by=request.user, initial={"query": asked.query})
    if form.is_valid() and asked.are_valid:
        exports.ask_for_export(
            by=request.user,
            query=asked.query,
            columns=[column.key for column in shown],
            token=str(form.cleaned_data["token"]),
            purpose=form.cleaned_data.get("purpose", "").strip(),
            standard=form.cleaned_data["standard"],
        )
        messages.success(request, _("The file is being made below; do other work meanwhile."))
        return redirect(f"{request.path}?{asked.query}")
    return render_page(
        request, "households/export.html", _context(request.user, asked, shown, form)
    )


def _context(user, asked, shown, form):
    return {
        "form": form,
        "asked": asked,
        "areas": asked.areas,
        "sentences": asked.sentences(),
        "shown": shown,
        "total": asked.rows.order_by()[:MOST].count(),
        "may_plain": may(user, exports.PLAIN),
        "jobs": Job.objects.of(user).filter(kind=exports.KIND)[:JOBS],
    }
