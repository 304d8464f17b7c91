"""What the later apps have at stake when a household changes (在办业务).

They register here in ``AppConfig.ready``; nothing here knows them. Each says beforehand, in words,
what stands in the way and what goes along, and may follow the act in its transaction.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import User
from foundation.faults import InputError, Text
from households.models import Household


class Act(StrEnum):
    """What is about to be done to a household."""

    MOVE = "move"
    HAND_OVER = "hand_over"
    SPLIT = "split"
    MERGE_AWAY = "merge_away"
    MERGE_IN = "merge_in"
    UNDO_MERGE = "undo_merge"
    LEAVE = "leave"
    JOIN = "join"
    DEREGISTER = "deregister"


@dataclass(frozen=True)
class Stake:
    """One thing under way: what becomes of it, or why it must be finished first."""

    text: Text
    is_blocking: bool = False


Foresee = Callable[[Household, Act, datetime.date], Iterable[Stake]]
Follow = Callable[[Household, Act, datetime.date, User], None]

_foresee: dict[str, Foresee] = {}
_follow: dict[str, Follow] = {}


def register(name: str, foresee: Foresee, follow: Follow | None = None) -> None:
    """Let an app say (and follow up) what a change means to it; once per name."""
    _foresee[name] = foresee
    if follow is not None:
        _follow[name] = follow


def of(household: Household, act: Act, on: datetime.date) -> list[Stake]:
    """Everything under way in the household that the act touches."""
    return [stake for foresee in _foresee.values() for stake in foresee(household, act, on)]


def refuse_blocking(household: Household, act: Act, on: datetime.date) -> None:
    """Raise InputError with the first thing that must be finished before the act."""
    for stake in of(household, act, on):
        if stake.is_blocking:
            raise InputError("under_way", stake.text)


def follow(household: Household, act: Act, on: datetime.date, *, by: User) -> None:
    """Let the other apps do what the act means to them, in the same transaction."""
    for do in _follow.values():
        do(household, act, on, by)
