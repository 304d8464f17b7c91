"""Identity numbers ending in 000: refused beside rounded ones, told where they may be right."""

import datetime

import pytest

from foundation.identity import make_identity
from foundation.workbooks import ERROR
from households.importing.damage import damaged_columns, is_rounded
from tests.households import ledgers
from tests.households.bringing import bring
from tests.households.importing.test_ledger_rows import MAN, WOMAN, codes, reading

NAMES = ["姓名", "身份证号"]


def _sound_in_000() -> str:
    """A right number that ends in 000: one in eleven of those with the sequence 100."""
    day = datetime.date(1955, 1, 1)
    while not (number := make_identity("211299", day, 100)).endswith("000"):
        day += datetime.timedelta(days=1)
    return number


SOUND = _sound_in_000()
SPOILT = "211299195503130000"  # the check digit would be another


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (SOUND, False), (SPOILT, True), ("2.11299E+17", True), ("2.11299e17", True),
        (2.1129919550312e17, True), (211299195503120000, True), (10**15, True),
        (10**15 - 1, False), (MAN, False), (f" {SPOILT} ", True), (None, False), ("", False),
        ("000", False), (True, False), (datetime.date(1955, 3, 12), False), (ERROR, False),
    ],
)  # fmt: skip
def test_what_is_certainly_rounded(value, rounded):
    assert is_rounded(value) is rounded


def test_damage_is_looked_for_below_the_heading_and_column_by_column():
    rows = [("2.1E+17", SPOILT, ""), (SOUND, MAN, SPOILT), (WOMAN, SPOILT)]
    assert damaged_columns(rows, [0, 1], header_last=0) == {1}
    assert damaged_columns(rows, [0, 1, 2], header_last=-1) == {0, 1, 2}
    assert damaged_columns(rows, [], header_last=0) == frozenset()


def test_a_right_number_in_000_is_told_in_a_sound_column_and_refused_in_a_damaged_one():
    rows = [["张喆", SOUND], ["韩淑英", WOMAN]]
    sound, other = reading(NAMES, rows)
    assert (codes(sound), [w.code for w in sound.warnings]) == ([], ["ends_in_000"])
    sound, other = reading(NAMES, rows, damaged=frozenset({1}))
    assert (codes(sound), codes(other)) == ([(2, "lost_digits")], [])


@pytest.mark.parametrize("value", [int(SOUND), float(SOUND), 6214490000123456])
def test_a_number_cell_of_sixteen_digits_or_more_is_refused(value):
    (home,) = reading(NAMES, [["张喆", value]])
    assert codes(home) == [(2, "lost_digits")]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["2.11299E+17", SPOILT, ""])
def test_a_ledger_is_looked_through_before_it_is_read(areas, caseworker, seen_by, damage):
    """The damage stands in a later row than the number it throws doubt on."""
    first, last = [rows for rows in ledgers.households(30) if len(rows) == 1][:2]
    first[0][5] = SOUND
    last[0][5] = damage or last[0][5]
    batch = bring(caseworker, [first, last])
    with seen_by(caseworker):
        states = [row.state for row in batch.households.order_by("first_row")]
    assert states == (["refused", "refused"] if damage else ["new", "new"])
