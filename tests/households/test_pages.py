"""Every page of the register answers to who may see it, in its own area only."""

import datetime

import pytest
from django.urls import reverse

from tests.factories.households import household, kind


@pytest.fixture
def file(areas):
    made = household(members=[("韩磊", "20", datetime.date(1988, 3, 2))])
    kind(made, "04")
    return made


def pages(file):
    yield reverse("households:list")
    for name in ("household", "history", "change_household", "add_member", "add_kind"):
        yield reverse(f"households:{name}", args=[file.pk])


@pytest.mark.django_db
def test_the_pages_answer(file, client_for, caseworker, seen_by):
    client = client_for(caseworker)
    with seen_by(caseworker):
        head, son = file.members.order_by("pk")
        kind_pk = file.kinds.get().pk
    urls = [
        *pages(file),
        reverse("households:register"),
        reverse("households:member_row") + "?members-TOTAL_FORMS=2",
        reverse("households:member", args=[head.pk]),
        reverse("households:change_member", args=[head.pk]),
        reverse("households:change_member", args=[son.pk]),
        reverse("households:leave", args=[son.pk]),
        reverse("households:change_head", args=[son.pk]),
        reverse("households:reveal", args=[head.pk]),
        reverse("households:end_kind", args=[kind_pk]),
    ]
    for url in urls:
        assert client.get(url).status_code == 200, url


@pytest.mark.django_db
def test_a_kind_still_to_come_is_no_mark_of_the_household_yet(file, client_for, caseworker, today):
    kind(file, "01", since=today + datetime.timedelta(days=1))
    kind(file, "02", since=today, until=today)
    kind(file, "05", since=today - datetime.timedelta(days=9), until=today - datetime.timedelta(1))
    html = client_for(caseworker).get(reverse("households:household", args=[file.pk]))
    heading = html.content.decode().split("<h1", 1)[1].split("nx-card", 1)[0]
    shown = [label for label in ("低收入", "低保", "特困", "残疾") if label in heading]
    assert shown == ["低收入", "特困"]


@pytest.mark.django_db
def test_the_neighbour_gets_404(file, client_for, neighbour, caseworker):
    for url in list(pages(file))[1:]:
        assert client_for(neighbour).get(url).status_code == 404, url
        assert client_for(caseworker).get(url).status_code == 200, url
