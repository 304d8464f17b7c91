"""A family's economy for machines: every record, totals, masked numbers, the own area only."""

import pytest

from tests.factories import economy as make
from tests.factories.households import household, identity


@pytest.mark.django_db
def test_a_familys_economy_in_one_answer(areas, client_for, caseworker, neighbour):
    home, number = household(), identity()
    make.income(home, period_from="2020-01-01", period_to="2026-10-31")
    make.land(home), make.livestock(home), make.vehicle(home), make.housing(home)
    make.expense(home), make.supporter(home, number=number)
    url = f"/api/v1/economies/{home.pk}/"
    answer = client_for(caseworker).get(url)
    found = answer.json()
    assert found["household"] == home.pk
    assert found["incomes"][0]["gross"] == "12000.00"
    assert set(found["totals"]["by_category"]) == {"1", "2", "3", "4", "5"}
    assert [
        len(found[name])
        for name in ("lands", "animals", "belongings", "homes", "expenses", "supporters")
    ] == [1] * 6
    assert number not in answer.content.decode()
    assert client_for(neighbour).get(url).status_code == 404
    assert client_for(caseworker).get("/api/v1/economies/x/").status_code == 404
