"""What open comparison findings mean to a household that changes."""

import datetime
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.models import Household
from households.stakes import Act, Stake
from verification.models import Finding, Step

TEXTS = {
    Act.MOVE: _("{count} open findings go along; the receiving township verifies them."),
    Act.DEREGISTER: _("{count} open findings stay with the closed file."),
}
STAYS = _("{count} open findings stay with this file.")
FINISH_FIRST = _("{count} findings are open: conclude them first.")
STOPS = frozenset((Act.HAND_OVER, Act.MERGE_AWAY, Act.UNDO_MERGE))


def foresee(household: Household, act: Act, on: datetime.date) -> Iterator[Stake]:
    """Findings not yet closed."""
    count = Finding.objects.filter(household=household).exclude(step=Step.CLOSED).count()
    if count and act not in (Act.LEAVE, Act.JOIN):
        words = FINISH_FIRST if act in STOPS else TEXTS.get(act, STAYS)
        yield Stake(format_lazy(words, count=count), is_blocking=act in STOPS)
