"""What can never be right is refused: by the page, by machines and by the service alike."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation import clock
from foundation.faults import InputError
from households import blocks
from households.models import Member
from households.services import people
from tests.factories.households import household, identity
from tests.households.test_numbers_on_file import page_of

TODAY = clock.today()
YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=days) for days in (-1, 1))
BORN = datetime.date(1962, 5, 4)

# (what is said, the field that is refused; "" for nothing)
CASES = [
    ({"ethnic": "11"}, ""),
    ({"ethnic": "zz"}, "ethnic"),
    ({"health": ["10", "zz"]}, "health"),
    ({"monthly_wage": Decimal("-0.01")}, "monthly_wage"),
    ({"monthly_wage": Decimal(0)}, ""),
    ({"monthly_pension": Decimal(240), "basic_pension": Decimal(240)}, ""),
    ({"monthly_pension": Decimal(240), "basic_pension": Decimal("240.01")}, "basic_pension"),
    ({"monthly_pension": None, "basic_pension": Decimal(1)}, "basic_pension"),
    ({"death_on": TODAY}, ""),
    ({"death_on": TOMORROW}, "death_on"),
    ({"death_on": BORN - datetime.timedelta(days=1)}, "death_on"),
    ({"death_on": BORN}, ""),
    ({"death_on": YESTERDAY, "cremation_on": TODAY}, ""),
    ({"death_on": TODAY, "cremation_on": YESTERDAY}, "cremation_on"),
    ({"cremation_on": TODAY}, "cremation_on"),
    ({"joined_on": TOMORROW}, "joined_on"),
    ({"joined_on": BORN - datetime.timedelta(days=1)}, "joined_on"),
    ({"self_care": ["1"]}, "self_care_on"),
    ({"self_care": ["1"], "self_care_on": TODAY}, ""),
    ({"self_care": ["1"], "self_care_on": TOMORROW}, "self_care_on"),
]


@pytest.mark.parametrize(("said", "field"), CASES)
def test_each_rule_by_itself(said, field):
    found = [name for name, _message in blocks.impossible({"birth_on": BORN, **said}, on=TODAY)]
    assert found == ([field] if field else [])


@pytest.mark.parametrize(("said", "field"), CASES)
def test_the_service_refuses_the_same(said, field):
    member = Member(relation="02")
    people.fill(member, {"name": "韩磊", "identity_number": identity(BORN)}, on=TODAY)
    if not field:
        people.fill(member, said, on=TODAY)
        return
    with pytest.raises(InputError) as refused:
        people.fill(member, said, on=TODAY)
    assert refused.value.code == field


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "field"), [case for case in CASES if "joined_on" not in case[0]])
def test_the_page_says_the_same_beside_the_field(said, field, client_for, caseworker, seen_by):
    file = household()
    with seen_by(caseworker):
        head = file.members.get()
    client, url = client_for(caseworker), reverse("households:change_member", args=[head.pk])
    response = client.post(url, page_of(client, url, **said))
    if field:
        assert set(response.context["form"].errors) == {field}
    else:
        assert response.status_code == 302


def test_days_are_compared_with_the_birth_that_is_on_file():
    member = Member(relation="02", birth_on=BORN)
    with pytest.raises(InputError) as refused:
        people.fill(member, {"death_on": BORN - datetime.timedelta(days=1)}, on=TODAY)
    assert refused.value.code == "death_on"
