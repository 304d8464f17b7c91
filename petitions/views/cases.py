"""The page of one case, and what is written into it besides the moves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from petitions import pages, privacy, steps
from petitions.act_forms import AssignForm, RecordForm, RevealForm
from petitions.forms import ChangeForm, RegisterForm
from petitions.rules import CLOSED
from petitions.services import cases, viewing
from petitions.views.acts import rows


@require_GET
@requires("petitions.view_case")
def case(request, pk):
    """One case: facts, clocks, who answers for it, what was done, what comes next."""
    found = get_object_or_404(rows(), pk=pk)
    today, user = clock.today(), request.user
    is_open = found.step not in CLOSED
    context = {
        "case": found,
        "who": privacy.petitioner_of(found, user),
        "tone": pages.tone(found),
        "standing": pages.standing_of(found, today),
        "steps": pages.step_bar(found),
        "clocks": list(pages.clocks(found)),
        "facts": pages.facts(found, user),
        "leaders": pages.leaders(found),
        "outcome": pages.outcome(found),
        "log": pages.log(found),
        "history": pages.history(found),
        "moves": list(steps.open_moves(found, user).items()),
        "repeats": found.repeats.all(),
        "may_handle": is_open and may(user, steps.HANDLE),
        "may_reveal": may(user, privacy.SEE) and bool(found.identity_sealed or found.phone_sealed),
    }
    return render_page(request, "petitions/case.html", context)


@requires("petitions.register_case")
def register(request):
    """Register a petition."""
    form = RegisterForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            made = cases.register(by=request.user, at=clock.now(), **form.facts())
        except InputError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            text = _("Registered as %(number)s. Next: decide on acceptance within 15 days.")
            messages.success(request, text % {"number": made.case_no})
            return redirect("petitions:case", pk=made.pk)
    return render_page(request, "petitions/register.html", {"form": form})


@requires("petitions.handle_case")
def change(request, pk):
    """Mend what was registered."""
    found = get_object_or_404(rows(), pk=pk)
    cases.require_open(found)
    hides_person = privacy.is_hidden(found, request.user)
    form = ChangeForm(
        request.POST or None, user=request.user, case=found, hides_person=hides_person
    )
    if form.is_valid():
        try:
            cases.change(case_id=pk, by=request.user, **form.cleaned_data)
        except InputError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("petitions:case", pk=pk)
    context = {"case": found, "form": form, "title": _("Mend the registration")}
    return render_page(request, "petitions/form.html", context)


@requires("petitions.handle_case")
def assign(request, pk):
    """Name the lead official, the unit and the handler."""
    found = get_object_or_404(rows(), pk=pk)
    cases.require_open(found)
    form = AssignForm(request.POST or None, case=found)
    if form.is_valid():
        cases.assign(case_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Named. The handler has been told."))
        return redirect("petitions:case", pk=pk)
    context = {"case": found, "form": form, "title": _("Name who answers for it")}
    return render_page(request, "petitions/form.html", context)


@requires("petitions.handle_case")
def add_record(request, pk):
    """Write one line into the log."""
    found = get_object_or_404(rows(), pk=pk)
    cases.require_open(found)
    form = RecordForm(request.POST or None, case=found)
    if form.is_valid():
        cases.add_record(case_id=pk, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Written into the log."))
        return redirect("petitions:case", pk=pk)
    context = {"case": found, "form": form, "title": _("Write into the log")}
    return render_page(request, "petitions/form.html", context)


@requires("petitions.view_petitioner")
def reveal(request, pk):
    """Show the petitioner's full numbers for a reason, which is recorded."""
    found = get_object_or_404(rows(), pk=pk)
    form = RevealForm(request.POST or None)
    who = None
    if form.is_valid():
        who = viewing.reveal(case=found, by=request.user, reason=form.cleaned_data["reason"])
    context = {"case": found, "form": form, "who": who}
    return render_page(request, "petitions/reveal.html", context)
