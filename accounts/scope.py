"""The only place that knows how an area limits rows (区划范围).

The policies of every scoped table compare ``area_id`` with connection settings, so the limit holds
for the ORM, raw SQL, exports and counts alike. Without declared settings the database raises.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from accounts.models.areas import HIGHEST, LOWEST, Area
from accounts.models.users import User

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
OWNER = Scope(LOWEST, HIGHEST, SYSTEM_USER)
ATTRIBUTE = "nuanxin_scope"


class ScopeNotDeclared(RuntimeError):
    """A request, task, command or service touched scoped rows without saying for whom."""


def current() -> Scope:
    """The scope declared on this connection."""
    return getattr(connection, ATTRIBUTE, UNDECLARED)


def declare(scope: Scope) -> None:
    """Set the scope of this connection until it is set again (or the transaction rolls back)."""
    declare_on(connection, scope)


def declare_on(asked: Any, scope: Scope) -> None:
    user_id = str(scope.user_id) if scope.is_declared else ""
    setattr(asked, ATTRIBUTE, scope)
    with asked.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.area_low', %s, false), set_config('app.area_high', %s, false),"
            " set_config('app.user_id', %s, false)",
            [scope.low, scope.high, user_id],
        )


def clear() -> None:
    """Declare nothing: the next touch of a scoped table raises."""
    declare(UNDECLARED)


def of_user(user: User) -> Scope:
    """The managing area of ``user``; holders of the three powers see no household at all.

    They are nobody to the database, because a grant to their office is not meant for them.
    """
    if user.holds_only_powers or not user.is_active:
        return Scope(*NOWHERE, SYSTEM_USER)
    low, high = user.area.code_range
    return Scope(low, high, user.pk)


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Declare ``scope`` and restore what was declared before, however the block ends."""
    before = current()
    declare(scope)
    try:
        yield
    finally:
        # A broken transaction takes no statements; its roll-back restores the settings itself.
        if connection.needs_rollback:
            setattr(connection, ATTRIBUTE, before)
        else:
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
def user_scope(user: User) -> Iterator[None]:
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


def scoped_tables() -> re.Pattern[str]:
    """A pattern that finds any table under a policy in a statement; asked of the catalogue once.

    An answer without tables is not kept: before the first migration it would switch ``guard`` off
    for as long as the process lives.
    """
    names = _names_of_scoped_tables()
    if not names:
        _names_of_scoped_tables.cache_clear()
    return _pattern(names)


@cache
def _names_of_scoped_tables() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
        return tuple(name for (name,) in cursor.fetchall())


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b" if names else "(?!)")


def guard(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Execute wrapper: a statement on a scoped table without a declared scope raises.

    The policies alone would answer it with no rows; a forgotten scope must never look like an
    empty register.
    """
    asked = context["connection"]
    if not getattr(asked, ATTRIBUTE, UNDECLARED).is_declared and "_" in str(sql):
        text = str(sql)
        if "pg_class" not in text and (found := scoped_tables().search(text)):
            raise ScopeNotDeclared(
                f"{found[0]}: wrap the code in user_scope, area_scope or whole_city"
            )
    return execute(sql, params, many, context)


def install_guard(connection: Any, **kwargs: Any) -> None:
    """Put ``guard`` on a new connection (receiver of ``connection_created``)."""
    if guard not in connection.execute_wrappers:
        # At the front: whoever put a wrapper on before connecting takes the last one off again.
        connection.execute_wrappers.insert(0, guard)
    # A fresh connection has no settings; whatever was declared before is gone with the old one.
    declared = getattr(connection, ATTRIBUTE, UNDECLARED)
    if declared.is_declared:
        declare_on(connection, declared)
