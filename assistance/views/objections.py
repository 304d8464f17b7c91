"""Objections to a public notice: writing one down, and what was found."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import requires
from assistance.forms import ObjectionForm, SettleForm
from assistance.models import Notice, Objection
from assistance.services import notices
from foundation.faults import InputError


@requires("assistance.post_notice")
def object_to(request, pk):
    """Write down an objection that somebody raised."""
    notice = get_object_or_404(Notice.objects.select_related("application"), pk=pk)
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        try:
            notices.object_to(notice_id=pk, by=request.user, **form.cleaned_data)
        except InputError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("The objection has been recorded"))
            return redirect("assistance:application", pk=notice.application_id)
    context = {"application": notice.application, "form": form, "notice": notice}
    return render(request, "assistance/objection.html", context)


@requires("assistance.post_notice")
def settle(request, pk):
    """Say what was found about an objection."""
    objection = get_object_or_404(Objection.objects.select_related("notice__application"), pk=pk)
    application = objection.notice.application
    form = SettleForm(request.POST or None)
    if form.is_valid():
        notices.settle(objection_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The finding has been recorded"))
        return redirect("assistance:application", pk=application.pk)
    context = {"application": application, "form": form, "objection": objection}
    return render(request, "assistance/objection.html", context)
