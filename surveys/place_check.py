"""Where a visit was made, seen from the village's other visits: pure arithmetic on coordinates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

EARTH = 6_371_000  # mean radius in metres
# Fewer earlier visits say nothing of where a village lies.
FEWEST = 5
# Hamlets of one village lie up to three kilometres apart here; phones add some hundred metres.
FAR = 5_000
# A position this uncertain (a mobile cell instead of satellites) cannot accuse anybody.
VAGUE = 3_000


class Point(NamedTuple):
    """A position in degrees (WGS 84) and how many metres it may be off."""

    latitude: float
    longitude: float
    accuracy: float = 0.0


@dataclass(frozen=True)
class Judged:
    """``inside``, ``outside`` or ``unknown``; metres to the middle of the other visits."""

    state: str
    distance: int | None = None


def is_point(point: Point) -> bool:
    """Whether this is a place on earth; 0/0 is what broken receivers say."""
    inside = -90 <= point.latitude <= 90 and -180 <= point.longitude <= 180
    return inside and (point.latitude, point.longitude) != (0, 0) and point.accuracy >= 0


def distance(one: Point, other: Point) -> float:
    """Metres between two points along the ground (haversine)."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(other.longitude - one.longitude) / 2
    share = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, share)))


def middle(points: Sequence[Point]) -> Point:
    """The median of both coordinates: a few wrong positions do not move it."""
    return Point(median(p.latitude for p in points), median(p.longitude for p in points))


def judge(place: Point | None, others: Sequence[Point]) -> Judged:
    """Whether ``place`` lies among the village's ``others``; unknown when too little is known."""
    if place is None or len(others) < FEWEST:
        return Judged("unknown")
    away = distance(place, middle(others))
    if away <= FAR:
        return Judged("inside", round(away))
    if place.accuracy > VAGUE and away - place.accuracy <= FAR:
        return Judged("unknown", round(away))
    return Judged("outside", round(away))
