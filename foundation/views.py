"""What every page of the shell needs: words for scripts, the language and the text size."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog

LARGE_TEXT_COOKIE = "nuanxin_large_text"
YEAR = 365 * 24 * 3600


class ScriptCatalogue(JavaScriptCatalog):
    """Translations of the strings in our scripts, from the catalogue of each app."""

    def get_paths(self, packages: Any) -> list[str]:
        return [str(path) for path in settings.LOCALE_PATHS if path.is_dir()]


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Switch between the ordinary and the large text (大字版) and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("large") == "1":
        response.set_cookie(
            LARGE_TEXT_COOKIE,
            "1",
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(LARGE_TEXT_COOKIE, samesite="Lax")
    return response
