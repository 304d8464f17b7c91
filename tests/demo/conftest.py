"""A small demo city in a database of its own, made once for each process of the run."""

import datetime
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from demo.city import seed_city
from tests import template
from tests.demo.fingerprint import fingerprint

ON = datetime.date(2026, 5, 20)
SEED = 7


@dataclass(frozen=True)
class City:
    database: str
    lines: list[str]
    fingerprint: str


@pytest.fixture(scope="session")
def whole_city(django_db_setup, django_db_blocker, tmp_path_factory):
    """Sixty households around a day in May."""
    private, lines = tmp_path_factory.mktemp("private"), []
    with django_db_blocker.unblock(), template.scratch("city") as name:
        with template.working_in(name), override_settings(PRIVATE_DIR=private):
            with transaction.atomic():
                seed_city(households=60, seed=SEED, on=ON, say=lines.append)
            made = City(name, lines, fingerprint())
        yield made


@pytest.fixture(scope="module")
def made_city(whole_city, django_db_blocker):
    """Every test of the module works there, and takes back what it does."""
    with django_db_blocker.unblock(), template.working_in(whole_city.database):
        yield whole_city


@pytest.fixture
def city(made_city, db):
    """The progress lines of the city."""
    cache.clear()
    return made_city.lines
