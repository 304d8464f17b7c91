"""Test databases: copies of a template that is migrated once and holds the city's divisions.

A test that commits leaves the database to ``restore``, which sets back the few tables it wrote to.
Emptying all two hundred instead takes ten times as long.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from accounts import scope
from accounts.owner import as_owner
from tests.factories.accounts import load_real_areas

PREFIX = "nuanxin_template_"
WHAT_MAKES_IT = (
    "requirements.lock", "accounts/owner.py", "accounts/row_security.py", "config/settings.py",
    "*/apps.py", "*/migrations/*.py", "*/models/*.py", "accounts/data/tieling_areas.csv",
    "tests/template.py",
)  # fmt: skip
KEPT = "kept"  # the schema with a copy of every row the template holds
LARGE = 2**20  # bytes from which a table is emptied quicker as a whole than row by row


def set_up() -> None:
    """Give the default connection a test database of its own, as the owner."""
    name = connection.creation._get_test_db_name()
    copy_to(name)
    _point_at(name)


def prepare() -> str:
    """The name of the template, made if need be; as the owner."""
    template = PREFIX + _digest()
    with _alone():
        if template not in _databases():
            _make(template)
    return template


def copy_to(name: str) -> None:
    """Make a database as the template is, as the owner; one of an earlier run goes away."""
    template = prepare()
    with _alone():
        drop(name)
        _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    """Drop a database, whoever is still in it, as the owner."""
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def scratch(purpose: str) -> Iterator[str]:
    """A further database of this process, for what many tests read and none keeps a change of."""
    name = f"{connection.settings_dict['NAME']}_{purpose}"
    with as_owner():
        copy_to(name)
    yield name
    with as_owner():
        drop(name)


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """The default connection opens this database meanwhile."""
    home = connection.settings_dict["NAME"]
    cache.clear()
    _point_at(name)
    yield
    _point_at(home)
    cache.clear()


def _point_at(name: str) -> None:
    scope.clear()
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def tear_down(before: str) -> None:
    """Drop the test database and go back to the one of ``before``."""
    name = connection.settings_dict["NAME"]
    _point_at(before)
    drop(name)


def restore() -> None:
    """Set every table back to what the template holds; whoever is still at work is sent away."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        kept = set(_tables(cursor, KEPT))
        emptied = _which(cursor, dict.fromkeys(_tables(cursor) - kept, "SELECT FROM {table}"))
        if emptied and _largest(cursor, emptied) > LARGE:
            cursor.execute(f"TRUNCATE {', '.join(sorted(emptied))} CASCADE")
            emptied = set()
        changed = _which(cursor, dict.fromkeys(kept, DIFFERENCES))
        _without_triggers(cursor, emptied | changed, "DISABLE")
        # In one statement each: what refers to a row is checked when the statement ends.
        _at_once(cursor, "DELETE FROM public.{table}", emptied | changed)
        _at_once(cursor, f"INSERT INTO public.{{table}} TABLE {KEPT}.{{table}}", changed)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _without_triggers(cursor, emptied | changed, "ENABLE")


DIFFERENCES = (
    f"(TABLE public.{{table}} EXCEPT ALL TABLE {KEPT}.{{table}})"
    f" UNION ALL (TABLE {KEPT}.{{table}} EXCEPT ALL TABLE public.{{table}})"
)


def _make(template: str) -> None:
    """Under another name first: a run that is broken off leaves no template.

    A template of another state is dropped: nobody goes back to it often enough.
    """
    before, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    name, unfinished = test["NAME"], f"{PREFIX}unfinished"
    for old in _databases():
        _run(f'DROP DATABASE "{old}" WITH (FORCE)')
    test["NAME"] = unfinished
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    test["NAME"] = name
    load_real_areas()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        held = dict.fromkeys(_tables(cursor), "SELECT FROM {table}")
        for table in _which(cursor, held):
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}")
    _point_at(before)
    _run(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def _tables(cursor, schema: str = "public") -> set[str]:
    cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = %s", [schema])
    return {table for (table,) in cursor.fetchall()}


def _largest(cursor, tables: set[str]) -> int:
    cursor.execute(
        "SELECT max(pg_table_size(name::regclass)) FROM unnest(%s::text[]) name", [sorted(tables)]
    )
    (size,) = cursor.fetchone()
    return size


def _which(cursor, queries: dict[str, str]) -> set[str]:
    """The tables whose query has a row."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS ({query.format(table=table)})"
        for table, query in queries.items()
    )
    cursor.execute(asked)
    return {table for (table,) in cursor.fetchall()}


def _at_once(cursor, statement: str, tables: set[str]) -> None:
    if tables:
        parts = (
            f"t{number} AS ({statement.format(table=table)})"
            for number, table in enumerate(sorted(tables))
        )
        cursor.execute(f"WITH {', '.join(parts)} SELECT")


def _without_triggers(cursor, tables: set[str], word: str) -> None:
    for table in sorted(tables):
        cursor.execute(f"ALTER TABLE public.{table} {word} TRIGGER USER")


def _databases() -> list[str]:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _run(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)


def _digest() -> str:
    """Of every file that shapes the template, by name and content."""
    found = hashlib.sha256()
    for pattern in WHAT_MAKES_IT:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            found.update(str(path.relative_to(settings.BASE_DIR)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: a template being copied takes no connections."""
    settings.LOCAL_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.LOCAL_DIR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
