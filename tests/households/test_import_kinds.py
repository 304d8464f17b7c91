"""Kinds in imported ledgers: periods on the register, and what the law excludes."""

import datetime

import pytest

from households.models import Household
from tests.factories import households as make
from tests.households import ledgers
from tests.households.bringing import apply, bring

NAME, NUMBER, VILLAGE, KINDS, SINCE = 4, 5, 2, 12, 13
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def known(areas, caseworker, seen_by):
    """A household on the register, and the row by which a ledger names it."""
    home = make.household("211224105201", head="韩淑英")
    with seen_by(caseworker):
        number = home.members.get().identity_number
    row = next(rows[0] for rows in ledgers.households(9) if len(rows) == 1)
    row[VILLAGE], row[NAME], row[NUMBER] = "八宝村", "韩淑英", number
    return home, row


def states(batch):
    return {
        state: count
        for state in ("new", "changed", "same", "refused")
        if (count := getattr(batch, f"households_{state}"))
    }


@pytest.mark.django_db
def test_a_kind_running_until_next_year_is_there(known, caseworker, seen_by, today):
    home, row = known
    make.kind(home, "04", datetime.date(2026, 1, 1), today + YEAR)
    row[KINDS] = "低收入家庭"
    others = ledgers.households(3, seed=2)
    batch = apply(caseworker, bring(caseworker, [[row], *others]))
    assert states(batch) == {"new": 3, "changed": 1}
    with seen_by(caseworker):
        assert home.kinds.get().until == today + YEAR
        assert Household.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("begun", ["2021-04", "2025-03"])
def test_a_kind_that_ended_since_is_refused_in_words(known, caseworker, seen_by, begun):
    home, row = known
    make.kind(home, "01", datetime.date(2020, 1, 1), datetime.date(2025, 6, 30))
    row[SINCE] = begun
    batch = bring(caseworker, [[row], *ledgers.households(3, seed=2)])
    assert states(batch) == {"new": 3, "refused": 1}
    with seen_by(caseworker):
        refused = batch.households.get(state="refused")
        assert refused.faults[0]["code"] == "kind_overlap"
        assert "低保" in refused.payload
        assert "2025-06-30" in refused.payload
    assert states(apply(caseworker, batch)) == {"new": 3, "refused": 1}


@pytest.mark.django_db
def test_a_kind_begins_again_after_its_last_day(known, caseworker, seen_by):
    home, row = known
    make.kind(home, "01", datetime.date(2020, 1, 1), datetime.date(2025, 6, 30))
    row[SINCE] = "2025-07"
    assert states(apply(caseworker, bring(caseworker, [[row]]))) == {"changed": 1}
    with seen_by(caseworker):
        periods = list(home.kinds.values_list("since", "until"))
    assert periods[1:] == [(datetime.date(2025, 7, 1), None)]


@pytest.mark.django_db
def test_a_kind_ended_between_check_and_import_does_not_stop_the_others(
    known, caseworker, seen_by, today
):
    home, row = known
    row[SINCE] = "2025-03"
    batch = bring(caseworker, [[row], *ledgers.households(2, seed=2)])
    assert states(batch) == {"new": 2, "changed": 1}
    make.kind(home, "01", datetime.date(2020, 1, 1), today - datetime.timedelta(days=1))
    assert states(apply(caseworker, batch)) == {"new": 2, "refused": 1}
