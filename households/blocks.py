"""What can never be right about a person or a household and is refused when saved (pure).

Softer contradictions are in ``households.doubts``: they are saved and shown. Forms and services
ask here alike, so that an import is refused for the same reasons as a page.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation import codelists
from foundation.faults import Text
from households.coded_fields import CODE_LISTS

AMOUNTS = ("monthly_wage", "monthly_pension", "basic_pension")
PAST_MEMBER_DAYS = ("death_on", "cremation_on", "self_care_on", "joined_on")
PAST_DAYS = (*PAST_MEMBER_DAYS, "account_agreement_on")
CARDS = ("1", "2")  # bank_account_kind: social-security card, bank card
CARD_DIGITS = range(16, 20)
LONGEST_DISEASE = 200  # characters: typed, sent or imported
LARGEST = Decimal("9999999999.99")

Found = Iterator[tuple[str, Text]]


def impossible(values: Mapping[str, Any], *, on: datetime.date) -> Found:
    """Pairs of a field and what to do about it; nothing for values that may be saved.

    ``values`` are the fields as they would stand in the row, those left out are not judged;
    ``on`` is the day of judging.
    """
    yield from _unknown_codes(values)
    yield from _amounts(values)
    yield from _days(values, on)


def _unknown_codes(values: Mapping[str, Any]) -> Found:
    for name, value in values.items():
        if not value or name not in CODE_LISTS:
            continue
        known = codelists.code_list(CODE_LISTS[name]).entries
        for code in value if isinstance(value, list | tuple) else (value,):
            if code not in known:
                message = _("“{code}” is no code of this list: choose one of it.")
                yield name, format_lazy(message, code=code)


def _amounts(values: Mapping[str, Any]) -> Found:
    for name in AMOUNTS:
        amount = values.get(name)
        if amount is not None and not 0 <= amount <= LARGEST:
            yield name, _("An amount is 0 or more, in yuan.")
    whole, basic = values.get("monthly_pension"), values.get("basic_pension")
    if basic is not None and basic > (whole or 0):
        yield "basic_pension", _("The basic pension is part of the pension: it cannot be more.")


def _days(values: Mapping[str, Any], on: datetime.date) -> Found:
    for name in PAST_DAYS:
        if values.get(name) and values[name] > on:
            yield name, _("This day is still to come: write the day it happened.")
    born, died = values.get("birth_on"), values.get("death_on")
    if born and died and died < born:
        yield "death_on", _("The day of death lies before the day of birth.")
    if values.get("cremation_on") and (not died or values["cremation_on"] < died):
        yield "cremation_on", _("Enter the day of death; the cremation cannot lie before it.")
    if born and values.get("joined_on") and values["joined_on"] < born:
        yield "joined_on", _("Nobody joins a household before being born.")
    if values.get("self_care") and not values.get("self_care_on"):
        yield "self_care_on", _("Enter the day of the assessment.")


def account(kind: str | None, number: str | None) -> Found:
    """A card has 16 to 19 digits; whether its check digit fits is only a doubt."""
    if number and kind in CARDS and len(number) not in CARD_DIGITS:
        message = _("A card has 16 to 19 digits, this has {found}: correct it, or choose passbook.")
        yield "account_no", format_lazy(message, found=len(number))


def payee(holder: str | None, agreement_on: datetime.date | None, names: Collection[str]) -> Found:
    """The account is a member's, or there is an agreement with a guardian or institution."""
    if holder and agreement_on is None and holder not in names:
        message = _("The account belongs to {name}, who is no member: file the payee agreement.")
        yield "account_name", format_lazy(message, name=holder)
