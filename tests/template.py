"""Test databases copied from a template, which is migrated once for each state of the migrations."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

PREFIX = "nuanxin_template_"
WHAT_MAKES_IT = (
    "requirements.lock", "accounts/owner.py", "accounts/row_security.py", "config/settings.py",
    "*/apps.py", "*/migrations/*.py", "*/models/*.py",
)  # fmt: skip


def set_up():
    """Give the default connection a test database of its own; for ``teardown_databases``.

    The template of another state is dropped: nobody goes back to it often enough.
    """
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    template = PREFIX + _digest()
    name = connection.creation._get_test_db_name()
    with _alone():
        if template not in _databases(connection):
            _make(connection, template)
        _run(connection, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _run(connection, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _point(connection, name)
    return [(connection, before, True)]


def _make(connection, template: str) -> None:
    """Migrate a database under another name first: a run that is broken off leaves no template."""
    before, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    name = test["NAME"]
    for old in _databases(connection):
        _run(connection, f'DROP DATABASE "{old}" WITH (FORCE)')
    test["NAME"] = f"{PREFIX}unfinished"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    test["NAME"] = name
    _point(connection, before)
    _run(connection, f'ALTER DATABASE "{PREFIX}unfinished" RENAME TO "{template}"')


def _point(connection, name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _databases(connection) -> list[str]:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _run(connection, statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)


def _digest() -> str:
    """Of every file that shapes the schema, by name and content."""
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
