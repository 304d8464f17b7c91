"""Per request: who signed in, what they see, what history notes, and how refusals look."""

import ipaddress
import logging

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from pghistory import context
from rest_framework.authentication import get_authorization_header

from accounts import access, audit, scope
from foundation.moves import MoveRefused

API_PREFIX = "/api/"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
logger = logging.getLogger(__name__)


def client_address(request) -> str:
    """The peer's address; in production, behind the TLS proxy, the one the proxy appended last.

    Without a proxy the header is the visitor's own word, and a way round the lock-out.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not settings.PRODUCTION:
        return peer
    appended = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    try:
        return str(ipaddress.ip_address(appended))
    except ValueError:
        return peer


class OwnActSessionMiddleware(SessionMiddleware):
    """The session lives on with what a person does, not with what an open page asks by itself.

    A view that only answers such polling says so by ``request.is_polling = True``.
    """

    def process_response(self, request, response):
        if getattr(request, "is_polling", False) and not request.session.modified:
            patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Signing in is the default; the API answers 401 itself instead of a redirect."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.path.startswith(API_PREFIX):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class AreaScopeMiddleware:
    """Declare the signed-in user's area on the connection, outside any transaction; then clear.

    Nobody signed in: nothing is declared, and touching a scoped table raises.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self._answer_machine(request)
        if request.user.must_change_password and not self._may_pass(request):
            return redirect("accounts:change_password")
        with scope.user_scope(request.user):
            response = self.get_response(request)
        # Shared machines: after signing out, Back must not show a household again.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _answer_machine(self, request):
        """A token declares its user's scope when it is read; it is taken back afterwards.

        A person's session comes first, whatever header comes with it.
        """
        if not get_authorization_header(request):
            return self.get_response(request)
        with scope.within(scope.current()):
            return self.get_response(request)

    @staticmethod
    def _may_pass(request) -> bool:
        names = (
            "accounts:change_password",
            "accounts:sign_out",
            "set_language",
            "text_size",
            "jsi18n",
        )
        return request.path in {reverse(name) for name in names}


class HistoryMiddleware:
    """Row history notes who changed what in which request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        user_id = request.user.pk if request.user.is_authenticated else None
        with context(user=user_id, url=request.path):
            return self.get_response(request)


class RefusalMiddleware:
    """A refused move becomes one friendly page, and every refusal an audit event.

    It runs after the refused transaction has rolled back, so the record stays.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, MoveRefused):
            self._record(request, "move.refused", {"reasons": [r.code for r in exception.refusals]})
            page = {"refusals": exception.refusals, "title": _("This step cannot be taken now")}
            return render(request, "accounts/move_refused.html", page, status=409)
        if isinstance(exception, PermissionDenied):
            self._record(request, "access.refused", {"permission": str(exception)})
        elif request.method not in SAFE_METHODS and access.is_read_only(exception):
            logger.warning("an act on a row that may only be read", exc_info=exception)
            self._record(request, "access.refused", {"reason": "read only"})
            return render(request, "accounts/read_only.html", status=403)
        return None

    @staticmethod
    def _record(request, action, detail):
        audit.record_refusal(
            by=request.user,
            action=action,
            detail={"path": request.path, **detail},
            address=client_address(request),
        )
