"""The cast of the whole suite: colleagues, a stranger next door, the city, and a browser page."""

import datetime
import os
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.test.utils import override_settings
from django.utils import timezone

from accounts import scope
from accounts.models import Area
from accounts.models.users import Role
from accounts.owner import as_owner
from config.celery import app
from foundation.translations import compile_all
from tests import template
from tests.factories import accounts as people

BAOLI = "211224105000"  # 昌图县宝力镇
LAOCHENG = "211224101000"  # 昌图县老城镇, the township next door
CHANGTU = "211224000000"
KAIYUAN = "211282000000"  # 开原市, the county next door
CITY = "211200000000"


def pytest_configure(config):
    # Emptying a cache empties its whole Redis database: one for each process of the run.
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = urlsplit(settings.SERVICES.redis_url)._replace(path=f"/{1 + int(process) % 15}").geturl()
    settings.SERVICES = replace(settings.SERVICES, redis_url=url)
    settings.CACHES["default"]["LOCATION"] = settings.CELERY_BROKER_URL = app.conf.broker_url = url
    compile_all()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A test that commits gives back the template's rows, the city's divisions among them.
    TransactionTestCase._fixture_teardown = lambda case: template.restore()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Create and drop the test database as its owner; the tests' bodies run as the app role."""
    before = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        with as_owner():
            template.set_up()
        yield
        with as_owner():
            template.tear_down(before)


@pytest.fixture(autouse=True)
def _private_files(tmp_path):
    with override_settings(PRIVATE_DIR=tmp_path / "private"):
        yield


@pytest.fixture
def areas(db):
    """The real divisions of the city."""
    cache.clear()
    if not Area.objects.exists():
        people.load_real_areas()
    return Area.objects


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def caseworker(areas):
    return people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "li.xiaomei", "李晓梅")


@pytest.fixture
def colleague(areas):
    """A second caseworker of the same township: the second investigator."""
    return people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "wang.jianbo", "王建波")


@pytest.fixture
def leader(areas):
    return people.user(Role.TOWNSHIP_LEADER, BAOLI, "zhao.liqiang", "赵立强")


@pytest.fixture
def checker(areas):
    return people.user(Role.COUNTY_CHECKER, CHANGTU, "sun.he", "孙核")


@pytest.fixture
def reviewer(areas):
    return people.user(Role.COUNTY_REVIEWER, CHANGTU, "zhou.haifeng", "周海峰")


@pytest.fixture
def county_leader(areas):
    return people.user(Role.COUNTY_LEADER, CHANGTU, "wu.juzhang", "吴局长")


@pytest.fixture
def chief(areas):
    return people.user(Role.COUNTY_SECTION_CHIEF, CHANGTU, "qian.guzhang", "钱股长")


@pytest.fixture
def neighbour(areas):
    """The caseworker of the township next door: must see nothing of ours."""
    return people.user(Role.TOWNSHIP_CASEWORKER, LAOCHENG, "chen.linzhen", "陈邻镇")


@pytest.fixture
def other_county(areas):
    """A reviewer of the county next door."""
    return people.user(Role.COUNTY_REVIEWER, KAIYUAN, "yang.linxian", "杨邻县")


@pytest.fixture
def city_viewer(areas):
    return people.user(Role.CITY_VIEWER, CITY, "shi.kan", "石看")


@pytest.fixture
def city_manager(areas):
    return people.user(Role.CITY_MANAGER, CITY, "gao.guan", "高管")


@pytest.fixture
def seen_by():
    """``with seen_by(user):`` the database as that user's requests see it."""
    return scope.user_scope


@pytest.fixture
def client_for():
    """``client_for(user)``: an HTTP client signed in as that user."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
