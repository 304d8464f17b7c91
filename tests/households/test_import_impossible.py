"""What can never be right is refused at the check, all of it, and breaks no import."""

import pytest

from accounts import scope
from households.models import Household, Member
from households.services.import_payloads import Waiting
from tests.households import ledgers
from tests.households.bringing import apply, bring

NAME, NUMBER, RELATION, VILLAGE, ADDRESS = 4, 5, 6, 2, 9
MORE = ("养老金", "基础养老金", "死亡日期")
HEADINGS = (*ledgers.HEADINGS, *MORE)
IMPOSSIBLE = [
    (("", "128", ""), ["member.basic_pension"]),
    (("100", "128", ""), ["member.basic_pension"]),
    (("", "", "1900-01-01"), ["member.death_on"]),
    (("", "", "2100-01-01"), ["member.death_on"]),
    (("", "128", "2100-01-01"), ["member.basic_pension", "member.death_on"]),
]


def with_more(homes, cells):
    """The ledger with its further columns, ``cells`` in the last row of the first household."""
    for home in homes:
        for row in home:
            row += ["", "", ""]
    homes[0][-1][-3:] = cells
    return homes


def fields_of(row):
    return sorted(fault["field"] for fault in row.faults)


@pytest.mark.parametrize(("cells", "fields"), IMPOSSIBLE)
def test_impossible_values_of_new_people_are_reasons_with_their_field(caseworker, cells, fields):
    homes = with_more(ledgers.households(3, seed=50), cells)
    batch = bring(caseworker, homes, headings=HEADINGS)
    assert (batch.households_refused, batch.households_new) == (1, 2)
    with scope.user_scope(caseworker):
        refused = batch.households.get(state="refused")
        assert fields_of(refused) == fields
        assert {fault["row"] for fault in refused.faults} == {1 + len(homes[0])}
        batch = apply(caseworker, batch)
        assert Household.objects.count() == 2


@pytest.mark.parametrize(("cells", "fields"), IMPOSSIBLE)
@pytest.mark.parametrize("is_new", [True, False])
def test_impossible_values_for_a_household_on_the_register(caseworker, is_new, cells, fields):
    """Of a member who is there already, and of one the ledger adds."""
    homes = ledgers.households(4, seed=51)
    homes.sort(key=len, reverse=True)
    before = [home[: len(home) - is_new * (place == 0)] for place, home in enumerate(homes)]
    apply(caseworker, bring(caseworker, before))
    homes[1][0][ADDRESS] = "8组"
    batch = bring(caseworker, with_more(homes, cells), headings=HEADINGS)
    assert (batch.households_refused, batch.households_changed) == (1, 1)
    with scope.user_scope(caseworker):
        assert fields_of(batch.households.get(state="refused")) == fields
        apply(caseworker, batch)
        assert Household.objects.filter(residence_address="8组").exists()


def test_an_impossible_value_and_a_fault_of_the_file_are_said_together(caseworker):
    homes = with_more(ledgers.households(1, seed=52), ("", "128", "1900"))
    homes[0][0][NUMBER] = homes[0][0][NUMBER][:-1] + "?"
    batch = bring(caseworker, homes, headings=HEADINGS)
    with scope.user_scope(caseworker):
        assert {"member.basic_pension", "member.death_on", "member.identity_number"} == set(
            fields_of(batch.households.get())
        )


def test_what_becomes_impossible_after_the_check_is_refused_when_applying(caseworker):
    """Of a household that changes: its new member is judged once more, the others go in."""
    homes = ledgers.households(6, seed=53)
    homes.sort(key=len, reverse=True)
    apply(caseworker, bring(caseworker, [homes[0][:-1], *homes[1:]]))
    homes[1][0][ADDRESS] = "8组"
    batch = bring(caseworker, homes)
    assert batch.households_changed == 2
    with scope.user_scope(caseworker):
        row = batch.households.get(first_row=2)
        one = Waiting.of(row)
        one.people[-1].data["basic_pension"] = 128
        row.payload = one.dump()
        row.save()
        before = Member.objects.count()
        batch = apply(caseworker, batch)
        row.refresh_from_db()
        assert (row.state, fields_of(row)) == ("refused", ["member.basic_pension"])
        assert (batch.households_refused, batch.households_changed) == (1, 1)
        assert Member.objects.count() == before
        assert Household.objects.filter(residence_address="8组").exists()
