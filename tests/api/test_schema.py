"""The API keeps its published contract, and gives machine users their own area only."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from rest_framework.authtoken.models import Token
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models.users import Role
from tests.conftest import BAOLI, LAOCHENG
from tests.factories import accounts as people
from tests.factories import households as make
from tests.factories import petitions
from tests.factories import surveys as visits

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def _machine(area: str, name: str) -> dict[str, str]:
    user = people.user(Role.TOWNSHIP_CASEWORKER, area, name, is_machine=True)
    return {"Authorization": f"Bearer {Token.objects.create(user=user).key}"}


@pytest.fixture
def machine(areas):
    """A machine user of our township, and something of everything in its area."""
    household = make.household()
    visits.approved_visit(household)
    petitions.case()
    return _machine(BAOLI, "machine.baoli")


@pytest.fixture
def one_connection():
    """Keep the test's own connection open between requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api_schema(machine, one_connection):
    return schemathesis.openapi.from_wsgi(
        "/api/v1/schema/?format=json", get_wsgi_application(), headers=machine
    )


def test_every_operation_answers_as_its_schema_says(api_schema, machine):
    """A few drawn requests per operation, the same in every run; each is undone again."""
    operations = [found.ok() for found in api_schema.get_all_operations()]
    assert len(operations) >= 15

    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=4,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def ask(case):
            with transaction.atomic():
                case.call_and_validate(headers=machine, checks=CHECKS)
                transaction.set_rollback(True)

        ask()


def test_the_schema_is_for_those_who_may_use_the_site(areas, caseworker, client_for):
    assert Client().get("/api/v1/schema/").status_code in (401, 403)
    answer = client_for(caseworker).get("/api/v1/schema/?format=json")
    paths = answer.json()["paths"]
    assert {"/api/v1/households/", "/api/v1/petitions/", "/api/v1/visits/"} <= set(paths)
    assert "Problem" in answer.json()["components"]["schemas"]


def test_a_token_sees_the_rows_of_its_area_and_the_neighbours_token_none(machine):
    ours = Client(headers=machine).get("/api/v1/households/").json()["results"]
    assert [row["head_name"] for row in ours] == ["韩淑英"]
    pk = ours[0]["id"]
    stranger = Client(headers=_machine(LAOCHENG, "machine.laocheng"))
    assert stranger.get("/api/v1/households/").json()["results"] == []
    assert stranger.get(f"/api/v1/households/{pk}/").status_code == 404
    assert Client(headers=machine).get(f"/api/v1/households/{pk}/").status_code == 200


def test_a_persons_token_or_a_wrong_one_is_refused_in_both_languages(caseworker):
    key = Token.objects.create(user=caseworker).key
    for wrong in (key, "0" * 40):
        answer = Client(headers={"Authorization": f"Bearer {wrong}"}).get("/api/v1/households/")
        assert answer.status_code == 403
        assert set(answer.json()["title"]) == {"zh-hans", "en"}
