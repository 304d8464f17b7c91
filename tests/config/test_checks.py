"""Each dangerous combination is refused with a hint; the harmless twin passes."""

import datetime

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings

from config import checks

GOOD = {
    "PRODUCTION": True,
    "SECRET_KEY": "k3y" * 20,
    "ENCRYPTION_KEYS": ["1:00112233445566778899aabbccddeeff"],
    "DIGEST_KEYS": ["1:" + "0123456789abcdef" * 4],
    "AUDIT_KEY": "fedcba9876543210" * 4,
    "ALLOWED_HOSTS": ["nuanxin.example"],
    "DEBUG": False,
    "EMBEDDED": False,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
}


def found(**changes):
    with override_settings(**{**GOOD, **changes}):
        return [message for check in checks.ALWAYS for message in check()]


def test_a_proper_production_passes():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "identifier"),
    [
        ({"SECRET_KEY": "missing"}, "nuanxin.E001"),
        ({"SECRET_KEY": "demo-only-secret-key-" + "0" * 40}, "nuanxin.E001"),
        ({"ENCRYPTION_KEYS": []}, "nuanxin.E002"),
        ({"ENCRYPTION_KEYS": ["1:" + "6e" * 16]}, "nuanxin.E002"),
        ({"ENCRYPTION_KEYS": ["1:0011"]}, "nuanxin.E002"),
        ({"DIGEST_KEYS": ["1:" + "75" * 32]}, "nuanxin.E002"),
        ({"DIGEST_KEYS": ["1:not hexadecimal"]}, "nuanxin.E002"),
        ({"AUDIT_KEY": "61" * 32}, "nuanxin.E002"),
        ({"AUDIT_KEY": ""}, "nuanxin.E002"),
        ({"DEBUG": True}, "nuanxin.E003"),
        ({"EMBEDDED": True}, "nuanxin.E004"),
        ({"PRODUCTION": False}, "nuanxin.E005"),
        ({"SESSION_COOKIE_SECURE": False}, "nuanxin.E006"),
        ({"CSRF_COOKIE_SECURE": False}, "nuanxin.E006"),
        ({"SECURE_SSL_REDIRECT": False}, "nuanxin.E006"),
    ],
)
def test_each_danger_is_refused_with_a_hint(changes, identifier):
    messages = found(**changes)
    assert [message.id for message in messages] == [identifier]
    assert all(message.hint for message in messages)


@pytest.mark.parametrize(("name", "value"), [("PORT", 6432), ("DISABLE_SERVER_SIDE_CURSORS", True)])
def test_a_transaction_pool_is_refused(monkeypatch, name, value):
    assert checks.pooling() == []
    monkeypatch.setitem(settings.DATABASES["default"], name, value)
    (message,) = checks.pooling()
    assert message.id == "nuanxin.E007"


def test_the_demonstration_on_this_machine_passes():
    demonstration = {"PRODUCTION": False, "EMBEDDED": True, "DEBUG": True}
    assert found(**demonstration, ALLOWED_HOSTS=["localhost", "127.0.0.1"]) == []


def test_a_public_host_beside_local_ones_is_seen():
    assert "nuanxin.E004" in [
        message.id for message in found(EMBEDDED=True, ALLOWED_HOSTS=["localhost", "10.0.0.8"])
    ]


@pytest.mark.django_db
def test_the_app_role_may_serve_and_the_owner_may_not(monkeypatch):
    assert checks.database_role() == []
    owner = psycopg.connect(
        settings.SERVICES.owner_url, dbname=connection.settings_dict["NAME"], autocommit=True
    )
    with owner:
        monkeypatch.setattr(checks, "connection", owner)
        (message,) = checks.database_role()
    assert message.id == "nuanxin.E008"
    assert "BYPASSRLS" in message.msg
    assert "owns" in message.msg


def test_serving_stops_with_what_to_do():
    with (
        override_settings(**{**GOOD, "SECRET_KEY": "missing"}),
        pytest.raises(ImproperlyConfigured, match="SECRET_KEY is missing.*token_urlsafe"),
    ):
        checks.refuse_unsafe_serving()


def test_shifted_clock_is_refused_in_production():
    assert found() == []
    shifted = found(CLOCK_OFFSET=datetime.timedelta(days=8))
    assert [message.id for message in shifted] == ["nuanxin.E009"]
    assert found(PRODUCTION=False, CLOCK_OFFSET=datetime.timedelta(days=8)) == found(
        PRODUCTION=False
    )
