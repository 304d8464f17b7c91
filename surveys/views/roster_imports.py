"""A roster from Excel: the form, the upload, what would become of it, applied or dropped."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate_list
from foundation.tables import Column
from surveys import roster_books, roster_import_page
from surveys.campaign_forms import RosterFileForm
from surveys.models import RosterImport, RosterImportState
from surveys.roster_reading import LABELS
from surveys.services import roster_imports as acts
from surveys.views.campaign_place import campaign_or_404

MAY = "surveys.keep_roster"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Unit and duty")),
    Column(LABELS["level"]),
    Column(LABELS["area"]),
    Column(gettext_lazy("What becomes of it")),
    Column(gettext_lazy("Differences and reasons")),
)


def _own(request: HttpRequest, pk: int, uuid: UUID) -> RosterImport:
    """The reader's own upload for a campaign of their place; anybody else's does not exist."""
    rows = RosterImport.objects.select_related("campaign__area", "area")
    campaign = campaign_or_404(request, pk)
    return get_object_or_404(rows, campaign=campaign, uuid=uuid, uploaded_by=request.user)


@requires(MAY)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a roster in Excel to be looked at; nothing is on the roster yet."""
    campaign = campaign_or_404(request, pk)
    form = RosterFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = acts.upload(
                campaign=campaign, by=request.user, file_name=file.name, blocks=file.chunks()
            )
        except InputError as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("surveys:roster_import", pk=pk, uuid=made.uuid)
    context = {"campaign": campaign, "form": form}
    return render_page(request, "surveys/campaigns/import_roster.html", context)


@require_GET
@requires(MAY)
def blank_form(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty roster to fill in."""
    campaign = campaign_or_404(request, pk)
    return _workbook(roster_books.write_form(campaign, request.user), "走访干部花名册模板.xlsx")


@require_GET
@requires(MAY)
def preview(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """What becomes of every row, or what became of them."""
    found = _own(request, pk, uuid)
    look = roster_import_page.Look(found, request.user, request.GET.get("state", ""))
    page = paginate_list(request, look.rows)
    context = {
        "campaign": found.campaign,
        "found": found,
        "look": look,
        "page": replace(page, rows=[roster_import_page.ShownRow(one) for one in page.rows]),
        "columns": COLUMNS,
    }
    return render_page(request, "surveys/campaigns/roster_import.html", context)


@require_POST
@requires(MAY)
def apply(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Take in what the page has shown."""
    found = _own(request, pk, uuid)
    try:
        applied = acts.apply(found=found, by=request.user, seen=request.POST.get("seen", ""))
    except InputError as refused:
        messages.error(request, str(refused))
        return redirect("surveys:roster_import", pk=pk, uuid=uuid)
    count = applied.rows_new + applied.rows_changed
    words = ngettext("%(n)s cadre taken in", "%(n)s cadres taken in", count) % {"n": count}
    messages.success(request, words)
    if applied.rows_refused:
        return redirect("surveys:roster_import", pk=pk, uuid=uuid)
    return redirect("surveys:campaign_roster", pk=pk)


@require_POST
@requires(MAY)
def drop(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Give an upload up."""
    found = _own(request, pk, uuid)
    try:
        acts.drop(found=found, by=request.user)
    except InputError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The upload is dropped. The roster is as it was."))
    return redirect("surveys:campaign_roster", pk=pk)


@require_GET
@requires(MAY)
def refused(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """The refused rows to mend, the reason beside each."""
    found = _own(request, pk, uuid)
    rows = acts.judged(found, request.user, acts.contents(found).rows)
    wrong = [one for one in rows if one.faults]
    if found.state == RosterImportState.DROPPED or not wrong:
        raise Http404(uuid)
    content = roster_books.write_refused(found.campaign, request.user, wrong)
    return _workbook(content, "走访干部花名册退回表.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
