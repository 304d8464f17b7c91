"""Where a visit was made: distances against known ones, and the verdicts at their edges."""

import pytest

from surveys.photo_rules import missing, required_missing
from surveys.place_check import FAR, Judged, Point, distance, is_point, judge, middle

CHANGTU = Point(42.7843, 124.1107)
METRE = 1 / 111_195  # degrees of latitude


def north(metres, accuracy=10.0):
    return Point(CHANGTU.latitude + metres * METRE, CHANGTU.longitude, accuracy)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (CHANGTU, CHANGTU, 0),
        (Point(0, 0), Point(0, 1), 111_195),
        (Point(0, 179.5), Point(0, -179.5), 111_195),
        (Point(90, 0), Point(-90, 0), 20_015_087),
        (Point(41.8057, 123.4315), Point(42.2862, 123.8420), 63_231),  # Shenyang to Tieling
    ],
)
def test_distances(one, other, metres):
    assert distance(one, other) == pytest.approx(metres, abs=max(1, metres * 0.002))
    assert distance(one, other) == distance(other, one)


@pytest.mark.parametrize(
    ("place", "others", "verdict"),
    [
        (None, [CHANGTU] * 9, Judged("unknown")),
        (CHANGTU, [], Judged("unknown")),
        (CHANGTU, [CHANGTU] * 4, Judged("unknown")),
        (CHANGTU, [CHANGTU] * 5, Judged("inside", 0)),
        (north(FAR - 5), [CHANGTU] * 5, Judged("inside", FAR - 5)),
        (north(FAR + 5), [CHANGTU] * 5, Judged("outside", FAR + 5)),
        (north(FAR + 5, accuracy=3000), [CHANGTU] * 5, Judged("outside", FAR + 5)),
        (north(FAR + 5, accuracy=3001), [CHANGTU] * 5, Judged("unknown", FAR + 5)),
        (north(20_000, accuracy=3001), [CHANGTU] * 5, Judged("outside", 20_000)),
    ],
)
def test_verdicts(place, others, verdict):
    found = judge(place, others)
    assert found.state == verdict.state
    assert found.distance == pytest.approx(verdict.distance, abs=6)


def test_two_wrong_positions_do_not_move_the_middle():
    points = [north(n) for n in (0, 100, 200)] + [Point(31.2, 121.5), Point(22.5, 114.1)]
    assert distance(middle(points), north(0)) < 500


@pytest.mark.parametrize(
    ("point", "is_one"),
    [
        (CHANGTU, True),
        (Point(-90, 180), True),
        (Point(90.01, 0), False),
        (Point(0, 180.1), False),
        (Point(0, 0), False),
        (Point(float("nan"), 124), False),
        (Point(42, 124, float("nan")), False),
        (Point(42, 124, -1), False),
    ],
)
def test_what_is_a_place(point, is_one):
    assert is_point(point) is is_one


@pytest.mark.parametrize(
    ("kinds", "result", "lacking"),
    [
        ([], "1", ["door", "interior", "respondent"]),
        (["interior", "other"], "1", ["door", "respondent"]),
        (["door", "interior", "respondent"], "1", []),
        ([], "", ["door", "interior", "respondent"]),
        ([], "2", ["door"]),  # nobody at home
        (["door"], "4", []),
    ],
)
def test_which_photos_are_pointed_out(kinds, result, lacking):
    assert missing(kinds, result) == lacking
    assert required_missing(kinds, result) == []
