"""One sample request per URL, on one made-up world, for the matrix of role, area and URL.

A new URL is listed here, or the matrix fails. ``is_scoped`` means: the thing lies in 昌图县宝力镇,
so that people of another area get 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.factories import households as make_households


class World:
    """The things the samples point at, made when first asked for."""

    @cached_property
    def household(self):
        return make_households.household()

    @cached_property
    def member(self):
        return make_households.member(self.household, "韩小宝", "20")


def nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Sample:
    kwargs: Callable[[World], dict[str, Any]] = nothing
    is_scoped: bool = False
    method: str = "get"
    request: Callable[[World], dict[str, Any]] = field(default=nothing)


ACCOUNTS = {
    "accounts:change_password": Sample(),
    "accounts:keep_alive": Sample(),
    "accounts:sign_out": Sample(method="post"),
}

SAMPLES: dict[str, Sample] = {**ACCOUNTS}
