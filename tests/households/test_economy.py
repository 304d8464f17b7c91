"""The arithmetic of the records: periods, parts, land, animals, counted and left out."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import yuan
from households import economy
from households.economy import CATEGORIES, NOT_COUNTED_MEMBER, Line, Span

AMOUNTS = st.decimals(0, 9_999_999, places=2)
NETS = st.builds(Fraction, st.decimals(-99_999, 999_999, places=2))
DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2030, 12, 31))
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(CATEGORIES),
        NETS,
        st.sampled_from(["", "", "basic_pension", NOT_COUNTED_MEMBER]),
    ),
    max_size=12,
)
YEAR = Span(datetime.date(2025, 11, 1), datetime.date(2026, 10, 31))


@st.composite
def spans(draw):
    first = draw(DAYS)
    return Span(first, first + datetime.timedelta(days=draw(st.integers(0, 800))))


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2026-11-24", "2025-11-01", "2026-10-31"),
        ("2026-01-01", "2025-01-01", "2025-12-31"),
        ("2024-03-31", "2023-03-01", "2024-02-29"),
    ],
)
def test_the_twelve_months_before_the_month(on, first, last):
    found = economy.months_before(datetime.date.fromisoformat(on))
    assert (str(found.first), str(found.last)) == (first, last)


@given(DAYS)
def test_twelve_months_are_a_whole_year(on):
    found = economy.months_before(on)
    assert found.days in (365, 366)
    assert found.last.month == (on.month - 2) % 12 + 1
    assert found.first.day == 1


def test_land_and_animals():
    mu, none = Decimal("10.5"), None
    assert economy.land_income("self", mu, Decimal(400), none) == ("2", Decimal("4200.00"))
    assert economy.land_income("rented_out", mu, none, Decimal(3000)) == ("3", Decimal("3000.00"))
    for unused in ("lent", "idle"):
        assert economy.land_income(unused, mu, Decimal(400), Decimal(9))[1] == 0
    assert economy.livestock_income(6, Decimal("260.50")) == Decimal("1563.00")
    assert economy.net(Decimal(12_000), Decimal("600.55")) == Decimal("11399.45")


@given(st.decimals(0, 9_999, places=2), st.decimals(0, 20_000, places=2))
def test_land_income_has_two_places_and_is_mu_times_yield(mu, per_mu):
    _category, found = economy.land_income("self", mu, per_mu, None)
    assert found == yuan(Fraction(mu) * Fraction(per_mu))
    assert found.as_tuple().exponent == -2


@given(AMOUNTS, spans(), DAYS)
def test_the_parts_of_a_period_make_the_whole(amount, period, cut):
    before = Span(datetime.date.min, cut)
    after = Span(cut + datetime.timedelta(days=1), datetime.date.max)
    halves = economy.part(amount, period, None, before), economy.part(amount, period, None, after)
    assert sum(halves) == Fraction(amount)
    assert min(halves) >= 0


@given(AMOUNTS, spans(), spans(), DAYS)
def test_ending_early_never_adds(amount, period, window, ended_on):
    whole = economy.part(amount, period, None, window)
    assert 0 <= economy.part(amount, period, ended_on, window) <= whole <= amount


@given(LINES, st.integers(0, 9))
def test_counted_and_left_out_are_kept_apart(lines, people):
    found = economy.totals(lines, people)
    counted = [line for line in lines if not line.left_out]
    floored = sum(
        max(Fraction(0), sum((line.net for line in counted if line.category == c), Fraction(0)))
        for c in CATEGORIES
    )
    assert found.year == yuan(floored) >= 0
    assert found.head_month == (yuan(floored / 12 / people) if people else 0)
    assert set(found.left_out) <= {"basic_pension", NOT_COUNTED_MEMBER}
    assert found.not_counted == sum(found.left_out.values())


@given(LINES, NETS.filter(lambda net: net >= 0), st.integers(1, 9))
def test_more_income_never_lowers_the_share_a_head_and_an_exclusion_never_raises_it(
    lines, more, people
):
    before = economy.totals(lines, people)
    with_more = economy.totals([*lines, Line("1", more)], people)
    left_out = economy.totals([*lines, Line("1", more, "scholarship")], people)
    assert with_more.head_month >= before.head_month
    assert left_out.head_month == before.head_month


def test_a_loss_is_not_set_against_wages():
    found = economy.totals([Line("1", Fraction(12_000)), Line("2", Fraction(-5_000))], 2)
    assert found.by_category["1"] == Decimal(12_000)
    assert found.by_category["2"] == 0
    assert (found.year, found.month, found.head_month) == (12_000, 1_000, 500)
