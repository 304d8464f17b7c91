"""What open petitions mean to a household that changes: they stay where they are handled."""

import datetime
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.models import Household
from households.stakes import Act, Stake
from petitions.models import PetitionCase

FOLLOWS = _("Petition {no} stays with the office that handles it and follows the household.")
STAYS = _("Petition {no} stays with this file.")


def foresee(household: Household, act: Act, on: datetime.date) -> Iterator[Stake]:
    """Petition cases somebody still has to work on."""
    words = FOLLOWS if act in (Act.MOVE, Act.HAND_OVER) else STAYS
    if act in (Act.LEAVE, Act.JOIN):
        return
    for case in PetitionCase.objects.filter(household=household).open():
        yield Stake(format_lazy(words, no=case.case_no))
