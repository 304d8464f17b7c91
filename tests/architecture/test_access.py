"""Nobody can forget: every view states who may use it, and the matrix answers as the table says."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.access import PUBLIC
from accounts.models.users import Role
from accounts.permissions import PERMISSIONS
from tests import template
from tests.architecture.samples import SAMPLES, World
from tests.factories import accounts as people

# Doors open to people who have not signed in, each with its reason.
OPEN = {
    "accounts:sign_in": "the way in",
    "healthz": "asked by monitors",
    "set_language": "the language of the sign-in page",
    "jsi18n": "words of scripts",
    "text_size": "the text size of the sign-in page",
    "service_worker": "addresses of static files; the browser asks for it by itself",
    "surveys:manifest": "the name and icon of the app; the browser asks for it by itself",
    "surveys:no_network": "kept on the device, words only",
    "households:verify_document": "anybody may check a paper; it tells no personal data",
}

AT = {
    Role.VILLAGE_CLERK: ("211224105200", "211224101200"),
    Role.TOWNSHIP_CASEWORKER: ("211224105000", "211224101000"),
    Role.TOWNSHIP_LEADER: ("211224105000", "211224101000"),
    Role.CITY_VIEWER: ("211200000000", None),
    Role.CITY_MANAGER: ("211200000000", None),
    Role.AUDITOR: ("211200000000", None),
    Role.SECURITY_ADMINISTRATOR: ("211200000000", None),
    Role.SYSTEM_ADMINISTRATOR: ("211200000000", None),
}
COUNTY_ROLES = ("211224000000", "211282000000")
POWERS = {Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}


def url_patterns(resolver=None, namespaces=()):
    """Every named URL of the site as (full name, callback)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or "?"]), pattern.callback
        else:
            inner = [*namespaces, pattern.namespace] if pattern.namespace else [*namespaces]
            yield from url_patterns(pattern, tuple(inner))


ALL = dict(url_patterns())


def permission_of(view, method: str) -> str | None:
    """The permission a view names: on the function, the API class, or by API action."""
    if hasattr(view, "required_permission"):
        return view.required_permission
    cls = getattr(view, "cls", None)
    if cls is None:
        return None
    action = (getattr(view, "actions", None) or {}).get(method.lower())
    return getattr(cls, "required_permissions", {}).get(action) or getattr(
        cls, "required_permission", None
    )


def test_every_view_states_who_may_use_it():
    bare = [
        name
        for name, view in ALL.items()
        if permission_of(view, "get") is None
        and permission_of(view, "post") is None
        and permission_of(view, "put") is None
    ]
    assert bare == []
    assert {name for name, view in ALL.items() if permission_of(view, "get") == PUBLIC} <= set(OPEN)


def test_every_url_has_a_sample_and_every_sample_a_url():
    assert {name for name in ALL if name not in OPEN} == set(SAMPLES)


def test_permissions_used_exist_and_all_are_used_or_held():
    used = {permission_of(view, m) for view in ALL.values() for m in ("get", "post", "put")}
    assert used - {None, PUBLIC} <= set(PERMISSIONS)


@pytest.fixture(scope="module")
def staff(django_db_setup, django_db_blocker):
    """One person of each role inside and one outside, signed in: session by role and place.

    They live in a database of their own, where every test of the module works.
    """
    with (
        django_db_blocker.unblock(),
        template.scratch("staff") as database,
        template.working_in(database),
    ):
        yield [
            (role, place, is_inside, signed_in(people.user(role, place, f"{role}-{place}")))
            for role in Role
            for place, is_inside in zip(AT.get(role, COUNTY_ROLES), (True, False), strict=True)
            if place is not None
        ]


def signed_in(user) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def world(staff, areas):
    return World()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_matrix_of_role_area_and_url(name, world, staff):
    """403 without the permission; 404 outside the area; otherwise the page answers.

    Whoever has not signed in is sent to the sign-in page.
    """
    sample = SAMPLES[name]
    permission = permission_of(ALL[name], sample.method)
    url = reverse(name, kwargs=sample.kwargs(world))
    request = sample.request(world)
    assert_nothing_without_signing_in(name, getattr(Client(), sample.method)(url, **request))
    for role, place, is_inside, session in staff:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            status = getattr(client, sample.method)(url, **sample.request(world)).status_code
            transaction.set_rollback(True)
        told = f"{role} at {place}: {sample.method} {url} answered {status}"
        if permission is None or role not in PERMISSIONS[permission]:
            assert status == 403, told
        elif sample.is_foreign or sample.is_scoped and (not is_inside or role in POWERS):
            assert status == 404, told
        else:
            assert status < 500, told
            assert status not in (403, *([404] if is_inside else [])), told


def assert_nothing_without_signing_in(name, response):
    if name.startswith("api:"):
        assert response.status_code in (401, 403)
    else:
        assert response.status_code in (302, 405)
        if response.status_code == 302:
            assert response["Location"].startswith(reverse("accounts:sign_in"))
