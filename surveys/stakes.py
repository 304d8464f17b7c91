"""What an unfinished visit means to a household that changes."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from households.models import Household
from households.stakes import Act, Stake
from surveys.models import Visit

TEXTS = {
    Act.MOVE: _("An unfinished visit goes along; only the receiving township can finish it."),
    Act.SPLIT: _("An unfinished visit stays with this file: correct its family part."),
    Act.LEAVE: _("A visit is unfinished: correct its family part."),
    Act.JOIN: _("A visit is unfinished: correct its family part."),
}
FINISH_FIRST = _("A visit is unfinished: submit it and have it approved first.")
STOPS = frozenset((Act.HAND_OVER, Act.MERGE_AWAY, Act.UNDO_MERGE, Act.DEREGISTER))


def foresee(household: Household, act: Act, on: datetime.date) -> Iterator[Stake]:
    """Visits not yet approved."""
    if Visit.objects.filter(household=household).open().exists():
        text = TEXTS.get(act, TEXTS[Act.LEAVE])
        yield Stake(FINISH_FIRST, is_blocking=True) if act in STOPS else Stake(text)
