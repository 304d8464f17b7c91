"""What one rule finds: answer, sentence, distance to the line, and what is missing."""

from decimal import Decimal
from typing import NamedTuple

from assistance.rules.answers import Answer
from assistance.rules.texts import Text


class Finding(NamedTuple):
    """What one rule found. ``margin`` is the signed distance to the line in yuan a person a month
    (positive: on the good side), ``household_margin`` the same for the whole household."""

    answer: Answer
    text: Text
    margin: Decimal | None = None
    household_margin: Decimal | None = None
    missing: tuple[Text, ...] = ()
    member: str = ""
