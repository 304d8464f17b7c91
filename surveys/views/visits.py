"""Starting a visit, and the questions of the form."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control

from accounts.access import requires
from households.models import Household
from surveys.form_schema import form_schema
from surveys.forms import StartForm
from surveys.models import Visit
from surveys.services import visits


@requires("surveys.record_visit")
def start(request: HttpRequest, household_id: int) -> HttpResponse:
    """Ask why the household is visited and open the form; an open visit is gone on with."""
    household = get_object_or_404(
        Household.objects.on_register().select_related("area"), pk=household_id
    )
    running = Visit.objects.filter(household=household).open().first()
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visit = visits.start(household=household, by=request.user, kind=form.cleaned_data["kind"])
        return redirect("surveys:visit", visit.uuid)
    page = {"household": household, "running": running, "form": form}
    return render(request, "surveys/start.html", page)


@requires("surveys.view_visit")
def schema(request: HttpRequest) -> JsonResponse:
    """The questions in the user's language; holds no data."""
    response = JsonResponse(form_schema(), json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, no_cache=True)
    return response
