"""What follows a visit that met nobody, and by when (pure)."""

import datetime
from collections.abc import Mapping
from typing import Any

from foundation.deadlines import Due, working_days
from surveys.choices import (
    AWAY,
    DIED,
    DONE,
    MOVED,
    NOBODY_HOME,
    REFUSED,
    UNKNOWN,
    NextAction,
)
from surveys.content import day

USUAL: dict[str, NextAction] = {
    NOBODY_HOME: NextAction.AGAIN,
    AWAY: NextAction.PHONE,
    REFUSED: NextAction.TALK,
    DIED: NextAction.DEATH,
    MOVED: NextAction.MOVE,
    UNKNOWN: NextAction.CHECK,
}
"""What is done where the investigators wrote nothing else, by ``visit_result``."""
FITTING: dict[str, frozenset[NextAction]] = {
    NOBODY_HOME: frozenset({NextAction.AGAIN, NextAction.PHONE, NextAction.RELATIVES}),
    AWAY: frozenset({NextAction.AGAIN, NextAction.PHONE, NextAction.RELATIVES}),
    REFUSED: frozenset({NextAction.AGAIN, NextAction.TALK, NextAction.RELATIVES}),
    DIED: frozenset({NextAction.DEATH}),
    MOVED: frozenset({NextAction.MOVE, NextAction.PHONE}),
    UNKNOWN: frozenset({NextAction.CHECK, NextAction.MOVE}),
}
"""What makes sense after each result."""
SPEAKS_AGAIN = frozenset({NextAction.AGAIN, NextAction.PHONE, NextAction.RELATIVES})
"""Next steps that are a visit of the same pair once more."""
LIMITS: dict[NextAction, Due] = {
    NextAction.DEATH: working_days(3),
    NextAction.AGAIN: working_days(5),
    NextAction.PHONE: working_days(5),
    NextAction.RELATIVES: working_days(5),
    NextAction.MOVE: working_days(5),
    NextAction.CHECK: working_days(5),
    NextAction.TALK: working_days(10),
}
"""By when, counted from the approval: no law sets it; the screening's pace does (local)."""


def next_action(header: Mapping[str, Any]) -> NextAction | None:
    """What follows: as written in the form, else the usual; nothing after a completed visit."""
    result = header.get("result") or DONE
    if result == DONE:
        return None
    written = header.get("next_action")
    return NextAction(written) if written in NextAction.values else USUAL[result]


def asked_for(header: Mapping[str, Any], on: datetime.date) -> datetime.date | None:
    """The day the investigators named, unless it is over by ``on``."""
    named = day(header.get("next_on"))
    return named if named and named >= on else None
