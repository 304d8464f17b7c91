"""Photos and papers of a household: the gallery, adding, the plain view, removing and undoing."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.uploads import EXTENSIONS, check_size
from households.attachment_forms import AddAttachmentsForm, RemoveAttachmentForm
from households.looking import record_look
from households.models import Attachment, Household
from households.services import attachments, viewing

PANEL_ROWS = 8


def _household(pk):
    return get_object_or_404(Household.objects.select_related("area"), pk=pk)


def _attachment(request, pk):
    """One in the file; a removed one only for those who may bring it back."""
    rows = Attachment.objects.select_related("household__area", "member", "added_by", "removed_by")
    if not may(request.user, "households.keep_attachment"):
        rows = rows.kept()
    return get_object_or_404(rows.filter(purged_at=None), pk=pk)


def _shown(request, household):
    return {
        "household": household,
        "today": clock.today(),
        "may_keep": household.is_open and may(request.user, "households.keep_attachment"),
    }


@require_GET
@requires("households.view_attachment")
def household_panel(request, pk):
    """The newest photos and papers: a part of the household's page."""
    household = _household(pk)
    record_look(request, household)
    kept = Attachment.objects.kept().filter(household=household)
    rows = kept.select_related("member").order_by("-id")[:PANEL_ROWS]
    context = _shown(request, household) | {"attachments": rows, "total": kept.count()}
    return render(request, "households/_attachments_panel.html", context)


@require_GET
@requires("households.view_attachment")
def gallery(request, pk):
    """Every photo and paper of a household, by kind; looking is recorded."""
    household = _household(pk)
    record_look(request, household)
    rows = Attachment.objects.filter(household=household).for_list()
    context = _shown(request, household)
    context["attachments"] = list(rows.kept())
    if context["may_keep"]:
        context["removed"] = list(rows.removed().select_related("removed_by"))
    return render(request, "households/attachments.html", context)


@requires("households.keep_attachment")
def add(request, pk):
    """Add photos and papers, several at once; one that cannot be kept stops none of the others."""
    household = _household(pk)
    form = AddAttachmentsForm(request.POST or None, request.FILES or None, household=household)
    if form.is_valid():
        kept, refused = _keep(request.user, household, form)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"kept": kept, "refused": refused})
        if kept:
            messages.success(request, _("%(count)s added to the file.") % {"count": kept})
        if not refused:
            return redirect("households:attachments", pk=pk)
        for line in refused:
            form.add_error("papers", line)
    context = _shown(request, household) | {"form": form}
    return render_page(request, "households/add_attachments.html", context)


def _keep(user, household, form):
    """How many were kept, and a line with its name for each that was not."""
    kept, refused = 0, []
    for file in form.chosen:
        try:
            check_size(file.size)
            attachments.add(
                by=user,
                household=household,
                data=file.read(),
                name=file.name,
                **form.facts_to_save(),
            )
            kept += 1
        except InputError as error:
            refused.append(f"{file.name[-40:]}：{error}")
    return kept, refused


@require_GET
@requires("households.view_attachment")
def attachment(request, pk):
    """One photo or paper with what is known of it, on a plain page."""
    found = _attachment(request, pk)
    record_look(request, found.household)
    context = _shown(request, found.household) | {"attachment": found}
    return render(request, "households/attachment.html", context)


@require_GET
@requires("households.view_attachment")
def attachment_file(request, pk):
    """The bytes; opening them is recorded. A PDF is only ever downloaded, never run in the page."""
    found = _attachment(request, pk)
    try:
        content = attachments.open_file(by=request.user, attachment=found)
    except FileNotFoundError:
        raise Http404(str(pk)) from None
    is_inline = found.is_picture and "download" not in request.GET
    name = quote(f"{found}{EXTENSIONS.get(found.content_type, '')}", safe="")
    way = "inline" if is_inline else "attachment"
    return _inert(content, found.content_type, f"{way}; filename*=UTF-8''{name}")


@require_GET
@requires("households.view_attachment")
def thumbnail(request, pk):
    """The small picture of a photo; recorded when it was not loaded by a page just recorded."""
    found = _attachment(request, pk)
    try:
        content = attachments.open_thumbnail(found)
    except FileNotFoundError:
        raise Http404(str(pk)) from None
    viewing.view_part(by=request.user, household=found.household)
    return _inert(content, "image/jpeg", "inline")


@requires("households.keep_attachment")
def remove(request, pk):
    """Take one out of the file, with a reason; for 30 days it can be brought back."""
    found = _attachment(request, pk)
    form = RemoveAttachmentForm(request.POST or None)
    if form.is_valid():
        try:
            attachments.remove(by=request.user, attachment=found, **form.cleaned_data)
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("Removed. It can be brought back for 30 days."))
            return redirect("households:attachments", pk=found.household_id)
    record_look(request, found.household)
    context = _shown(request, found.household) | {"attachment": found, "form": form}
    return render_page(request, "households/remove_attachment.html", context)


@require_POST
@requires("households.keep_attachment")
def bring_back(request, pk):
    """Undo a removal."""
    found = _attachment(request, pk)
    try:
        attachments.bring_back(by=request.user, attachment=found)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is in the file again."))
    return redirect("households:attachments", pk=found.household_id)


def _inert(content, content_type, disposition):
    """Bytes somebody uploaded, in a response that can do nothing."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
