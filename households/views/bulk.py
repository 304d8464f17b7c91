"""Acts on many households: choosing them, one form for all, how each went, taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from households.bulk_actions import ACTIONS
from households.conditions import conditions
from households.models import BulkAct, Household
from households.models.bulk import BulkState, Outcome
from households.services import bulk

FIRST = 12
TONES = {Outcome.DONE: "ok", Outcome.REFUSED: "bad"}


@require_POST
@requires("households.view_household")
def choose(request):
    """Fix the ticked households, or all the filter leaves, and go on to the act's form."""
    asked = conditions(request.user, QueryDict(request.POST.get("query", "")))
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None or not asked.are_valid:
        return _back(request, asked, _("Choose what to do with the households."))
    rows = asked.rows
    if request.POST.get("which") != "every":
        ticked = [key for key in request.POST.getlist("pick") if key.isascii() and key.isdigit()]
        rows = Household.objects.on_register().filter(pk__in=[int(key) for key in ticked[:500]])
    try:
        act, left_out = bulk.choose(by=request.user, action=action, households=rows)
    except InputError as error:
        return _back(request, asked, error.message)
    except PermissionDenied:
        return _back(request, asked, _("This act is not among those you may do."))
    if left_out:
        messages.warning(request, _left_out(left_out))
    return redirect("households:bulk_act", uuid=act.uuid)


@requires("households.view_household")
def bulk_act(request, uuid):
    """The form of the act with how many it is about; afterwards how each row went."""
    act = get_object_or_404(BulkAct.objects.select_related("job"), uuid=uuid, asked_by=request.user)
    action = bulk.action_of(act)
    form = action.form(request.POST or None, by=request.user)
    if act.state == BulkState.CHOSEN and form.is_valid():
        answers = {name: request.POST.getlist(name)[-1] for name in form.fields
                   if name in request.POST}  # fmt: skip
        bulk.start(by=request.user, act=act, answers=answers)
        return redirect("households:bulk_act", uuid=act.uuid)
    rows = act.rows.select_related("household").order_by("pk")
    context = {"act": act, "action": action, "form": form, "total": rows.count()}
    if act.state == BulkState.CHOSEN:
        context["first"] = rows[:FIRST]
    else:
        context |= _outcome(request, act, rows)
    return render_page(request, "households/bulk_act.html", context)


@requires("households.view_household")
def undo(request, uuid):
    """Take the act back, after asking."""
    act = get_object_or_404(BulkAct, uuid=uuid, asked_by=request.user)
    action = bulk.action_of(act)
    if request.method == "POST":
        bulk.undo(by=request.user, act=act)
        messages.success(request, _("It is being taken back; the rows below say how each went."))
        return redirect("households:bulk_act", uuid=act.uuid)
    done = act.rows.filter(outcome=Outcome.DONE).count()
    context = {"act": act, "action": action, "done": done, "on": clock.today()}
    return render_page(request, "households/bulk_undo.html", context)


def _left_out(count):
    words = ngettext(
        "%(count)s household outside your area was left out: you may only read it.",
        "%(count)s households outside your area were left out: you may only read them.",
        count,
    )
    return words % {"count": count}


def _back(request, asked, message):
    messages.error(request, message)
    return redirect(f"{reverse('households:list')}?{asked.query or 'all=1'}")


def _outcome(request, act, rows):
    """Counts by outcome, each leading to its rows, and the rows asked for."""
    shown = request.GET.get("outcome", "")
    counted = dict(act.rows.order_by().values_list("outcome").annotate(Count("pk")))
    counts = [
        {"figure": counted.get(one, 0), "label": one.label, "address": f"?outcome={one}",
         "is_on": one == shown, "tone": TONES.get(one, "")}
        for one in Outcome if counted.get(one)
    ]  # fmt: skip
    found = rows.filter(outcome=shown) if shown in Outcome.values else rows
    headings = (_("Head of household"), _("File number"), _("How it went"), _("Note"))
    return {
        "counts": counts,
        "page": paginate(request, found),
        "columns": [Column(heading) for heading in headings],
        "may_undo": act.state == BulkState.DONE
        and bulk.action_of(act).undo is not None
        and counted.get(Outcome.DONE, 0),
    }
