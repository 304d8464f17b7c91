"""Refuses addresses no honest page makes; says which powers of a device the pages may ask for."""

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


class DevicePowersMiddleware:
    """Camera and position are asked for by our own pages only, other powers by nobody.

    Photos and places of visits need the two; a page that was framed or injected gets none.
    """

    POLICY = (
        "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), bluetooth=(),"
        " display-capture=()"
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        return response
