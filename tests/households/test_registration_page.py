"""Registering on the page: every mistake beside its field, nothing typed is lost."""

import datetime
import re

import pytest
from django.urls import reverse

from households.models import Household
from households.services import registration
from tests.factories.households import VILLAGE, household, identity

ELSEWHERE = "211282003200"  # 开原市 a village of the county next door
BORN = datetime.date(1962, 5, 4)


def typed(*members, **changes):
    """What a browser posts; members are mappings of one person each."""
    number = identity(BORN, male=False)
    data = {
        "area": VILLAGE,
        "urban_rural": "2",
        "residence_address": "靠山村 3 组",
        "relapse_kind": "0",
        "head-name": "韩淑英",
        "head-identity_kind": "1",
        "head-identity_number": number,
        "members-TOTAL_FORMS": str(len(members)),
        "members-INITIAL_FORMS": "0",
    }
    for place, person in enumerate(members):
        data |= {f"members-{place}-{name}": value for name, value in person.items()}
    return data | changes


def son(**changes):
    return {
        "name": "韩磊", "relation": "20", "identity_kind": "1", "identity_number": identity(),
    } | changes  # fmt: skip


@pytest.fixture
def page(caseworker, client_for):
    client = client_for(caseworker)
    return lambda data: client.post(reverse("households:register"), data)


@pytest.mark.django_db
def test_it_works(page, caseworker, seen_by):
    response = page(typed(son(), phone="138 1234 0000", note="独居"))
    with seen_by(caseworker):
        made = Household.objects.get()
        assert response["Location"] == reverse("households:household", args=[made.pk])
        assert (made.head_name, made.family_size, made.phone) == ("韩淑英", 2, "13812340000")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("head-identity_number", "211224195503120019", "校验码"),
        ("head-identity_number", "211224195513120018", "19551312"),
        ("head-identity_number", "21122419550312", "18 位"),
        ("head-identity_number", "", "填写身份证号"),
        ("head-identity_number", "2.11224E+17", "文本"),
        ("head-sex", "1", "核对第 17 位"),
        ("head-birth_on", "1962-05-05", "第 7 至 14 位"),
        ("head-name", "  ", ""),
        ("phone", "12345", "手机"),
        ("account_no", "6214abc", "数字"),
        ("area", "211282003200", ""),
        ("members-0-relation", "02", ""),
        ("members-0-relation", "", "选择与户主的关系"),
        ("members-0-identity_number", "123", "18 位"),
    ],
)
def test_each_mistake_is_said_beside_its_field(field, value, shown, page, caseworker, seen_by):
    data = typed(son(), **{field: value})
    response = page(data)
    html = response.content.decode()
    assert response.status_code == 200
    error = re.search(rf'id="id_{field}_error">(.*?)</span>', html)
    assert error, field
    assert shown in error[1]
    for kept in ("靠山村 3 组", "韩磊", data["members-0-identity_number"]):
        assert kept in html
    with seen_by(caseworker):
        assert not Household.objects.exists()


@pytest.mark.django_db
def test_without_a_number_sex_and_birth_are_needed(page, caseworker, seen_by):
    bare = {"name": "韩小宝", "relation": "40", "identity_kind": "4"}
    html = page(typed(bare)).content.decode()
    assert 'id="id_members-0-sex_error"' in html
    assert 'id="id_members-0-birth_on_error"' in html
    future = bare | {"sex": "1", "birth_on": "2099-01-01"}
    assert "还没到" in page(typed(future)).content.decode()
    assert page(typed(bare | {"sex": "1", "birth_on": "2020-01-01"})).status_code == 302
    with seen_by(caseworker):
        assert Household.objects.get().family_size == 2


@pytest.mark.django_db
def test_a_duplicate_inside_links_to_the_household(page, caseworker, seen_by):
    known = household(head="金哲洙")
    with seen_by(caseworker):
        number = known.members.get().identity_number
    html = page(typed(**{"head-identity_number": number})).content.decode()
    assert reverse("households:household", args=[known.pk]) in html
    assert known.household_no in html


@pytest.mark.django_db
def test_a_duplicate_outside_names_the_county_only(page, other_county, seen_by):
    known = household(ELSEWHERE, head="金哲洙")
    with seen_by(other_county):
        number = known.members.get().identity_number
    html = page(typed(**{"head-identity_number": number})).content.decode()
    assert "开原市" in html
    for hidden in ("金哲洙", known.household_no, "大孙台"):
        assert hidden not in html


@pytest.mark.django_db
def test_two_people_register_the_same_person_at_once(page, monkeypatch, seen_by, caseworker):
    data, register_once = typed(son()), registration.register_once

    def meanwhile(**kwargs):
        with seen_by(caseworker):
            other = household(head="金哲洙").members.get()
            number = data["members-0-identity_number"]
            registration.change_member(
                by=caseworker, member=other, data={"identity_number": number}
            )
        return register_once(**kwargs)

    monkeypatch.setattr(registration, "register_once", meanwhile)
    response = page(data)
    assert response.status_code == 200
    assert 'id="id_members-0-identity_number_error"' in response.content.decode()
    assert "金哲洙" in response.content.decode()
    with seen_by(caseworker):
        assert Household.objects.count() == 1


@pytest.fixture
def bare():
    """A family of which nobody has a number."""
    person = {"identity_kind": "4", "sex": "1", "birth_on": "2020-01-01", "identity_number": ""}
    mother = {f"head-{name}": value for name, value in person.items()}
    return typed({"name": "韩小宝", "relation": "40", **person}, **mother)


@pytest.mark.django_db
def test_the_page_sent_twice_registers_once(bare, client_for, caseworker, seen_by):
    client, url = client_for(caseworker), reverse("households:register")
    token = re.search(r'name="token" value="([^"]+)"', client.get(url).content.decode())[1]
    first, again = (client.post(url, bare | {"token": token}) for _twice in range(2))
    assert first["Location"] == again["Location"]
    with seen_by(caseworker):
        assert Household.objects.count() == 1
    # The same page with something else typed asks; saved once more, it is another family.
    other = bare | {"token": token, "head-name": "关长山"}
    asked = client.post(url, other)
    assert "已经登记过" in asked.content.decode()
    token = re.search(r'name="token" value="([^"]+)"', asked.content.decode())[1]
    assert client.post(url, other | {"token": token}).status_code == 302
    with seen_by(caseworker):
        assert Household.objects.count() == 2


@pytest.mark.django_db
def test_a_page_with_numbers_sent_twice_leads_to_its_household(client_for, caseworker):
    client, url = client_for(caseworker), reverse("households:register")
    data = typed(son(), token="6b1f9ab2-6d53-4f0a-9a7c-0d7f0c1e2a3b")
    assert client.post(url, data)["Location"] == client.post(url, data)["Location"]


@pytest.mark.django_db
def test_one_more_person_keeps_the_pages_token(page):
    token = "6b1f9ab2-6d53-4f0a-9a7c-0d7f0c1e2a3b"
    assert token in page(typed(son(), add="1", token=token)).content.decode()


@pytest.mark.django_db
def test_nobody_twice_on_one_page(page):
    same = son()
    assert "上面已经填过" in page(typed(same, dict(same))).content.decode()
    number = identity(BORN, male=False)
    again = typed(son(identity_number=number), **{"head-identity_number": number})
    assert "户主本人的身份证号" in page(again).content.decode()


@pytest.mark.django_db
def test_one_more_person_without_scripts_keeps_what_was_typed(page):
    html = page(typed(son(), add="1")).content.decode()
    for kept in ("韩淑英", "韩磊", "靠山村 3 组", 'name="members-1-name"'):
        assert kept in html
    assert "nx-errsum" not in html


@pytest.mark.django_db
def test_a_row_struck_out_is_not_registered(page, caseworker, seen_by):
    assert page(typed(son(DELETE="on"), son(name="韩静"))).status_code == 302
    with seen_by(caseworker):
        names = Household.objects.get().members.values_list("name", flat=True)
        assert set(names) == {"韩淑英", "韩静"}


@pytest.mark.django_db
def test_who_may_not_register(client_for, leader, caseworker, neighbour):
    url = reverse("households:register")
    assert client_for(leader).get(url).status_code == 403
    assert client_for(caseworker).get(url).status_code == 200
    response = client_for(neighbour).post(url, typed())
    assert response.status_code == 200
    assert response.context["form"].home.has_error("area")
