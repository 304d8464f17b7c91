"""A database of a benchmark's own, made and dropped by its owner."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test.runner import DiscoverRunner

from accounts.owner import as_owner

PLAIN_FILES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
"""Static files by their own names: nothing has to be collected first."""


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Work in a database named after the benchmark; it is gone afterwards, whatever happens."""
    settings.DATABASES["default"]["TEST"]["NAME"] += f"_{name}"
    connection.settings_dict["TEST"]["NAME"] = settings.DATABASES["default"]["TEST"]["NAME"]
    runner = DiscoverRunner(verbosity=0, interactive=False)
    with as_owner():
        databases = runner.setup_databases()
    try:
        yield
    finally:
        with as_owner():
            runner.teardown_databases(databases)
