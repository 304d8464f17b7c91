"""Sharing out: everybody once, nobody outside the own villages, equally much to do."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.planning import Pair, Stop, by_hand, by_load, by_village

VILLAGES = [f"2112241052{n:02d}" for n in range(6)]
TOWNSHIP = ("211224105000", "211224105999")


def pair(n, load=0, village=None):
    low, high = (village, village) if village else TOWNSHIP
    return Pair(2 * n, 2 * n + 1, low, high, load)


def stops(*villages):
    return [Stop(n, village) for n, village in enumerate(sorted(villages))]


def loads(plan):
    return {one: one.load + len(found) for one, found in plan.given.items()}


some_stops = st.lists(st.sampled_from(VILLAGES), max_size=60).map(lambda found: stops(*found))
some_loads = st.lists(st.integers(0, 30), min_size=1, max_size=6)
reaches = st.lists(st.sampled_from([None, *VILLAGES]), min_size=1, max_size=6)


def test_a_village_is_not_split():
    plan = by_village(stops(*VILLAGES[:1] * 5, *VILLAGES[1:2] * 3, *VILLAGES[2:3] * 2),
                      [pair(0), pair(1)])  # fmt: skip
    assert sorted(len(found) for found in plan.given.values()) == [5, 5]
    for found in plan.given.values():
        mine = {stop.village for stop in found}
        others = [s.village for other in plan.given.values() if other is not found for s in other]
        assert not mine & set(others)


def test_who_has_much_to_do_gets_less():
    plan = by_load(stops(*VILLAGES[:1] * 10), [pair(0, 6), pair(1)])
    assert [len(found) for found in plan.given.values()] == [2, 8]


def test_the_village_clerk_takes_the_own_village_and_the_others_the_rest():
    plan = by_load(stops(*VILLAGES[:1] * 6, *VILLAGES[1:2] * 6), [pair(0), pair(1, 0, VILLAGES[0])])
    clerk = next(one for one in plan.given if one.low == VILLAGES[0])
    assert {stop.village for stop in plan.given[clerk]} == {VILLAGES[0]}
    assert set(loads(plan).values()) == {6}


def test_by_hand_leaves_what_nobody_was_chosen_for():
    plan = by_hand(stops(*VILLAGES[:3]), [pair(0), pair(1, 0, VILLAGES[1])], {
        VILLAGES[0]: 0, VILLAGES[1]: 1, VILLAGES[2]: 1,
    })  # fmt: skip
    assert [len(found) for found in plan.given.values()] == [1, 1]
    assert [stop.village for stop in plan.left] == [VILLAGES[2]]


@given(some_stops, some_loads)
def test_equal_reach_ends_level(route, before):
    plan = by_load(route, [pair(n, load) for n, load in enumerate(before)])
    assert plan.total == len(route)
    assert not plan.left
    got = [load for one, load in loads(plan).items() if plan.given[one]]
    assert not got or max(got) - min(loads(plan).values()) <= 1


@given(some_stops, reaches)
def test_everybody_once_and_only_where_the_pair_may_go(route, where):
    pairs = [pair(n, 0, village) for n, village in enumerate(where)]
    for share in (by_village, by_load):
        plan = share(route, pairs)
        keys = [stop.household for _pair, stop in plan.rows()]
        assert sorted(keys + [stop.household for stop in plan.left]) == [s.household for s in route]
        assert all(one.reaches(stop.village) for one, stop in plan.rows())
        assert not any(one.reaches(stop.village) for one in pairs for stop in plan.left)


@given(some_stops, some_loads)
def test_each_pair_walks_its_stretch_in_order(route, before):
    plan = by_load(route, [pair(n, load) for n, load in enumerate(before)])
    for found in plan.given.values():
        keys = [stop.household for stop in found]
        assert keys == sorted(keys)
