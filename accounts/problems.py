"""Errors of the API as problem details (RFC 9457) in both languages."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts import audit
from accounts.middleware import client_address
from foundation.moves import MoveRefused

TITLES = {
    400: "The request has mistakes",
    401: "Sign in first",
    403: "Not permitted",
    404: "Not found",
    405: "Method not allowed",
    409: "This step cannot be taken now",
    429: "Too many requests",
}


def _in_both(text: str) -> dict[str, str]:
    answers = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            answers[language] = translation.gettext(text)
    return answers


def problem_details(exc, context):
    """DRF's exception handler: ``application/problem+json`` with titles in both languages."""
    request = context["request"]
    if isinstance(exc, MoveRefused):
        reasons = [{"code": r.code, "message": str(r.message)} for r in exc.refusals]
        response = Response({"reasons": reasons}, status=status.HTTP_409_CONFLICT)
    else:
        response = exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, MoveRefused | PermissionDenied | exceptions.PermissionDenied):
        audit.record_refusal(
            by=request.user,
            action="api.refused",
            detail={"path": request.path},
            address=client_address(request),
        )
    code = response.status_code
    detail = {} if isinstance(exc, Http404) else response.data
    response.data = {
        "status": code,
        "title": _in_both(TITLES.get(code, "The request failed")),
        "errors": detail,
    }
    response.content_type = "application/problem+json"
    return response
