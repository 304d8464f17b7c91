"""What a hostile, hasty or unlucky request may not do, each beside what an honest one gets."""

import datetime
import time

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accounts import jobs, scope
from accounts.calendar import working_calendar
from accounts.middleware import client_address
from accounts.models import AuditEvent, CalendarDay, Job, User
from accounts.models.users import Role
from config.celery import app
from households.models import Grant, Household
from tests.factories import accounts as people
from tests.factories import households as make

CHANGE = "accounts:change_password"
CLOSED_PORT = "redis://127.0.0.1:1/0"


@pytest.fixture
def machine(areas):
    return people.user(Role.TOWNSHIP_CASEWORKER, "211224105000", "machine", "接口", is_machine=True)


def test_an_authorization_header_is_no_way_round_the_new_password(caseworker, client_for):
    client = client_for(caseworker)
    inbox = reverse("accounts:messages")
    assert client.get(inbox, headers={"authorization": "Bearer x"}).status_code == 200
    User.objects.filter(pk=caseworker.pk).update(must_change_password=True)
    for headers in ({}, {"authorization": "Bearer x"}):
        assert client.get(inbox, headers=headers)["Location"] == reverse(CHANGE)


def test_a_session_with_a_token_beside_it_keeps_its_own_scope(
    machine, other_county, client_for, areas
):
    make.household(head="韩淑英")
    bearer = {"authorization": f"Bearer {Token.objects.create(user=machine).key}"}
    address = reverse("api:households-list")
    alone = Client().get(address, headers=bearer).json()["results"]
    assert [row["head_name"] for row in alone] == ["韩淑英"]
    assert not scope.current().is_declared
    both = client_for(other_county).get(address, headers=bearer).json()["results"]
    assert both == []
    assert not scope.current().is_declared


def test_a_token_ends_with_its_user_and_is_for_machines_only(machine, caseworker):
    address = reverse("api:households-list")
    ours = {"authorization": f"Bearer {Token.objects.create(user=machine).key}"}
    persons = {"authorization": f"Bearer {Token.objects.create(user=caseworker).key}"}
    client = Client()
    assert client.get(address, headers=ours).status_code == 200
    assert client.get(address, headers=persons).status_code in {401, 403}
    machine.roles.all().delete()
    assert client.get(address, headers=ours).status_code == 403
    User.objects.filter(pk=machine.pk).update(is_active=False)
    assert client.get(address, headers=ours).status_code in {401, 403}
    assert not scope.current().is_declared


def test_a_machine_does_not_sign_in_on_the_page(machine, caseworker):
    for user, expected in ((machine, False), (caseworker, True)):
        client = Client()
        client.post(
            reverse("accounts:sign_in"), {"username": user.username, "password": people.PASSWORD}
        )
        assert get_user(client).is_authenticated is expected


def test_a_failing_page_leaves_no_scope_behind(caseworker, client_for, monkeypatch):
    client = client_for(caseworker)
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.views.inbox.paginate", lambda *given: 1 / 0)
    assert client.get(reverse("accounts:messages")).status_code == 500
    assert not scope.current().is_declared
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.area_low', true)")
        assert cursor.fetchone() == ("",)


@pytest.mark.parametrize(
    ("production", "header", "expected"),
    [
        (False, "8.8.8.8", "10.0.0.1"),
        (True, "8.8.8.8", "8.8.8.8"),
        (True, "1.2.3.4, 10.9.9.9", "10.9.9.9"),
        (True, "x" * 100, "10.0.0.1"),
        (True, "", "10.0.0.1"),
    ],
)
def test_the_proxys_word_counts_only_where_there_is_a_proxy(production, header, expected):
    request = RequestFactory().get("/", headers={"x-forwarded-for": header}, REMOTE_ADDR="10.0.0.1")
    with override_settings(PRODUCTION=production):
        assert client_address(request) == expected


def test_the_lock_out_is_for_a_name_at_an_address(caseworker):
    """Who types wrong passwords elsewhere keeps nobody out of the own office."""
    address = reverse("accounts:sign_in")
    wrong = {"username": caseworker.username, "password": "wrong"}
    right = {"username": caseworker.username, "password": people.PASSWORD}
    for _ in range(5):
        answer = Client().post(address, wrong, REMOTE_ADDR="10.0.0.66")
    assert answer.status_code == 429
    assert Client().post(address, right, REMOTE_ADDR="10.0.0.66").status_code == 429
    assert Client().post(address, right, REMOTE_ADDR="10.0.0.1").status_code == 302


@pytest.mark.parametrize("typed", ["Secret-2026!", "a\0b", "x" * 400])
def test_what_cannot_be_a_name_is_not_kept_in_the_trail(typed, areas):
    answer = Client().post(reverse("accounts:sign_in"), {"username": typed, "password": "x"})
    assert answer.status_code == 200
    kept = AuditEvent.objects.get(action="session.sign_in_failed")
    assert kept.detail == {"username": ""}


def test_a_new_password_needs_the_present_one_and_differs_from_it(caseworker, client_for):
    client = client_for(caseworker)

    def answer(old, new):
        typed = {"old_password": old, "new_password1": new, "new_password2": new}
        return client.post(reverse(CHANGE), typed).status_code

    assert answer("not-this-One-1", "Fresh-Start-2027") == 200
    assert answer(people.PASSWORD, people.PASSWORD) == 200
    assert User.objects.get(pk=caseworker.pk).check_password(people.PASSWORD)
    assert answer(people.PASSWORD, "Fresh-Start-2027") == 302
    assert User.objects.get(pk=caseworker.pk).check_password("Fresh-Start-2027")


def test_pages_of_people_are_not_kept_by_the_browser(caseworker, client_for):
    page = client_for(caseworker).get(reverse("accounts:messages"))
    assert page["Cache-Control"] == "private, no-store"
    assert "no-store" not in Client().get(reverse("jsi18n")).get("Cache-Control", "")


def test_a_grant_to_an_office_is_not_for_the_three_powers_there(areas, other_county, chief, today):
    ours = make.household(head="韩淑英")
    auditor = people.user(Role.AUDITOR, other_county.area_id, "shen.ji", "审计员")
    with scope.whole_city("test"):
        Grant.objects.create(
            household=ours,
            area=ours.area,
            office=other_county.area,
            reason="跨县移交",
            given_by=chief,
            until=today,
        )
    with scope.user_scope(other_county):
        assert Household.objects.get().head_name == "韩淑英"
    with scope.user_scope(auditor):
        assert Household.objects.count() == 0


def test_owners_functions_are_for_the_site_only_and_trust_no_temporary_table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig, has_function_privilege('public', oid, 'EXECUTE')"
            " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            " AND starts_with(proname, 'nuanxin')"
        )
        found = cursor.fetchall()
    assert len(found) >= 2
    for name, settings, anybody in found:
        assert settings == ["search_path=pg_catalog, public, pg_temp"], name
        assert not anybody, name


def test_a_county_auditor_reads_of_the_own_county_only(areas, client_for):
    here = people.user(Role.AUDITOR, "211224000000", "shen.ji", "审计员")
    city = people.user(Role.AUDITOR, "211200000000", "shen.shi", "市审计")
    for code, name in (("211224105000", "我县人"), ("211282102000", "邻县人")):
        clerk = people.user(Role.TOWNSHIP_CASEWORKER, code, f"clerk{code}", name)
        Client().post(
            reverse("accounts:sign_in"), {"username": clerk.username, "password": people.PASSWORD}
        )
    own = client_for(here).get(reverse("accounts:audit")).content.decode()
    assert "我县人" in own
    assert "邻县人" not in own
    whole = client_for(city).get(reverse("accounts:audit")).content.decode()
    assert "我县人" in whole
    assert "邻县人" in whole


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_costs_no_time_and_loses_no_job(caseworker, monkeypatch):
    """The job stays for the sweep."""
    app.amqp.producer_pool.force_close_all()
    monkeypatch.setattr(app.conf, "broker_url", CLOSED_PORT)
    monkeypatch.setattr(app.conf, "broker_write_url", CLOSED_PORT)
    monkeypatch.setattr(app, "_pool", None)
    started = time.monotonic()
    job = jobs.ask(kind="reports.ledger", title="试", by=caseworker, params={})
    assert time.monotonic() - started < 1
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_without_redis_deadlines_are_still_computed(db):
    day = datetime.date(2026, 10, 3)  # a Saturday in the National Day holiday
    CalendarDay.objects.create(day=day, is_working=True, source="试")
    cache = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache",
                         "LOCATION": CLOSED_PORT}}  # fmt: skip
    with override_settings(CACHES=cache):
        assert working_calendar().is_working_day(day)


def test_a_plain_page_asks_little_of_the_database(caseworker, client_for):
    client = client_for(caseworker)
    client.get(reverse("accounts:messages"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("accounts:messages"))
    assert len(asked) <= 14, "\n".join(query["sql"][:120] for query in asked)


def test_a_zero_byte_in_the_address_is_a_bad_request(db):
    address = reverse("households:verify_document")
    assert Client().get(address, {"code": "ABCDEFGH2345"}).status_code == 200
    assert Client().get(address, {"code": "ABC\0"}).status_code == 400


def test_an_address_of_the_api_that_cannot_be_read_is_told_as_a_problem(caseworker, client_for):
    """A zero byte is refused before any view; machines are answered in their own form."""
    answer = client_for(caseworker).get("/api/v1/areas/?cursor=v%00")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    page = client_for(caseworker).get("/households/?q=v%00")
    assert page["Content-Type"].startswith("text/html")
