"""How far somebody is with an exercise: only own acts, in order, on one thing where asked."""

import datetime

import pytest

from accounts.act_names import codes
from accounts.permissions import PERMISSIONS
from reports.exercises import CODES, EXERCISES, Act, Exercise, State, standing

ME, OTHER = 1, 2
START = datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC)


def acts(*rows):
    return [
        Act(action, thing, by, START + datetime.timedelta(minutes=minute))
        for minute, (action, thing, by) in enumerate(rows)
    ]


def exercise(*wanted, **changes):
    steps = ("x",)
    return Exercise(
        "x", "x", "accounts.use_site", "start#x", "reports:home", steps, wanted, **changes
    )


@pytest.mark.parametrize(
    ("wanted", "rows", "state", "minute"),
    [
        (exercise("a"), [], State.TODO, None),
        (exercise("a"), [("a", "1", OTHER)], State.TODO, None),
        (exercise("a"), [("b", "1", ME), ("a", "1", ME)], State.DONE, 1),
        (exercise("a", "b"), [("b", "1", ME), ("a", "2", ME)], State.BEGUN, 1),
        (exercise("a", "b"), [("a", "1", ME), ("b", "2", ME)], State.DONE, 1),
        (exercise("a", "b", on_one_thing=True), [("a", "1", ME), ("b", "2", ME)], State.BEGUN, 0),
        (
            exercise("a", "b", on_one_thing=True),
            [("a", "1", ME), ("a", "2", ME), ("b", "2", ME), ("b", "1", OTHER)],
            State.DONE,
            2,
        ),
        (exercise("a", after="r"), [("a", "1", ME)], State.TODO, None),
        (exercise("a", after="r"), [("a", "1", ME), ("r", "1", OTHER)], State.TODO, None),
        (exercise("a", after="r"), [("r", "2", OTHER), ("a", "1", ME)], State.TODO, None),
        (exercise("a", after="r"), [("r", "1", OTHER), ("a", "1", ME)], State.DONE, 1),
        (exercise("a", after="r"), [("r", "1", OTHER), ("a", "1", OTHER)], State.TODO, None),
    ],
)
def test_standing(wanted, rows, state, minute):
    found = standing(wanted, acts(*rows), by=ME)
    at = None if minute is None else START + datetime.timedelta(minutes=minute)
    assert (found.state, found.at) == (state, at)


def test_exercises_name_what_exists():
    assert set(codes()) >= CODES
    for one in EXERCISES:
        assert one.permission in PERMISSIONS
        assert 3 <= len(one.steps) <= 6, one.code
    assert len({one.code for one in EXERCISES}) == len(EXERCISES)
