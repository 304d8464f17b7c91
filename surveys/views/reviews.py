"""Reading a visit that was handed in, and deciding on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.access import may, requires
from accounts.models import User
from foundation.faults import InputError
from households.looking import record_look
from surveys.content import well_formed
from surveys.forms import RETURN, DecisionForm, drafted
from surveys.models import Visit
from surveys.review_page import Turn, review_page, turn_of
from surveys.services import visits
from surveys.steps import FLOW


@requires("surveys.view_visit")
def review(request: HttpRequest, uuid: str) -> HttpResponse:
    """A visit in words; the leader sees what changed, remarks place by place, and decides."""
    visit = _visit(uuid)
    is_sent = request.method == "POST"
    if is_sent and not may(request.user, "surveys.approve_visit"):
        raise PermissionDenied("surveys.approve_visit")
    content = well_formed(visit.content)
    form = drafted(request.POST, content) if is_sent else None
    is_draft = form is not None
    form = form or DecisionForm(
        request.POST if is_sent else None, content=content, initial={"revision": visit.revision}
    )
    if is_sent and not is_draft and form.is_valid():
        turn = turn_of(visit, request.user)
        if _decide(request, visit, form):
            return redirect("surveys:review", _next(turn, visit))
    record_look(request, visit.household)
    may_decide = "approve" in FLOW.open_moves(visit, request.user)
    page = review_page(visit, request.user) | {"form": form if may_decide else None}
    page["turn"] = turn_of(visit, request.user) if may_decide else None
    return render(request, "surveys/review.html", page)


def _visit(uuid: str) -> Visit:
    return get_object_or_404(
        Visit.objects.select_related("household", "area__parent__parent", "created_by"), uuid=uuid
    )


def _decide(request: HttpRequest, visit: Visit, form: DecisionForm) -> bool:
    """Make the decision and say so; what cannot be taken stands beside the form."""
    by, given = request.user, form.cleaned_data
    assert isinstance(by, User)
    try:
        if given["decision"] == RETURN:
            visits.return_for_correction(
                visit_uuid=visit.uuid, by=by, reason=given["opinion"], places=given["remarks"],
                revision=given["revision"],
            )  # fmt: skip
            words = _("Returned: the visit to {head}. The author has been told.")
        else:
            visits.approve(
                visit_uuid=visit.uuid, by=by, reason=given["opinion"], revision=given["revision"]
            )
            words = _("Approved: the visit to {head}. It can no longer be changed.")
    except visits.StaleContent as stale:
        form.read_anew(visit.revision)
        form.add_error(None, str(stale.message))
        return False
    except InputError as wrong:
        form.add_error(None, str(wrong.message))
        return False
    address = reverse("surveys:review", args=[visit.uuid])
    link = format_html('<a href="{}">{}</a>', address, visit.household.head_name)
    messages.success(request, format_html(words, head=link))
    return True


def _next(turn: Turn | None, visit: Visit):
    """The next visit that waits, else the one before, else the one just decided."""
    return (turn and (turn.next or turn.previous)) or visit.uuid
