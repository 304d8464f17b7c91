"""The order of houses: numbers as numbers, Chinese figures too, names as names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.routes import route_key, value_of


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("二组9号", "二组15号"),
        ("2组9号", "二组15号"),
        ("九组3号", "十组1号"),
        ("十组1号", "十一组1号"),
        ("一组3号", "一组3号西院"),
        ("幸福街２号", "幸福街10号"),
        ("阳光小区2栋1单元302室", "阳光小区12栋1单元101室"),
        ("三道沟屯5号", "三道沟屯12号"),
        ("八组", ""),
    ],
)
def test_houses_stand_in_this_order(earlier, later):
    assert route_key(earlier) < route_key(later)


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("7", 7), ("十", 10), ("十五", 15), ("二十", 20), ("二百零三", 203), ("一〇二", 102),
     ("两千", 2000)],
)  # fmt: skip
def test_numerals(numeral, number):
    assert value_of(numeral) == number


@given(st.lists(st.text("二十3号组巷 西院一〇", max_size=12)))
def test_any_addresses_can_be_sorted(addresses):
    assert len(sorted(addresses, key=route_key)) == len(addresses)
