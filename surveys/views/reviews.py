"""Reading a visit that was handed in, deciding on it, and printing it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation

from accounts import audit
from accounts.access import may, requires
from foundation import clock
from foundation.encryption import sm3_hex
from surveys.choices import DONE
from surveys.content import SOFT, well_formed
from surveys.figures import summary
from surveys.forms import RETURN, DecisionForm
from surveys.models import Visit
from surveys.photo_reading import gallery
from surveys.reading import chapters, differences
from surveys.services import visits
from surveys.steps import FLOW
from surveys.validation import validate


@requires("surveys.view_visit")
def review(request: HttpRequest, uuid: str) -> HttpResponse:
    """A visit in words; the leader sees what changed and decides."""
    visit = _visit(uuid)
    may_decide = "approve" in FLOW.open_moves(visit, request.user)
    if request.method == "POST" and not may(request.user, "surveys.approve_visit"):
        raise PermissionDenied("surveys.approve_visit")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _decide(visit, form, request.user)
        return redirect("surveys:review", uuid)
    page = _page(visit, request.user) | {"form": form if may_decide else None}
    return render(request, "surveys/review.html", page)


@requires("surveys.view_visit")
def print_form(request: HttpRequest, uuid: str) -> HttpResponse:
    """The filled form W13 (入户调查表) for printing; official paper is Chinese."""
    visit = _visit(uuid)
    audit.record(by=request.user, action="visit.printed", target=visit)
    with translation.override("zh-hans"):
        content = well_formed(visit.content)
        context = {
            "visit": visit,
            "chapters": chapters(content),
            "summary": summary(content),
            "digest": visit.digest or sm3_hex(visit.content_text.encode()),
        }
        return render(request, "surveys/print.html", context)


def _page(visit: Visit, user) -> dict[str, Any]:
    """The visit in words, what changed, and what to look at twice."""
    content = well_formed(visit.content)
    before = _facts_before(visit)
    return {
        "visit": visit,
        "chapters": chapters(content),
        "summary": summary(content),
        "before": before,
        "differences": differences(before.content, content) if before else [],
        **gallery(visit),
        "faults": [f for f in validate(content, on=clock.today()) if f.level == SOFT],
        "moves": FLOW.records(visit).select_related("by"),
        "may_edit": "submit" in FLOW.open_moves(visit, user),
        "may_apply": visit.result == DONE and may(user, "assistance.start_application"),
    }


def _visit(uuid: str) -> Visit:
    return get_object_or_404(
        Visit.objects.select_related("household", "area__parent__parent", "created_by"), uuid=uuid
    )


def _decide(visit: Visit, form: DecisionForm, by) -> None:
    opinion = form.cleaned_data["opinion"]
    if form.cleaned_data["decision"] == RETURN:
        visits.return_for_correction(visit_uuid=visit.uuid, by=by, reason=opinion)
    else:
        visits.approve(visit_uuid=visit.uuid, by=by, reason=opinion)


def _facts_before(visit: Visit) -> Visit | None:
    """The visit approved before this one; none when it is the first."""
    earlier = Visit.objects.complete().filter(household_id=visit.household_id)
    if visit.approved_at:
        earlier = earlier.filter(approved_at__lt=visit.approved_at)
    return earlier.order_by("-approved_at").first()
