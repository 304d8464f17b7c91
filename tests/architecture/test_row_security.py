"""Every table with household data is under forced row security, as the catalogue says."""

import pytest
from django.apps import apps
from django.db import connection

# Tables without a policy, each with the reason why it holds no household data.
FREE = {
    "accounts_area": "public divisions",
    "accounts_auditevent": "acts without personal data; read by the auditor alone",
    "accounts_auditseal": "digests",
    "accounts_auditsealentry": "digests",
    "accounts_calendarday": "the official calendar",
    "accounts_divisionchange": "public changes of divisions",
    "accounts_divisionchangeitem": "public changes of divisions; counts of rows only",
    "accounts_apiwrite": "keys of machines' requests and digests; no content",
    "accounts_device": "secrets of staff's devices; no household data",
    "accounts_job": "shown only to the person who asked",
    "accounts_message": "shown only to the addressee; no personal data of households",
    "accounts_user": "staff",
    "accounts_userrole": "staff",
    "authtoken_token": "machine users",
    "surveys_approvalrun": "which visits somebody approved together: keys, no household data",
    "surveys_campaign": "plans of the city, without households",
    "surveys_rostercadre": "staff who visit, without households; pages show one's own place",
    "axes_accessattempt": "sign-in failures",
    "axes_accessattemptexpiration": "sign-in failures",
    "axes_accessfailurelog": "sign-in failures",
    "axes_accesslog": "sign-ins",
    "django_content_type": "Django's own",
    "django_migrations": "Django's own",
    "django_session": "sessions",
    "assistance_policyvalue": "published standards and parameters",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
    "auth_permission": "Django's own, unused",
    "households_assessmentstandard": "published yields and wages of counties, without households",
    "households_bulkact": "what somebody did to many households; the rows are scoped",
    "households_chosencolumns": "what a user wants to see in a list",
    "households_savedfilter": "conditions without names or numbers; of the owner and the office",
    "households_codemapping": "how other systems write our codes; no persons",
    "households_counter": "numbers drawn per unit and year",
    "verification_agency": "departments that deliver data",
    "verification_comparisonround": "half-years and places, without households",
    "verification_filelayoutversion": "how departments name their columns",
    "pghistory_context": "who and which page, of row histories",
}


@pytest.fixture
def catalogue(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        tables = {name: (on, forced, owner) for name, on, forced, owner in cursor.fetchall()}
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        policies: dict[str, set[str]] = {}
        for table, policy in cursor.fetchall():
            policies.setdefault(table, set()).add(policy)
    return tables, policies


def test_every_table_is_under_forced_row_security_or_says_why_not(catalogue):
    tables, _ = catalogue
    open_tables = {name for name, (on, forced, _) in tables.items() if not (on and forced)}
    assert open_tables - set(FREE) == set(), "put these under EnableAreaScope or list them here"
    assert set(FREE) - set(tables) == set(), "listed, but no such table"
    assert {name for name in FREE if name in tables and tables[name][0]} == set()


def test_every_policy_table_declares_and_limits(catalogue):
    tables, policies = catalogue
    for name, (on, _, owner) in tables.items():
        if on:
            assert "area" in policies[name], name
            assert owner == "nuanxin_owner", name


def test_every_model_with_a_household_has_doors_grants_and_the_pair_key(catalogue):
    _, policies = catalogue
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND conname LIKE '%%_in_household_area'"
        )
        paired = {name for (name,) in cursor.fetchall()}
    for model in apps.get_models():
        table = model._meta.db_table
        fields = {field.column for field in model._meta.concrete_fields}
        if "household_id" not in fields or table == "accounts_auditevent":
            continue
        assert {"granted", "not_closed"} <= policies[table], table
        is_history = table.endswith("event") and "pgh_id" in fields
        assert is_history or table in paired, f"{table} has no pair key"


def test_site_role_is_neither_owner_nor_superuser(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("nuanxin_app", False, False, False)
