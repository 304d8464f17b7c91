"""A household's own pages: the file, its changes, registering and changing it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from households import acts, derivations, doubts, history
from households.household_forms import ChangeHouseholdForm
from households.looking import record_look
from households.models import Household
from households.panels import panels_for
from households.person_forms import RelativesFormSet
from households.registration_forms import RegistrationForms
from households.services import registration, viewing
from households.services.changes import merging
from households.views.past import past_page

CHANGES_SHOWN = 6


def with_area():
    return Household.objects.select_related("area__parent__parent")


@require_GET
@requires("households.view_household")
def household(request, pk):
    """The household's file (一户一档), or with ``?on=`` as it was on a day; opening is recorded."""
    found = get_object_or_404(with_area(), pk=pk)
    viewing.view_household(by=request.user, household=found)
    if request.GET.get("on"):
        return past_page(request, found)
    context = _file(request, found) | _permissions(request.user, found)
    context["panels"] = list(panels_for(request.user, found))
    return render_page(request, "households/household.html", context)


def _file(request, found):
    """Everything the file holds, as the page shows it."""
    return {
        **_family(found, clock.today()),
        "household": found,
        "documents": list(found.documents.defer("pdf_sealed", "snapshot_sealed")[:50]),
        "looks": history.looks_at(found),
        "acts": acts.acts_of(found),
        "survivor": merging.survivor_of(found),
    }


def _permissions(user, found):
    """What this person may do with the file."""
    return {
        "may_change": found.is_open and may(user, "households.change_household"),
        "may_restructure": may(user, "households.restructure_household"),
        "may_hand_over": may(user, "households.propose_hand_over"),
        "may_reveal": may(user, "households.reveal_number"),
        "may_close": may(user, "households.close_door"),
        "may_see_looks": may(user, "households.view_looks"),
    }


@require_GET
@requires("households.view_household")
def household_history(request, pk):
    """Every change of the file: who, when, before and after."""
    found = get_object_or_404(with_area(), pk=pk)
    record_look(request, found)
    context = {
        "household": found,
        "changes": _changes(request, found),
        "looks": history.looks_at(found, limit=100),
        "acts": acts.acts_of(found),
        "today": clock.today(),
    }
    return render(request, "households/history.html", context)


@require_GET
@requires("households.view_household")
def latest_changes(request, pk):
    """The newest changes: a part of the household's page, read after it because it asks much."""
    found = get_object_or_404(with_area(), pk=pk)
    record_look(request, found)
    context = {"household": found, "changes": _changes(request, found)[:CHANGES_SHOWN]}
    return render(request, "households/_latest_changes.html", context)


@requires("households.register_household")
def register(request):
    """Open a new file: household, head and members on one page, which is registered once."""
    if "add" in request.POST:
        forms = RegistrationForms.with_one_more(request.POST, request.user)
    else:
        forms = RegistrationForms(request.POST or None, request.user)
    is_fit = forms.is_valid()
    page = {"by": request.user, "page": forms.page, "asked": forms.asked}
    try:
        made = registration.registered_before(**page)
        if made is None and is_fit:
            made = registration.register_once(**page, **forms.fields_to_save())
    except InputError as error:
        forms.say_refused(error)
    else:
        if made is not None:
            messages.success(request, _("The household is on the register. Next: record a visit."))
            return redirect("households:household", pk=made)
    return render_page(request, "households/register.html", {"form": forms})


@require_GET
@requires("households.register_household")
def member_row(request):
    """One more empty member for the registration page, for htmx."""
    asked = request.GET.get("members-TOTAL_FORMS", "0")
    number = min(int(asked), 29) if asked.isascii() and asked.isdigit() else 0
    formset = RelativesFormSet(prefix="members")
    form = formset.empty_form
    form.prefix = formset.add_prefix(number)
    context = {"person": form, "number": number, "total": number + 1}
    return render(request, "households/_relative_added.html", context)


@requires("households.change_household")
def change_household(request, pk):
    """Change the household's own facts; a clash with somebody else's save shows both."""
    found = get_object_or_404(with_area(), pk=pk)
    form = ChangeHouseholdForm(request.POST or None, household=found)
    if form.is_valid():
        seen_at, data = form.cleaned_data["seen_at"], form.fields_to_save()
        try:
            registration.change_household(by=request.user, household=found, seen_at=seen_at, **data)
        except registration.Stale as stale:
            row = stale.row
            form.show_clash(form.values_of(row), row.updated_at, history.last_saved_by(row))
        except InputError as error:
            form.say_refused(error)
        else:
            messages.success(request, _("Saved. The change is in the file's history."))
            return redirect("households:household", pk=pk)
    record_look(request, found)
    return render_page(request, "households/change.html", {"household": found, "form": form})


def _changes(request, found):
    with_economy = may(request.user, "households.view_economy")
    return history.changes_of(found, with_economy=with_economy)


def _family(found, today):
    """The members and kinds, and what follows from them: counts and what to look at again."""
    people = list(found.members.order_by("-is_active", "pk"))
    kinds = list(found.kinds.order_by("since", "pk"))
    now = [k.kind for k in kinds if k.since <= today and (k.until is None or k.until >= today)]
    return {
        "today": today,
        "head": next((m for m in people if m.is_active and m.is_head), None),
        "members": [m for m in people if m.is_active],
        "former_members": [m for m in people if not m.is_active],
        "kinds": kinds,
        "groups": [group for group in derivations.groups(people, today) if group.count],
        "doubts": doubts.doubts_of(found, people, now, today) if found.is_open else [],
        "lives_apart": derivations.lives_apart(found),
    }
