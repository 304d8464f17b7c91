"""Practice on the demo city (练习模式): one's own exercises, and the trainer's view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts import handbook
from accounts.access import may, requires
from accounts.area_choice import area_choice
from accounts.models import User
from foundation.htmx import render_page
from foundation.paging import paginate
from foundation.tables import Column
from reports.exercises import State
from reports.services import training

TONES = {State.TODO: "", State.BEGUN: "go", State.DONE: "ok"}
COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Unit")),
    Column(gettext_lazy("Begun at")),
    Column(gettext_lazy("Exercises done"), numeric=True),
    Column(gettext_lazy("Last act")),
)
View = Callable[..., HttpResponse]


def only_in_training(view: View) -> View:
    """Outside practice these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.TRAINING:
            raise Http404("no practice here")
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@requires("accounts.use_site")
@only_in_training
def exercises(request: HttpRequest) -> HttpResponse:
    """The exercises of one's own roles with how far each is."""
    context = {
        **_lines(training.practice_of(request.user)),
        "may_watch": may(request.user, "reports.watch_practice"),
    }
    return render_page(request, "reports/training.html", context)


@requires("accounts.use_site")
@only_in_training
def begin(request: HttpRequest) -> HttpResponse:
    """Start the exercises, or start them anew when asked first."""
    if request.method != "POST":
        return render_page(request, "reports/training_begin.html")
    training.begin(by=request.user)
    messages.success(request, _("The practice has begun: what you do from now on counts."))
    return redirect("reports:training")


@require_GET
@requires("reports.watch_practice")
@only_in_training
def people(request: HttpRequest) -> HttpResponse:
    """Who has done what in the trainer's area."""
    areas = area_choice(request.user, request.GET.get("area"))
    words = request.GET.get("q", "").strip()
    found = User.objects.within(areas.chosen).filter(is_active=True, is_machine=False)
    if words:
        found = found.filter(Q(name__startswith=words) | Q(username__startswith=words))
    page = paginate(request, found.select_related("area"))
    context = {
        "areas": areas,
        "words": words,
        "page": page,
        "rows": training.practices(page.rows),
        "columns": COLUMNS,
    }
    return render_page(request, "reports/training_people.html", context)


@require_GET
@requires("reports.watch_practice")
@only_in_training
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one person is with every exercise."""
    found = get_object_or_404(User.objects.within(request.user.area), pk=pk)
    context = {**_lines(training.practice_of(found)), "person": found}
    return render_page(request, "reports/training_person.html", context)


def _lines(practice: training.Practice) -> dict[str, Any]:
    """The exercises as the page draws them."""
    lines = [
        {
            "exercise": line.exercise,
            "state": line.state.label,
            "tone": TONES[line.state],
            "at": line.at if line.state == State.DONE else None,
            "count": line.count,
            "help": handbook.address(*line.exercise.place.split("#")),
        }
        for line in practice.lines
    ]
    return {"practice": practice, "lines": lines}
