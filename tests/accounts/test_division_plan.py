"""What a change of divisions means: pure planning, by table and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import divisions
from accounts.divisions import Division
from accounts.models.divisions import ItemKind
from foundation.faults import InputError

CITY = Division("211200000000", "铁岭市", "city", "")
CHANGTU = Division("211224000000", "昌图县", "county", CITY.code)
KAIYUAN = Division("211282000000", "开原市", "county", CITY.code)
BAOLI = Division("211224105000", "宝力镇", "township", CHANGTU.code)
LAOCHENG = Division("211224101000", "老城镇", "township", CHANGTU.code)
VILLAGE = Division("211224105201", "一村", "village", BAOLI.code)
OTHER = Division("211224101201", "二村", "village", LAOCHENG.code)
ALL = {d.code: d for d in (CITY, CHANGTU, KAIYUAN, BAOLI, LAOCHENG, VILLAGE, OTHER)}


def merger():
    return divisions.succeed(BAOLI, LAOCHENG.code, "老城镇", CHANGTU, [VILLAGE], ALL)


def test_a_merged_township_brings_its_villages_and_gives_way_where_a_code_is_taken():
    first, village = merger()
    assert (first.old, first.new_code, first.kind) == (BAOLI.code, LAOCHENG.code, ItemKind.SUCCEED)
    assert (village.old, village.new_code) == (VILLAGE.code, "211224101200")
    assert village.parent == LAOCHENG.code
    assert divisions.faults(merger(), ALL, []) == []


def test_a_transfer_to_another_county_keeps_free_village_digits():
    steps = divisions.succeed(BAOLI, "211282150000", "宝力镇", KAIYUAN, [VILLAGE], ALL)
    assert [s.new_code for s in steps] == ["211282150000", "211282150201"]
    assert divisions.faults(steps, ALL, []) == []


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("211224000000", "township", CHANGTU),
        ("211282105000", "township", CHANGTU),
        ("211224105001", "township", CHANGTU),
        ("21122410500", "township", CHANGTU),
        ("２１１２２４１０６０００", "township", CHANGTU),
        ("211224105000", "village", BAOLI),
        ("211224101203", "village", BAOLI),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_the_mend(code, level, parent):
    with pytest.raises(InputError, match=parent.code[:6]):
        divisions.establish(code, "新", level, parent)


def test_counties_are_not_merged_whole():
    with pytest.raises(InputError):
        divisions.succeed(CHANGTU, KAIYUAN.code, "开原市", CITY, [], ALL)


def test_a_name_that_is_the_same_or_a_code_that_is_its_own_is_no_change():
    with pytest.raises(InputError):
        divisions.rename(BAOLI, "宝力镇")
    with pytest.raises(InputError):
        divisions.succeed(BAOLI, BAOLI.code, "新宝力", CHANGTU, [], ALL)


def words(steps, current=ALL, ended=()):
    return {fault.code for fault in divisions.faults(steps, current, ended)}


def test_everything_in_the_way_is_said_at_once():
    ended = words(divisions.establish("211224160000", "新", "township", CHANGTU), ALL,
                  ["211224160000"])  # fmt: skip
    assert ended == {"211224160000"}
    assert words(divisions.establish(BAOLI.code, "新", "township", CHANGTU)) == {BAOLI.code}
    assert words(divisions.establish("211224160000", "宝力镇", "township", CHANGTU))
    assert words(divisions.rename(LAOCHENG, "宝力镇"))
    left_behind = divisions.succeed(BAOLI, LAOCHENG.code, "老城镇", CHANGTU, [], ALL)
    assert words(left_behind) == {VILLAGE.code}
    both_ways = [
        *merger(),
        *divisions.succeed(LAOCHENG, BAOLI.code, "宝力镇", CHANGTU, [OTHER], ALL),
    ]
    assert {BAOLI.code, LAOCHENG.code} <= words(both_ways)
    gone = {code: d for code, d in ALL.items() if code != VILLAGE.code}
    assert VILLAGE.code in words(merger(), gone)


@given(st.sets(st.integers(1, 999), max_size=60), st.integers(1, 999))
def test_a_village_always_gets_a_free_code_of_its_band_or_words(used, own):
    taken = {f"211224101{number:03}" for number in used}
    code = divisions.next_code(LAOCHENG.code, f"211224105{own:03}", taken)
    band = next(b for b in divisions.BANDS if b[0] <= own <= b[1])
    assert code not in taken
    assert band[0] <= int(code[9:]) <= band[1]
