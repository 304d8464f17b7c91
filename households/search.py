"""One box finds households: name, given name, pinyin initials, numbers, telephone (家庭查找)."""

import re

from django.db.models import Q, QuerySet

from foundation.contact import parse_phone
from foundation.encryption import digests
from foundation.faults import InputError
from foundation.identity import normalise_identity, parse_identity
from foundation.names import normalise_name
from households.models import Household, Member
from households.services.identities import PURPOSE

_HOUSEHOLD_NUMBER = re.compile(r"\d{19,22}")
_IDENTITY = re.compile(r"\d{17}[\dX]|\d{15}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


def members_matching(typed: str, *, on) -> QuerySet[Member] | None:
    """Active members a word or number names; None when it can only be a household's number.

    Words match at the beginning of the name, the given name or the pinyin initials, because
    only starts-with look-ups can use an index under row-level security.
    """
    text = normalise_identity(typed)
    active = Member.objects.active()
    if _IDENTITY.fullmatch(text):
        return active.filter(identity_digest__in=digests(_eighteen(text, on), purpose=PURPOSE))
    if text.isdigit():
        return None
    if text.isascii():
        return active.filter(Q(initials__prefix=text.lower()) | Q(name__prefix=typed.strip()))
    name = normalise_name(typed)
    return active.filter(Q(name__prefix=name) | Q(given_name__prefix=name))


def find(households: QuerySet[Household], typed: str, *, on) -> QuerySet[Household]:
    """Narrow ``households`` to those the typed word or number names."""
    text = normalise_identity(typed)
    if _HOUSEHOLD_NUMBER.fullmatch(text):
        return households.filter(household_no__prefix=text)
    if _PHONE.fullmatch(text):
        known = digests(_plain_phone(text), purpose="phone")
        return households.filter(phone_digest__in=known)
    members = members_matching(typed, on=on)
    if members is None:
        return households.filter(household_no__prefix=text)
    return households.filter(pk__in=members.values("household_id"))


def _eighteen(text: str, on) -> str:
    try:
        return parse_identity(text, on=on).number
    except InputError:
        return text


def _plain_phone(text: str) -> str:
    try:
        return parse_phone(text)
    except InputError:
        return text
