"""The counties' income assessment standards: the list, setting a value, taking one back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from foundation import clock
from foundation.faults import InputError
from foundation.htmx import render_page
from households.assessment_forms import AssessmentForm
from households.models import AssessmentStandard
from households.models.assessments import AssessmentKind
from households.services import assessments as acts


@require_GET
@requires("households.view_economy")
def assessments(request):
    """Every value with its days and document, by kind; counties beside the city."""
    today = clock.today()
    rows = AssessmentStandard.objects.select_related("area").order_by(
        "item", "area_id", "-valid_from"
    )
    own = set(rows.within(request.user.area).values_list("pk", flat=True))
    groups: dict = {kind: [] for kind in AssessmentKind}
    for row in rows:
        row.is_now = row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
        row.is_own = row.pk in own
        groups[row.kind].append(row)
    context = {
        "groups": [(kind.label, groups[kind]) for kind in AssessmentKind if groups[kind]],
        "may_maintain": may(request.user, "households.maintain_assessments"),
    }
    return render(request, "households/assessments.html", context)


@requires("households.maintain_assessments")
def add_assessment(request):
    """Set a value; the one in force ends the day before."""
    form = AssessmentForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            added = acts.add_standard(by=request.user, **form.fields_to_save())
        except InputError as error:
            form.add_error(error.code if error.code in form.fields else None, error.message)
        else:
            told = _("Added: %(name)s %(value)s") % {
                "name": added.item_label,
                "value": added.net_income,
            }
            messages.success(request, told)
            return redirect("households:assessments")
    return render_page(request, "households/add_assessment.html", {"form": form})


@requires("households.maintain_assessments")
def withdraw_assessment(request, pk):
    """Take back a value nobody was assessed by; the one before it goes on."""
    own = AssessmentStandard.objects.within(request.user.area).select_related("area")
    standard = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        try:
            acts.withdraw_standard(by=request.user, standard=standard)
        except InputError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The value has been taken back."))
        return redirect("households:assessments")
    return render(request, "households/withdraw_assessment.html", {"standard": standard})
