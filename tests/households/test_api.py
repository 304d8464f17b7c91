"""The register as machines read it: the caller's area only, numbers masked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.services import registration
from tests.factories.households import attachment, grant, household, kind


@pytest.fixture
def file(areas):
    made = household()
    kind(made, "04")
    return made


@pytest.mark.django_db
def test_households_and_members_of_the_own_area(file, client_for, caseworker, neighbour, seen_by):
    client = client_for(caseworker)
    (row,) = client.get("/api/v1/households/?q=hsy").json()["results"]
    assert (row["household_no"], row["kinds"]) == (file.household_no, ["04"])
    (person,) = client.get(f"/api/v1/members/?household={file.pk}").json()["results"]
    with seen_by(caseworker):
        number = file.members.get().identity_number
    assert person["identity_number"] == f"{number[:4]}**********{number[-4:]}"
    stranger = client_for(neighbour)
    assert stranger.get("/api/v1/households/?q=hsy").json()["results"] == []
    assert stranger.get(f"/api/v1/members/?household={file.pk}").json()["results"] == []
    assert stranger.get(f"/api/v1/households/{file.pk}/").status_code == 404
    assert client.get(f"/api/v1/households/{file.pk}/").status_code == 200


@pytest.mark.django_db
def test_members_by_their_own_telephone(file, client_for, caseworker, neighbour, seen_by):
    with seen_by(caseworker):
        head = file.members.get()
        registration.change_member(by=caseworker, member=head, data={"phone": "13812340000"})
    for kind_of in ("members", "households"):
        url = f"/api/v1/{kind_of}/?q=13812340000"
        (row,) = client_for(caseworker).get(url).json()["results"]
        assert row["id"] == (head.pk if kind_of == "members" else file.pk)
        assert "digest" not in str(row)
        assert client_for(neighbour).get(url).json()["results"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["households", "members", "attachments"])
def test_lists_name_the_own_area_and_what_is_granted(
    name, file, client_for, caseworker, other_county, city_viewer
):
    """Row security says the same, but only a range that is named can drive an index."""
    attachment(file)

    def listed(user):
        with CaptureQueriesContext(connection) as asked:
            rows = client_for(user).get(f"/api/v1/{name}/").json()["results"]
        table = f"households_{name.removesuffix('s')}"
        (sql,) = [one["sql"] for one in asked if f'FROM "{table}"' in one["sql"]][:1]
        low, high = user.area.code_range
        assert f'"{table}"."area_id" >= \'{low}\'' in sql
        assert f'"{table}"."area_id" <= \'{high}\'' in sql
        return [row.get("household", row["id"]) for row in rows]

    assert listed(caseworker) == listed(city_viewer) == [file.pk]
    assert listed(other_county) == []
    grant(file, user=other_county)
    assert listed(other_county) == [file.pk]


@pytest.mark.django_db
def test_every_number_is_answered_masked(file, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        head = file.members.get()
        number = head.identity_number
        head.disability_cert, head.is_converted = f"{number}43", True
        head.save()
        file.note, file.agent_identity = "房屋漏雨", number
        file.save()
    client = client_for(caseworker)
    home = client.get(f"/api/v1/households/{file.pk}/").json()
    person = client.get(f"/api/v1/members/{head.pk}/").json()
    assert (home["note"], person["is_converted"]) == ("房屋漏雨", True)
    assert home["agent_identity"] == f"{number[:4]}{'*' * 10}{number[-4:]}"
    assert person["disability_cert"] == f"{number[:4]}{'*' * 12}{number[-2:]}43"
    assert number not in str(home) + str(person)


@pytest.mark.django_db
def test_filter_by_area(file, client_for, city_viewer):
    client = client_for(city_viewer)
    inside = client.get("/api/v1/households/?area=211224000000").json()["results"]
    assert [row["id"] for row in inside] == [file.pk]
    assert client.get("/api/v1/households/?area=211282000000").json()["results"] == []
    assert client.get("/api/v1/households/?area=nowhere").status_code == 400


@pytest.mark.django_db
def test_code_lists_in_both_languages(client_for, caseworker):
    client = client_for(caseworker)
    lists = client.get("/api/v1/code-lists/").json()
    assert "relation" in [found["name"] for found in lists]
    head = client.get("/api/v1/code-lists/relation/").json()["codes"][1]
    assert head == {"code": "02", "zh": "户主", "en": "Head of household"}
    assert client.get("/api/v1/code-lists/nothing/").status_code == 404
