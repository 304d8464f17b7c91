"""Roles that exclude each other are refused; administrators stay inside their area."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.access import may
from accounts.models import Area, AuditEvent, User
from accounts.models.users import Role
from accounts.permissions import INCOMPATIBLE, PERMISSIONS
from accounts.services import users
from tests.factories import accounts as people

CHANGTU = "211224000000"


@pytest.fixture
def security(areas):
    return people.user(Role.SECURITY_ADMINISTRATOR, CHANGTU, "an.quan", "安全员")


@pytest.mark.parametrize(("one", "other", "reason"), INCOMPATIBLE)
def test_incompatible_pairs_are_refused(one, other, reason):
    users.check_roles([one])
    users.check_roles([other])
    with pytest.raises(ValidationError):
        users.check_roles([one, other])


@pytest.mark.parametrize(
    "power", [Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR]
)
@pytest.mark.parametrize("other", [role for role in Role if role != Role.AUDITOR][:5])
def test_powers_go_with_nothing(power, other):
    users.check_roles([power])
    with pytest.raises(ValidationError):
        users.check_roles([power, other])


def test_two_person_township_may_hold_both_roles():
    users.check_roles([Role.TOWNSHIP_CASEWORKER, Role.TOWNSHIP_LEADER])


def test_administrator_stays_inside_the_own_area(security):
    inside, outside = Area.objects.get(pk="211224105000"), Area.objects.get(pk="211282102000")
    made = users.create_user(
        by=security,
        username="new",
        name="新来的",
        area=inside,
        roles=[Role.TOWNSHIP_CASEWORKER],
        password=people.PASSWORD,
    )
    assert may(made, "assistance.accept_application")
    with pytest.raises(ValidationError):
        users.create_user(
            by=security,
            username="far",
            name="外县的",
            area=outside,
            roles=[Role.TOWNSHIP_CASEWORKER],
            password=people.PASSWORD,
        )
    assert not User.objects.filter(username="far").exists()
    with pytest.raises(ValidationError):
        users.set_roles(by=security, user=security, roles=[Role.CITY_MANAGER])
    assert AuditEvent.objects.filter(action="user.created").count() == 1


def test_nobody_but_powers_holds_only_site_and_own_permissions():
    for name, roles in PERMISSIONS.items():
        if name.split(".")[0] != "accounts":
            assert not roles & {
                Role.AUDITOR,
                Role.SECURITY_ADMINISTRATOR,
                Role.SYSTEM_ADMINISTRATOR,
            }, name


def test_sign_in_locks_after_repeated_failures_and_is_recorded(caseworker, client):
    url = reverse("accounts:sign_in")
    for _ in range(5):
        client.post(url, {"username": caseworker.username, "password": "wrong"})
    locked = client.post(url, {"username": caseworker.username, "password": people.PASSWORD})
    assert locked.status_code == 429
    failed = AuditEvent.objects.filter(action="session.sign_in_failed", is_refused=True)
    assert failed.count() >= 4


def test_sign_in_works_and_a_given_password_must_be_changed(caseworker, client):
    url = reverse("accounts:sign_in")
    User.objects.filter(pk=caseworker.pk).update(must_change_password=True)
    answer = client.post(url, {"username": caseworker.username, "password": people.PASSWORD})
    assert answer.status_code == 302
    held = client.get(reverse("accounts:keep_alive"))
    assert held["Location"] == reverse("accounts:change_password")
    weak = client.post(
        reverse("accounts:change_password"),
        {
            "old_password": people.PASSWORD,
            "new_password1": "abcdefghijk",
            "new_password2": "abcdefghijk",
        },
    )
    assert weak.status_code == 200
    new = "Fresh-Start-2027"
    done = client.post(
        reverse("accounts:change_password"),
        {"old_password": people.PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert done.status_code == 302
    assert client.get(reverse("accounts:keep_alive")).status_code == 204
