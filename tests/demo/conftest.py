"""A small demo city, made once for each module of tests."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from accounts import scope
from accounts.models import Area
from demo.city import seed_city
from tests.factories import accounts as people

ON = datetime.date(2026, 5, 20)


@pytest.fixture(scope="module")
def made_city(django_db_setup, django_db_blocker, tmp_path_factory):
    """Sixty households around a day in May, taken back after the last test of a module."""
    private = tmp_path_factory.mktemp("private")
    with django_db_blocker.unblock(), override_settings(PRIVATE_DIR=private):
        with transaction.atomic():
            cache.clear()
            if not Area.objects.exists():
                people.load_real_areas()
            lines: list[str] = []
            seed_city(households=60, seed=7, on=ON, say=lines.append)
            yield lines
            transaction.set_rollback(True)
        scope.clear()
        connection.close()


@pytest.fixture
def city(made_city, db):
    """The progress lines of the city."""
    cache.clear()
    return made_city
