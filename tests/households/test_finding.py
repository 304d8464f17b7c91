"""The search box: suggestions while typing, what was opened lately, and nobody else's people."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models.users import Role
from households.models import Household
from households.services.registration import change_member
from households.services.viewing import view_household
from tests.factories import accounts as people
from tests.factories.households import VILLAGE, door, grant, household, member

URL = reverse("households:suggest")
LAOCHENG_VILLAGE = "211224101200"


@pytest.fixture
def mine(areas):
    return household(members=[("欧阳娜娜", "30", datetime.date(1990, 2, 3))])


@pytest.fixture
def theirs(areas):
    return household(LAOCHENG_VILLAGE)


def offered(client, typed=""):
    response = client.post(URL, {"q": typed}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response, [item.household for item in response.context["suggestions"]]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["韩", "hs", "hansh", "娜娜", "某村2组", "{no}", "{id}"])
def test_suggests_the_households_of_ones_own_area(
    typed, mine, theirs, client_for, caseworker, seen_by
):
    with seen_by(caseworker):
        number = mine.members.order_by("pk").first().identity_number
    typed = typed.format(no=mine.household_no[:20], id=number)
    response, found = offered(client_for(caseworker), typed)
    assert found == [mine]
    page = response.content.decode()
    assert reverse("households:household", args=[mine.pk]) in page
    assert reverse("households:list") in page


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["13812340000", "138-1234-0000", "１３８１２３４００００"])
def test_a_telephone_names_the_member_it_belongs_to(typed, mine, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        niece = mine.members.get(name="欧阳娜娜")
        change_member(by=caseworker, member=niece, data={"phone": "13812340000"})
    response, found = offered(client_for(caseworker), typed)
    assert found == [mine]
    assert response.context["suggestions"][0].member == niece


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("{town}某村6组", "{division} · 某村6组"),
        ("某村6组", "{division} · 某村6组"),
        ("{division}6组", "{division}6组"),
        ("沈阳市某街1号", "{division} · 沈阳市某街1号"),
        ("{town}", "{division}"),
        ("", "{division}"),
    ],
)
def test_a_place_says_no_division_twice(address, shown, areas):
    area = areas.get(pk=VILLAGE)
    words = {"division": area.full_name, "town": area.full_name.removesuffix(area.name)}
    file = Household(area=area, residence_address=address.format(**words))
    assert file.place == shown.format(**words)


@pytest.mark.django_db
def test_numbers_are_masked(mine, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        number = mine.members.order_by("pk").first().identity_number
    response, _found = offered(client_for(caseworker), "韩淑英")
    page = response.content.decode()
    assert number not in page
    assert number[:4] + "*" * 10 + number[-4:] in page


@pytest.mark.django_db
def test_the_neighbour_is_offered_nobody_of_ours(mine, client_for, neighbour, other_county):
    for stranger in (neighbour, other_county):
        for typed in ("韩淑英", "hsy", "某村", mine.household_no, ""):
            assert offered(client_for(stranger), typed)[1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["h", "211", "%", "'", "\\", "🙂", "x" * 500])
def test_too_little_or_nonsense_is_answered_calmly(typed, mine, client_for, caseworker):
    assert offered(client_for(caseworker), typed)[1] == []


@pytest.mark.django_db
def test_at_most_ten_and_the_whole_name_first(areas, client_for, caseworker):
    for number in range(12):
        household(head=f"韩淑英{number}")
    exact = household()
    with_member = household(head="王强")
    member(with_member, "韩淑英", "20")
    found = offered(client_for(caseworker), "韩淑英")[1]
    assert len(found) == 10
    assert found[:2] == [exact, with_member]


@pytest.mark.django_db
def test_left_households_are_not_suggested(mine, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        Household.objects.filter(pk=mine.pk).update(status="merged")
    assert offered(client_for(caseworker), "韩淑英")[1] == []


@pytest.mark.django_db
def test_as_many_queries_for_one_as_for_ten(mine, client_for, caseworker):
    client = client_for(caseworker)
    offered(client, "韩")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            offered(client, "韩")
        counts.append(len(queries))
        for _number in range(8):
            household()
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.django_db
def test_opened_lately_newest_first_on_the_empty_box_and_the_list(
    mine, client_for, caseworker, colleague
):
    other = household(head="王强")
    client = client_for(caseworker)
    for file in (mine, other, mine):
        client.get(reverse("households:household", args=[file.pk]))
    assert offered(client)[1] == [mine, other]
    assert "nx-recent" in client.get(reverse("households:list")).content.decode()
    assert offered(client_for(colleague))[1] == []


@pytest.mark.django_db
def test_what_left_the_area_or_is_behind_a_door_is_no_longer_named(
    mine, client_for, caseworker, county_leader, other_county, seen_by
):
    hidden = household(head="王强")
    lent = household(head="赵六")
    for file in (mine, hidden, lent):
        with seen_by(caseworker):
            view_household(by=caseworker, household=file)
    assert len(offered(client_for(caseworker))[1]) == 3
    door(hidden, user=caseworker)
    with seen_by(county_leader):
        Household.objects.filter(pk=mine.pk).update(area_id=LAOCHENG_VILLAGE)
    assert offered(client_for(caseworker))[1] == [lent]
    grant(lent, user=other_county)
    with seen_by(other_county):
        view_household(by=other_county, household=lent)
    assert offered(client_for(other_county))[1] == [lent]


@pytest.mark.django_db
def test_without_script_it_is_a_form_that_leads_to_the_list(mine, client_for, caseworker):
    page = client_for(caseworker).get("/households/").content.decode()
    assert 'action="/households/" method="get"' in page
    assert 'id="site-search"' in page


@pytest.mark.django_db
def test_who_may_not_view_households_has_no_box(areas, client_for):
    auditor = people.user(Role.AUDITOR, "211200000000", "shen.ji", "沈计")
    client = client_for(auditor)
    assert client.post(URL, {"q": "韩"}).status_code == 403
    assert 'id="site-search"' not in client.get(reverse("accounts:audit")).content.decode()
