"""Refuses addresses no honest page makes, before they reach a query."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class NullRefusedMiddleware:
    """A zero byte in the address, which PostgreSQL stores in no text, is a bad request (400)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            raise BadRequest("zero byte in the address")
        return self.get_response(request)
