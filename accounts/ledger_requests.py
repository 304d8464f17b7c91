"""What one person asked of a ledger (台账): which rows, and whether numbers stand in full."""

import datetime
from dataclasses import dataclass

from accounts.models import Area
from foundation.contact import mask_phone
from foundation.identity import mask_identity


@dataclass(frozen=True, slots=True)
class LedgerFilters:
    """The rows of one ledger: inside ``area``, of ``kind``, from ``since`` to ``until``.

    What ``kind`` and the dates mean is the ledger's own (an empty one means all). ``on`` is the
    day the figures stand at. ``is_plain``: identity numbers, phones and accounts in full, which
    only ``reports.export_plain`` with a purpose gives.
    """

    area: Area
    on: datetime.date
    kind: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    is_plain: bool = False

    def identity(self, number: str | None) -> str:
        """An identity number as this file shows it."""
        return number if number and self.is_plain else mask_identity(number) if number else ""

    def phone(self, number: str | None) -> str:
        """A phone number as this file shows it."""
        return number if number and self.is_plain else mask_phone(number) if number else ""
