"""The pages a device keeps: the data-free shell, its service worker and the app's manifest."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import public, requires
from surveys import offline

PRECHECK = "assistance:precheck"
NO_DATA = "holds words and addresses of static files, no data"


@require_GET
@requires("surveys.record_visit")
def shell(request: HttpRequest, uuid: str = "") -> HttpResponse:
    """The visit form and the day's list: without data, so that a device may keep it.

    Whose the visit is, is asked of the API; outside the area it answers that there is none.
    """
    response = render(request, "surveys/shell.html", {"precheck_url": _precheck_url()})
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_GET
@public(NO_DATA)
def no_network(request: HttpRequest) -> HttpResponse:
    """What a device shows for other pages while there is no network."""
    return render(request, "surveys/no_network.html")


@require_GET
@public(NO_DATA)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: which files make the shell, and the build they belong to."""
    context = {
        "build": offline.build(),
        "assets": offline.assets(),
        "shell": reverse("surveys:field"),
    }
    context["help"] = reverse("accounts:help_kept")
    context["no_network"] = reverse("surveys:no_network")
    response = render(request, "surveys/sw.js", context, content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    patch_cache_control(response, no_cache=True)
    return response


@require_GET
@public(NO_DATA)
def manifest(request: HttpRequest) -> JsonResponse:
    """How the app is installed on a phone."""
    icon = {"src": static("foundation/seal.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": _("Nuanxin Assistance"),
            "short_name": _("Nuanxin"),
            "start_url": reverse("surveys:field"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#f7f5f0",
            "theme_color": "#15325a",
            "icons": [icon | {"purpose": "any"}],
        },
        content_type="application/manifest+json",
    )


def _precheck_url() -> str:
    """Where the rules answer what the form adds up to, once that screen is there."""
    try:
        return reverse(PRECHECK)
    except NoReverseMatch:
        return ""
