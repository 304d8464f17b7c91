"""Entering the owner's role: migrations and test databases only, never the running site."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models import Model
from pghistory.models import Event

from accounts import scope

APP_ROLE = "nuanxin_app"
Privileges = tuple[str, ...]
EVERYTHING: Privileges = ("SELECT", "INSERT", "UPDATE", "DELETE")
CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
# Tables no model declares privileges for.
FIXED: dict[str, Privileges] = {
    "django_migrations": ("SELECT",),
    # History's "who and where": its trigger writes it by INSERT ... ON CONFLICT DO UPDATE.
    "pghistory_context": ("SELECT", "INSERT", "UPDATE"),
}
# Functions that run with their owner's rights must not find a temporary table of the caller's
# instead of ours: pg_temp comes last, and only the app role may call them.
SEARCH_PATH = "pg_catalog, public, pg_temp"
OWN_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
   AND starts_with(p.proname, 'nuanxin')
"""


@contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Reconnect ``alias`` as the role that owns the tables, and go back afterwards."""
    connection = connections[alias]
    before = {key: connection.settings_dict.get(key) for key in CREDENTIALS}
    connection.close()
    connection.settings_dict.update({k: settings.DATABASE_OWNER.get(k, "") for k in CREDENTIALS})
    declared = getattr(connection, scope.ATTRIBUTE, scope.UNDECLARED)
    # The owner is not under the policies; nothing needs to be declared for it.
    setattr(connection, scope.ATTRIBUTE, scope.OWNER)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        setattr(connection, scope.ATTRIBUTE, declared)


def privileges_of(model: type[Model]) -> Privileges:
    """What the app role may do with the table; history is written and read, never changed."""
    if issubclass(model, Event):
        return ("SELECT", "INSERT")
    return getattr(model, "database_privileges", EVERYTHING)


def grant_privileges(alias: str = "default") -> None:
    """Give the app role exactly what each model declares; run as owner after every migration.

    In one transaction: a site that runs meanwhile is never without its privileges.
    """
    connection = connections[alias]
    quote = connection.ops.quote_name
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted: dict[str, Privileges] = dict.fromkeys(tables, EVERYTHING)
        for model in apps.get_models(include_auto_created=True):
            wanted[model._meta.db_table] = privileges_of(model)
        wanted |= FIXED
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP_ROLE}")
        for table, privileges in wanted.items():
            if table in tables:
                cursor.execute(f"GRANT {', '.join(privileges)} ON {quote(table)} TO {APP_ROLE}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
        cursor.execute(OWN_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SET search_path = {SEARCH_PATH}")
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {APP_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
