"""Errors of the API as problem details (RFC 9457) in both languages."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils import translation
from django.utils.translation import gettext_noop
from django.views.defaults import bad_request as page_bad_request
from django.views.defaults import page_not_found
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts import audit
from accounts.access import is_read_only
from accounts.middleware import API_PREFIX, SAFE_METHODS, client_address
from foundation.moves import MoveRefused

LANGUAGES = ("zh-hans", "en")
FAILED = gettext_noop("The request failed")
TITLES = {
    400: gettext_noop("The request has mistakes"),
    401: gettext_noop("Sign in first"),
    403: gettext_noop("Not permitted"),
    404: gettext_noop("Not found"),
    405: gettext_noop("Method not allowed"),
    409: gettext_noop("This step cannot be taken now"),
    412: gettext_noop("Somebody else has changed it meanwhile"),
    422: gettext_noop("This key was used for another request"),
    428: gettext_noop("Say which version you are changing (If-Match)"),
    429: gettext_noop("Too many requests"),
}


def _in_both(text: str) -> dict[str, str]:
    answers = {}
    for language in LANGUAGES:
        with translation.override(language):
            answers[language] = translation.gettext(text)
    return answers


class Unfit(exceptions.APIException):
    """What was sent cannot be taken: each field's faults in both languages."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: dict[str, list[dict[str, str]]], code: int = 400) -> None:
        super().__init__()
        self.status_code = code
        self.detail = errors


def told_in_both(read: Callable[[], dict[str, list[str]]]) -> dict[str, list[dict[str, str]]]:
    """The faults that ``read`` finds, asked once in each language."""
    answers = []
    for language in LANGUAGES:
        with translation.override(language):
            answers.append(read())
    return {
        field: [
            dict(zip(LANGUAGES, both, strict=True))
            for both in zip(*(answer.get(field, []) for answer in answers), strict=False)
        ]
        for field in answers[0]
    }


def problem_details(exc, context):
    """DRF's exception handler: ``application/problem+json`` with titles in both languages."""
    request = context["request"]
    if isinstance(exc, MoveRefused):
        reasons = [{"code": r.code, "message": str(r.message)} for r in exc.refusals]
        response = Response({"reasons": reasons}, status=status.HTTP_409_CONFLICT)
    else:
        response = exception_handler(exc, context)
    if response is None and request.method not in SAFE_METHODS and is_read_only(exc):
        response = Response({}, status=status.HTTP_403_FORBIDDEN)
    if response is None:
        return None
    if isinstance(exc, MoveRefused | PermissionDenied | exceptions.PermissionDenied):
        audit.record_refusal(
            by=request.user,
            action="api.refused",
            detail={"path": request.path},
            address=client_address(request),
        )
    if isinstance(exc, exceptions.NotAuthenticated):
        # Not REST framework's 403: signing in helps here, and nowhere else.
        response.status_code = status.HTTP_401_UNAUTHORIZED
    code = response.status_code
    detail = {} if isinstance(exc, Http404) else response.data
    response.data = {
        "status": code,
        "title": _in_both(TITLES.get(code, FAILED)),
        "errors": detail,
    }
    response.content_type = "application/problem+json"
    return response


def not_found(request, exception):
    """``handler404``: an address of the API that no route knows answers as a problem too."""
    if not request.path.startswith(API_PREFIX):
        return page_not_found(request, exception)
    problem = {"status": 404, "title": _in_both(TITLES[404]), "errors": {}}
    return JsonResponse(problem, status=404, content_type="application/problem+json")


def bad_request(request, exception):
    """``handler400``: an address of the API that cannot be read answers as a problem too."""
    if not request.path.startswith(API_PREFIX):
        return page_bad_request(request, exception)
    problem = {"status": 400, "title": _in_both(TITLES[400]), "errors": {}}
    return JsonResponse(problem, status=400, content_type="application/problem+json")


IN_BOTH = {"type": "object", "additionalProperties": {"type": "string"}}
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457) with titles in both languages.",
    "properties": {"status": {"type": "integer"}, "title": IN_BOTH, "errors": {}},
    "required": ["status", "title"],
}


def document_problems(result, generator, request, public):
    """Schema hook: every operation may answer with any of the problems above."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, title in TITLES.items():
                answer = {"description": title, "content": content}
                operation["responses"].setdefault(str(code), answer)
    return result
