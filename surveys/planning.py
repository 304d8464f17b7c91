"""Sharing households out among pairs of investigators (分配走访任务): pure, told apart by key."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """A household to be visited; stops are given in the order of the route."""

    household: int
    village: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who go together: where both may record visits, and what they still have to do."""

    first: int
    second: int
    low: str
    high: str
    load: int = 0

    def reaches(self, village: str) -> bool:
        return self.low <= village <= self.high


@dataclass(frozen=True)
class Plan:
    """Who gets which households; ``left`` are those no pair may go to."""

    given: dict[Pair, list[Stop]] = field(default_factory=dict)
    left: list[Stop] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(stops) for stops in self.given.values())

    def rows(self) -> Iterable[tuple[Pair, Stop]]:
        for pair, stops in self.given.items():
            for stop in stops:
                yield pair, stop


def by_village(stops: Sequence[Stop], pairs: Sequence[Pair]) -> Plan:
    """Each village to one pair, the large ones first, to whoever then has least to do."""
    villages = _villages(stops)
    order = sorted(villages, key=lambda village: (-len(villages[village]), village))
    loads = {pair: pair.load for pair in pairs}
    chosen: dict[str, Pair] = {}
    for village in order:
        able = [pair for pair in pairs if pair.reaches(village)]
        if able:
            chosen[village] = min(able, key=lambda pair: (loads[pair], pairs.index(pair)))
            loads[chosen[village]] += len(villages[village])
    return by_hand(stops, pairs, {village: pairs.index(pair) for village, pair in chosen.items()})


def by_hand(stops: Sequence[Stop], pairs: Sequence[Pair], chosen: Mapping[str, int]) -> Plan:
    """Each village to the pair somebody chose (its place among ``pairs``), if it may go there."""
    plan = Plan({pair: [] for pair in pairs})
    for stop in stops:
        place = chosen.get(stop.village)
        if place is not None and 0 <= place < len(pairs) and pairs[place].reaches(stop.village):
            plan.given[pairs[place]].append(stop)
        else:
            plan.left.append(stop)
    return plan


def by_load(stops: Sequence[Stop], pairs: Sequence[Pair]) -> Plan:
    """Stretches of the route, so long that in the end everybody has equally much to do.

    What a pair still has to do counts. Villages few may go to are shared out first; pairs that
    may go to the same places walk their part one after the other, each an unbroken stretch.
    """
    plan, shares = Plan({pair: [] for pair in pairs}), _shares(stops, pairs)
    taken: dict[tuple[str, str], list[Stop]] = defaultdict(list)
    for village, route in _villages(stops).items():
        start = 0
        for reach in sorted(shares[village]):
            end = start + shares[village][reach]
            taken[reach].extend(route[start:end])
            start = end
        plan.left.extend(route[start:])
    for reach, route in taken.items():
        mates = [pair for pair in pairs if (pair.low, pair.high) == reach]
        _cut(route, mates, plan)
    return plan


def _villages(stops: Sequence[Stop]) -> dict[str, list[Stop]]:
    villages: dict[str, list[Stop]] = defaultdict(list)
    for stop in stops:
        villages[stop.village].append(stop)
    return villages


def _shares(stops: Sequence[Stop], pairs: Sequence[Pair]) -> dict[str, dict[tuple[str, str], int]]:
    """By village: how many households go to pairs of each reach, when all end equally loaded."""
    villages = _villages(stops)
    able = {one: [pair for pair in pairs if pair.reaches(one)] for one in villages}
    loads = {pair: pair.load for pair in pairs}
    place = {pair: number for number, pair in enumerate(pairs)}
    shares: dict[str, dict[tuple[str, str], int]] = {one: defaultdict(int) for one in villages}
    for village in sorted(villages, key=lambda one: (len(able[one]), one)):
        for _stop in villages[village] if able[village] else ():
            pair = min(able[village], key=lambda one: (loads[one], place[one]))
            loads[pair] += 1
            shares[village][(pair.low, pair.high)] += 1
    return shares


def _cut(route: Sequence[Stop], mates: Sequence[Pair], plan: Plan) -> None:
    """Cut a route into one stretch for each of the pairs that may walk all of it."""
    loads = {pair: pair.load for pair in mates}
    place = {pair: number for number, pair in enumerate(mates)}
    for _stop in route:
        loads[min(mates, key=lambda one: (loads[one], place[one]))] += 1
    start = 0
    for pair in mates:
        end = start + loads[pair] - pair.load
        plan.given[pair].extend(route[start:end])
        start = end
