"""The only place that knows how an area limits rows (区划范围).

The policies of every scoped table compare ``area_id`` with connection settings, so the limit holds
for the ORM, raw SQL, exports and counts alike. Without declared settings the database raises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from accounts.models.areas import HIGHEST, LOWEST, Area

SYSTEM_USER = 0
NOWHERE = ("~", "~")


@dataclass(frozen=True)
class Scope:
    """What this connection sees: a range of area codes, for one user (0: the system itself)."""

    low: str
    high: str
    user_id: int

    @property
    def is_declared(self) -> bool:
        return bool(self.low)


UNDECLARED = Scope("", "", SYSTEM_USER)


class ScopeNotDeclared(RuntimeError):
    """A request, task, command or service touched scoped rows without saying for whom."""


def current() -> Scope:
    """The scope declared on this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.area_low', true), ''),"
            " coalesce(current_setting('app.area_high', true), ''),"
            " coalesce(current_setting('app.user_id', true), '')"
        )
        low, high, user_id = cursor.fetchone()
    return Scope(low, high, int(user_id or SYSTEM_USER))


def declare(scope: Scope) -> None:
    """Set the scope of this connection until it is set again (or the transaction rolls back)."""
    user_id = str(scope.user_id) if scope.is_declared else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.area_low', %s, false), set_config('app.area_high', %s, false),"
            " set_config('app.user_id', %s, false)",
            [scope.low, scope.high, user_id],
        )


def clear() -> None:
    """Declare nothing: the next touch of a scoped table raises."""
    declare(UNDECLARED)


def of_user(user) -> Scope:
    """The managing area of ``user``; holders of the three powers see no household at all."""
    if user.holds_only_powers or not user.is_active:
        return Scope(*NOWHERE, user.pk)
    return Scope(*user.area.code_range, user.pk)


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Declare ``scope`` and restore what was declared before, however the block ends."""
    before = current()
    declare(scope)
    try:
        yield
    finally:
        # A broken transaction takes no statements; its roll-back restores the settings itself.
        if not connection.needs_rollback:
            declare(before)


@contextmanager
def area_scope(area: Area, *, user_id: int | None = None) -> Iterator[None]:
    """See and write only rows inside ``area`` on this connection.

    ``user_id`` keeps that user's closed doors and grants; by default the current user's.
    """
    who = current().user_id if user_id is None else user_id
    with within(Scope(*area.code_range, who)):
        yield


@contextmanager
def user_scope(user) -> Iterator[None]:
    """The scope a request of ``user`` has; for jobs and commands done on somebody's behalf."""
    with within(of_user(user)):
        yield


@contextmanager
def whole_city(reason: str) -> Iterator[None]:
    """Widen to everything, closed doors included; only for named services, which say why.

    Used for: duplicate look-ups that answer with a county only, totals equal for every reader,
    scheduled work, seeding.
    """
    if not reason:
        raise ValueError("say why the scope is widened")
    with within(Scope(LOWEST, HIGHEST, SYSTEM_USER)):
        yield
