"""What every full page shows around its content, worked out only when a template asks."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts import help_map
from accounts.access import may
from accounts.models import Message
from accounts.navigation import Link, entries_for
from foundation.views import LARGE_TEXT_COOKIE


class Shell:
    """Navigation, help, unread messages, session length and text size of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user = getattr(request, "user", None)

    @property
    def is_signed_in(self) -> bool:
        return bool(self._user and self._user.is_authenticated)

    @cached_property
    def navigation(self) -> list[Link]:
        if not self.is_signed_in:
            return []
        return list(entries_for(self._user, self._request))

    @cached_property
    def tabs(self) -> list[Link]:
        """At most four entries with an icon, for the bar at the foot of a phone."""
        return [link for link in self.navigation if link.icon][:4]

    @cached_property
    def may_search(self) -> bool:
        return any(link.icon == "folder" for link in self.navigation)

    @cached_property
    def may_visit(self) -> bool:
        """Whether the user fills in visits, also where there is no network."""
        return self.is_signed_in and may(self._user, "surveys.record_visit")

    @cached_property
    def unread_messages(self) -> int:
        return Message.objects.unread().filter(to=self._user).count() if self.is_signed_in else 0

    @property
    def help_address(self) -> str:
        """Where the handbook explains this page."""
        match = getattr(self._request, "resolver_match", None)
        return help_map.address_of(match.view_name if match else "")

    @property
    def visit_help(self) -> str:
        """Where the handbook explains days without a network: the shell's own way in."""
        return help_map.address_of("surveys:field")

    @property
    def visit_help_parts(self) -> str:
        return help_map.visit_parts()

    @property
    def is_training(self) -> bool:
        return settings.TRAINING

    @property
    def session_seconds(self) -> int:
        return settings.SESSION_COOKIE_AGE if self.is_signed_in else 0

    @property
    def is_large(self) -> bool:
        return self._request.COOKIES.get(LARGE_TEXT_COOKIE) == "1"

    @property
    def languages(self) -> Iterator[tuple[str, str]]:
        """(code, own name) of the languages of the site."""
        return iter((("zh-hans", "中文"), ("en", "English")))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` in every template."""
    return {"shell": Shell(request)}
