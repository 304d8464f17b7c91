"""Who reads a household only by a grant is told so when trying to write, not shown a fault."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from households.models import Household
from tests.factories.households import grant, household, kind

BORN = datetime.date(1988, 3, 2)


@pytest.fixture
def file(areas, neighbour):
    made = household(members=[("韩磊", "20", BORN)])
    grant(made, user=neighbour)
    return made


@pytest.mark.django_db
def test_changing_a_household_lent_for_reading_is_refused_in_words(
    file, client_for, caseworker, neighbour, seen_by
):
    running = kind(file, "04")
    household_url = reverse("households:change_household", args=[file.pk])
    facts = {"urban_rural": "2", "residence_address": "别处", "relapse_kind": "0"}
    posts = {
        household_url: facts,
        reverse("households:add_kind", args=[file.pk]): {
            "kind": "01", "since": "2026-01-05", "reason": "排查认定",
        },
        reverse("households:end_kind", args=[running.pk]): {
            "until": "2026-02-01", "reason": "收入增加",
        },
        reverse("households:close", args=[file.pk]): {
            "code": "5", "on": "2026-02-01", "reason": "", "confirm": "1",
        },
    }  # fmt: skip
    client = client_for(neighbour)
    for url, data in posts.items():
        assert client.get(url).status_code == 200
        refused = client.post(url, data)
        assert refused.status_code == 403, url
        assert "只能查看" in refused.content.decode()
    assert AuditEvent.objects.filter(action="access.refused", is_refused=True).count() == len(posts)
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).residence_address == "某村 2 组"
        assert file.kinds.get().until is None
    assert client_for(caseworker).post(household_url, facts).status_code == 302


@pytest.mark.django_db
def test_a_visit_to_a_household_lent_for_reading_is_refused_in_words(file, client_for, neighbour):
    url = reverse("surveys:start", args=[file.pk])
    refused = client_for(neighbour).post(url, {"kind": "1"})
    assert refused.status_code == 403
    assert "只能查看" in refused.content.decode()
