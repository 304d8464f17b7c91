"""System checks: every dangerous combination of settings stops the start, with a hint."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
Apps = Sequence[AppConfig] | None


def public_hosts() -> list[str]:
    """Hosts under which others than this machine may reach the site."""
    return [host for host in settings.ALLOWED_HOSTS if host not in LOCAL_HOSTS]


def keys(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """In production no key may be missing, public or weak."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith("demo-only"):
        found.append(
            Error(
                "SECRET_KEY is missing, public or shorter than 50 characters.",
                hint="SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))')",
                id="nuanxin.E001",
            )
        )
    for name, values, size in (
        ("ENCRYPTION_KEYS", settings.ENCRYPTION_KEYS, 16),
        ("DIGEST_KEYS", settings.DIGEST_KEYS, 32),
        ("AUDIT_KEY", [settings.AUDIT_KEY], 32),
    ):
        if not values or any(_is_weak(value.rpartition(":")[2], size) for value in values):
            version = "" if name == "AUDIT_KEY" else "1:"
            found.append(
                Error(
                    f"{name} is missing, public or not {size} bytes in hexadecimal.",
                    hint=f"{name}={version}$(openssl rand -hex {size}); keep a copy apart from the "
                    "database's backups, without it the data cannot be read.",
                    id="nuanxin.E002",
                )
            )
    return found


def _is_weak(key: str, size: int) -> bool:
    """Wrong length, no hexadecimal number, or one byte over and over as in the demo keys."""
    try:
        content = bytes.fromhex(key)
    except ValueError:
        return True
    return len(content) != size or len(set(content)) == 1


def hosts(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """Under public hosts: no debug pages, no embedded servers, no demonstration mode."""
    names = public_hosts()
    if not names:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                f"DEBUG shows source and settings to visitors of {', '.join(names)}.",
                hint="Unset DEBUG, or set ALLOWED_HOSTS to localhost.",
                id="nuanxin.E003",
            )
        )
    if settings.EMBEDDED:
        found.append(
            Error(
                f"The embedded servers trust every local program and must not serve "
                f"{', '.join(names)}.",
                hint="Set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL to servers of your own; "
                "docs/operations.md shows how.",
                id="nuanxin.E004",
            )
        )
    if not settings.PRODUCTION:
        found.append(
            Error(
                f"{', '.join(names)} would be served in demonstration mode, with public keys.",
                hint="Set NUANXIN_PRODUCTION=1 and the keys it asks for.",
                id="nuanxin.E005",
            )
        )
    return found


def https(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """In production the session and form cookies travel by HTTPS only."""
    bare = [
        name
        for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
        if settings.PRODUCTION and not getattr(settings, name)
    ]
    return [
        Error(
            f"{name} is off: a session could be read on the way.",
            hint="It follows NUANXIN_PRODUCTION; do not override it.",
            id="nuanxin.E006",
        )
        for name in bare
    ]


def pooling(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """The area scope lives on the connection; a pool per transaction would mix people's scopes."""
    database = settings.DATABASES["default"]
    pooled = database.get("DISABLE_SERVER_SIDE_CURSORS") or str(database.get("PORT")) == "6432"
    if not pooled:
        return []
    return [
        Error(
            "The database is reached through a transaction pool: one person's area would be "
            "another's.",
            hint="Connect to PostgreSQL itself, or to a pool in session mode on another port than "
            "6432 and without DISABLE_SERVER_SIDE_CURSORS.",
            id="nuanxin.E007",
        )
    ]


def office_clock(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """In production the office's clock is the machine's."""
    if not settings.PRODUCTION or not settings.CLOCK_OFFSET:
        return []
    return [
        Error(
            "CLOCK_OFFSET_DAYS shifts the office's clock in production.",
            hint="Unset CLOCK_OFFSET_DAYS; it is for demonstrations and tests.",
            id="nuanxin.E009",
        )
    ]


def database_role(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """The site's role must be subject to row-level security and own nothing."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE_QUERY)
        name, is_superuser, bypasses, owns = cursor.fetchone()
    reasons = {
        "is a superuser": is_superuser,
        "has BYPASSRLS": bypasses,
        "owns the database or its tables": owns,
    }
    found = [reason for reason, holds in reasons.items() if holds]
    if not found:
        return []
    return [
        Error(
            f"The site's database role {name} {' and '.join(found)}: area scope would not bind it.",
            hint="Let DATABASE_URL name nuanxin_app; DATABASE_OWNER_URL is for migrations only.",
            id="nuanxin.E008",
        )
    ]


ROLE_QUERY = """
SELECT current_user, rolsuper, rolbypassrls,
       EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database()
                  AND pg_has_role(current_user, d.datdba, 'USAGE'))
       OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'
                     AND pg_has_role(current_user, c.relowner, 'USAGE'))
  FROM pg_roles WHERE rolname = current_user
"""

ALWAYS = (keys, hosts, https, pooling, office_clock)


def refuse_unsafe_serving() -> None:
    """Raise ImproperlyConfigured unless the site may be served so; asked by web and worker."""
    found = (
        [message for check in ALWAYS for message in check()]
        or database_role()
        or run_checks(tags=["practice"], include_deployment_checks=True)
    )
    if found:
        raise ImproperlyConfigured("\n".join(f"{item.msg} {item.hint}" for item in found))
