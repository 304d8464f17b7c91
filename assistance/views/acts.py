"""One page per act on an application: its form, its legal consequence, its button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from assistance import dossier, findings_text
from assistance.forms import (
    BareForm,
    CheckForm,
    InvestigationForm,
    NoticeForm,
    ReasonForm,
)
from assistance.models import Application
from assistance.services import applications, decisions, notices
from assistance.services.facts import to_be_ruled
from assistance.steps import FLOW, MOVES
from foundation.faults import InputError
from foundation.forms import Form
from surveys.choices import DONE
from surveys.models import Visit

SERVICES: dict[str, Callable[..., Any]] = {
    "accept": applications.accept,
    "reject": applications.reject,
    "record_check": applications.record_check,
    "record_investigation": applications.record_investigation,
    "opine": applications.opine,
    "post_notice": notices.post,
    "report": notices.report,
    "reinvestigate": notices.reinvestigate,
    "review": applications.review,
    "confirm": decisions.confirm,
    "refuse": decisions.refuse,
    "return": applications.return_,
    "withdraw": applications.withdraw,
}
# Done straight from the dossier's panel; the others have a page of their own to be read first.
SIMPLE = ("accept", "opine", "report", "review", "return", "reinvestigate")
BARE = ("accept", "report")
OPTIONAL_OPINION = ("confirm",)
CONSEQUENCES = {
    "confirm": gettext_lazy(
        "The family is confirmed from next month; the decision is frozen with all figures, the "
        "notice of confirmation is numbered and issued, and the register changes. It cannot be "
        "undone, only changed by a later decision."
    ),
    "refuse": gettext_lazy(
        "The family gets a written notice with this reason and its remedies within three working "
        "days. The decision cannot be undone; the family may apply again."
    ),
    "reject": gettext_lazy(
        "The application ends here. The family must be told this reason; it may apply again."
    ),
    "withdraw": gettext_lazy(
        "The application ends at the family's own wish; a notice that hangs is taken down."
    ),
    "post_notice": gettext_lazy(
        "The notice is numbered and issued now and stands seven full days after today."
    ),
}


def form_for(name: str, request: Any, application: Application) -> Form:
    """The form of an act, bound when it was sent."""
    if request.method == "POST":
        return bound_form(name, request.POST, request.FILES, application)
    return bound_form(name, None, None, application)


def bound_form(name: str, data: Any, files: Any, application: Application) -> Form:
    """The form of an act with what was sent; ``None`` gives the empty one."""
    if name == "record_check":
        return CheckForm(data, files)
    if name == "record_investigation":
        return InvestigationForm(data, doubts=to_be_ruled(newest_visit(application).content))
    if name == "post_notice":
        return NoticeForm(data)
    if name in BARE:
        return BareForm({} if data is not None else None)
    return ReasonForm(data, required=name not in OPTIONAL_OPINION)


def newest_visit(application: Application) -> Visit:
    """The visit the investigation would be recorded from."""
    visits = Visit.objects.approved().filter(household_id=application.household_id, result=DONE)
    return visits.order_by("-pk").first() or application.visit


def perform(name: str, application: Application, *, by: Any, form: Any) -> None:
    """Do the act with what was typed. Raises MoveRefused and InputError as the service does."""
    typed = form.act() if hasattr(form, "act") else form.cleaned_data
    SERVICES[name](application_id=application.pk, by=by, **typed)


def act(name: str):
    """The page of one move: GET shows what it means, POST does it."""
    move = MOVES.moves[name]

    @requires(move.permission)
    def view(request, pk):
        application = get_object_or_404(Application.objects.for_dossier(), pk=pk)
        form = form_for(name, request, application)
        if request.method == "POST" and form.is_valid():
            try:
                perform(name, application, by=request.user, form=form)
            except InputError as fault:
                form.add_error(None, fault.message)
            else:
                messages.success(request, _("Recorded: %(act)s") % {"act": move.label})
                return redirect("assistance:application", pk=pk)
        return render(request, "assistance/act.html", page(name, request, application, form))

    view.__name__ = name
    return view


def page(name: str, request: Any, application: Application, form: Form) -> dict[str, Any]:
    """What the page of an act shows: what stands against it, what follows from it."""
    move = MOVES.moves[name]
    return {
        "application": application,
        "form": form,
        "move": move,
        "name": name,
        "refusals": FLOW.refusals(application, name, request.user),
        "consequence": CONSEQUENCES.get(name, ""),
        "formula": findings_text.formula(application.assessment),
        "rungs": [r for r in findings_text.rungs(application.assessment) if r.state == "yes"],
        "people": dossier.people(application, list(application.moves.select_related("by"))),
    }
