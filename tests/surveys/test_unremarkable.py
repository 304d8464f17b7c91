"""Which visits may be approved together: every condition by itself, at its edges."""

from dataclasses import replace
from decimal import Decimal

import pytest

from surveys.content import SHORT_MINUTES
from surveys.unremarkable import (
    CONDITIONS,
    LARGEST_CHANGE,
    LONGEST,
    NAMES,
    VisitFacts,
    against,
    unremarkable,
)

PLAIN = VisitFacts(
    result="1", hard=0, soft=0, clashes=0, signed=2, is_signed_by_family=True,
    per_capita=Decimal("600.00"), per_capita_before=Decimal("600.00"), people=3, people_before=3,
    proposals=("08",), unsettled_remarks=0, urgent_needs=0, minutes=45,
    photos=3, photos_far=0, is_far=False,
)  # fmt: skip
CENT = Decimal("0.01")


def codes(facts):
    return [reason.code for reason in against(unremarkable(facts))]


def test_nothing_stands_against_a_plain_visit():
    reasons = unremarkable(PLAIN)
    assert [reason.code for reason in reasons] == list(CONDITIONS) == list(NAMES)
    assert all(reason.holds and reason.words for reason in reasons)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"result": "2"}, ["complete"]),
        ({"result": ""}, ["complete"]),
        ({"hard": 1}, ["hard"]),
        ({"clashes": 1}, ["hard"]),
        ({"soft": 1}, ["soft"]),
        ({"signed": 1}, ["signed"]),
        ({"signed": 3}, []),
        ({"is_signed_by_family": False}, ["signed"]),
        ({"per_capita_before": None, "people_before": None}, ["known"]),
        ({"per_capita": Decimal("600.00") + LARGEST_CHANGE}, []),
        ({"per_capita": Decimal("600.00") + LARGEST_CHANGE + CENT}, ["income"]),
        ({"per_capita": Decimal("600.00") - LARGEST_CHANGE}, []),
        ({"per_capita": Decimal("600.00") - LARGEST_CHANGE - CENT}, ["income"]),
        ({"people": 4}, ["people"]),
        ({"people": 2}, ["people"]),
        ({"proposals": ()}, ["proposals"]),
        ({"proposals": ("01",)}, ["proposals"]),
        ({"proposals": ("08", "04")}, ["proposals"]),
        ({"unsettled_remarks": 1}, ["remarks"]),
        ({"urgent_needs": 1}, ["needs"]),
        ({"minutes": None}, ["duration"]),
        ({"minutes": SHORT_MINUTES - 1}, ["duration"]),
        ({"minutes": SHORT_MINUTES}, []),
        ({"minutes": LONGEST}, []),
        ({"minutes": LONGEST + 1}, ["duration"]),
        ({"photos": 0}, ["photos"]),
        ({"photos_far": 1}, ["photos"]),
        ({"is_far": True}, ["place"]),
        ({"hard": 2, "soft": 1, "urgent_needs": 3}, ["hard", "soft", "needs"]),
    ],
)
def test_each_condition_at_its_edge(changes, found):
    assert codes(replace(PLAIN, **changes)) == found


def test_an_income_as_before_is_said_once():
    (words,) = [one.words for one in unremarkable(PLAIN) if one.code == "income"]
    assert "600.00" in words
    assert "→" not in words


def test_the_reason_names_the_figures():
    (reason,) = against(unremarkable(replace(PLAIN, per_capita=Decimal("720.00"))))
    assert "600.00" in reason.words
    assert "720.00" in reason.words
    assert "+120.00" in reason.words
