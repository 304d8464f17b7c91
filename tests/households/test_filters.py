"""The conditions of the register list: what each one leaves, in the own area only."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation import clock
from households.conditions import conditions
from households.derivations import years_before
from households.services import preferences
from tests.factories.households import grant, household, kind, member

TODAY = clock.today()


def born(years: int) -> datetime.date:
    return years_before(TODAY, years)


@pytest.fixture
def files(areas):
    """Three households of ours and one next door that meets every condition too."""
    plain = household(head="韩一", phone_digest="x")
    rich = household(
        head="韩二",
        urban_rural="1",
        poverty_cause="1",
        relapse_kind="3",
        dm_class="B",
        members=[("韩小", "20", born(9)), ("韩老", "52", born(80))],
    )
    member(rich, "韩残", "99", disability_category="3", student_stage="7")
    member(rich, "韩军", "99", special_identities=["04"])
    third = household(head="韩三")
    outside = household("211224101200", head="邻居", poverty_cause="1")
    for one in (rich, outside):
        kind(one, "01")
    kind(rich, "05")
    kind(plain, "04")
    return plain, rich, third, outside


@pytest.fixture
def left(files, seen_by, caseworker):
    """``left("kind=01")``: which of the files a query leaves, by the head's last character."""

    def ask(query: str) -> str:
        with seen_by(caseworker):
            rows = conditions(caseworker, QueryDict(query)).rows
            return "".join(sorted(row.head_name[-1] for row in rows))

    return ask


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "heads"),
    [
        ("", "一三二"),
        ("kind=01", "二"),
        ("kind=01&kind=04", "一二"),
        ("kind=01&kind=05&kind_all=on", "二"),
        ("kind=01&kind=04&kind_all=on", ""),
        ("urban_rural=1", "二"),
        ("cause=1&cause=2", "二"),
        ("relapse=3", "二"),
        ("special=04", "二"),
        ("special=06", ""),
        ("dm_class=B", "二"),
        ("has=disabled", "二"),
        ("has=80&has=minor&has=student", "二"),
        ("has=60", "一三二"),
        ("size_from=2", "二"),
        ("size_to=1", "一三"),
        ("registered_until=2020-01-01", ""),
        ("registered_since=2026-01-05&registered_until=2026-01-05", "一三二"),
        ("missing=phone", "三二"),
        ("missing=identity", ""),
        ("area=211224105200", "一三二"),
        ("area=211224101200", "一三二"),
        ("kind=nonsense&size_from=x", "一三二"),
    ],
)
def test_each_condition_leaves_what_it_says(left, query, heads):
    assert left(query) == "".join(sorted(heads))


@pytest.mark.django_db
def test_ages_count_from_the_birthday(files, left, seen_by, caseworker):
    rich = files[1]
    with seen_by(caseworker):
        old = rich.members.get(name="韩老")
        old.birth_on = born(80) + datetime.timedelta(days=1)
        old.save()
    assert left("has=80") == ""
    assert years_before(datetime.date(2024, 2, 29), 61) == datetime.date(1963, 2, 28)


@pytest.mark.django_db
def test_a_member_without_a_number_is_found(files, left, seen_by, caseworker):
    with seen_by(caseworker):
        someone = files[1].members.get(name="韩小")
        someone.identity_digest = ""
        someone.save()
    assert left("missing=identity") == "二"


@pytest.mark.django_db
def test_chips_take_one_condition_away_each(files, caseworker, client_for):
    listed = reverse("households:list")
    page = client_for(caseworker).get(listed, {"kind": ["01", "05"], "kind_all": "on", "has": "80"})
    chips = {str(chip.words): chip.address for chip in page.context["asked"].chips()}
    assert chips["低保"] == "?kind=05&has=80"
    assert chips["80岁以上老人"] == "?kind=01&kind=05&kind_all=on"
    alone = client_for(caseworker).get(listed, {"has": "80"}).context["asked"].chips()
    assert [chip.address for chip in alone] == ["?all=1"]
    assert "对象类别" in page.content.decode()


@pytest.mark.django_db
def test_what_was_typed_wrongly_is_said_beside_the_field(files, caseworker, client_for):
    page = client_for(caseworker).get(
        reverse("households:list"), {"registered_since": "gestern", "all": "1"}
    )
    assert page.status_code == 200
    assert page.context["filter"].form.errors["registered_since"]


@pytest.mark.django_db
def test_the_queries_stay_the_same_at_two_sizes(areas, caseworker, client_for):
    preferences.choose_columns(
        by=caseworker, keys=["kinds", "head_identity", "over_60", "special", "phone", "village"]
    )
    client, url = client_for(caseworker), reverse("households:list")
    counts = []
    for more in (2, 12):
        for _ in range(more):
            kind(household(members=[("韩小", "20", born(9))]), "01")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url, {"has": "60", "kind": "01"}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


@pytest.mark.django_db
def test_a_household_granted_from_elsewhere_stays_in_the_list(files, left, caseworker):
    grant(files[3], user=caseworker)
    assert left("") == "一三二居"
    assert left("area=211224105200") == "一三二"
