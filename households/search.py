"""One box finds households: names, pinyin, numbers, telephone, address (家庭查找)."""

import re
from dataclasses import dataclass

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Substr

from accounts import scope
from foundation.contact import parse_phone
from foundation.encryption import digests
from foundation.faults import InputError
from foundation.identity import normalise_identity, parse_identity
from foundation.names import normalise_name, typed_pinyin
from foundation.plain import narrow, without_blanks
from foundation.variants import spellings
from households.models import Household, Member
from households.services.identities import PURPOSE

_HOUSEHOLD_NUMBER = re.compile(r"\d{19,22}")
_IDENTITY = re.compile(r"\d{17}[\dX]|\d{15}")
# Digits of either width; the name stays as it is typed, for width is part of rare characters.
_NAME_AND_TAIL = re.compile(r"(?P<name>(?:[^\x00-\x7f\d]|\.){2,}?)[,，]*(?P<tail>\d{3}[\dXxＸｘ])")
_LATIN = re.compile(r"[\x00-\x7füÜ]+")
ADDRESS_AT_LEAST = 2
TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Range:
    """The codes of one township or village: small enough for a look into the middle of a text."""

    low: str
    high: str


def members_matching(typed: str, *, on) -> QuerySet[Member] | None:
    """Active members a word or number names; None when it can only be a household's number.

    Words match at the beginning of the name, the given name, the initials or the whole pinyin,
    because only starts-with look-ups can use an index under row-level security. Variants of a
    character count as the same (昇 and 升).
    """
    text = normalise_identity(typed)
    active = Member.objects.active()
    if phones := _phone_digests(text):
        return active.filter(phone_digest__in=phones)
    if _IDENTITY.fullmatch(text):
        return active.filter(identity_digest__in=digests(_eighteen(text, on), purpose=PURPOSE))
    if text.isdigit():
        return None
    if _LATIN.fullmatch(text):
        return active.filter(_spelt(typed))
    if parts := _NAME_AND_TAIL.fullmatch(without_blanks(typed)):
        return active.filter(pk__in=_with_tail(parts["name"], narrow(parts["tail"]).upper()))
    named = Q()
    for name in spellings(normalise_name(typed)):
        named |= Q(name__prefix=name) | Q(given_name__prefix=name)
    return active.filter(named)


def find(
    households: QuerySet[Household], typed: str, *, on, inside: str = ""
) -> QuerySet[Household]:
    """Narrow ``households`` to those the typed word or number names.

    A telephone is the household's own or an active member's. ``inside`` is the code of the area
    the reader has chosen: within one township an address is also found by its middle.
    """
    text = normalise_identity(typed)
    if _HOUSEHOLD_NUMBER.fullmatch(text):
        return households.filter(household_no__prefix=text)
    members = members_matching(typed, on=on)
    if members is None:
        return households.filter(household_no__prefix=text)
    found = members.values("household_id")
    others = (
        Household.objects.filter(phone_digest__in=phones)
        if (phones := _phone_digests(text))
        else living_at(typed, inside=inside)
    )
    if others is not None:
        found = found.union(others.values("pk"))
    return households.filter(pk__in=found)


def namesakes(name: str) -> QuerySet[Member]:
    """Active members of exactly this name, variants of its characters included."""
    return Member.objects.active().filter(name__in=spellings(normalise_name(name)))


def living_at(typed: str, *, inside: str = "") -> QuerySet[Household] | None:
    """Households by the beginning of their address; None when the words are no address.

    Divisions down to the township may stand in front or not. Inside one township (of the reader
    or chosen by ``inside``) the middle of the address counts too: a few thousand rows at most.
    """
    text = typed.strip()
    if len(text) < ADDRESS_AT_LEAST or _LATIN.fullmatch(text):
        return None
    key = Func(Value(text), function="nuanxin_address_key", output_field=CharField())
    written = Household.objects.exclude(address_key="")
    if small := _township(inside):
        in_it = written.filter(area_id__gte=small.low, area_id__lte=small.high)
        return in_it.alias(sought=key).exclude(sought="").filter(address_key__contains=F("sought"))
    # An empty key (only divisions were typed) must not mean everybody.
    return (
        written.alias(sought=Substr(key, 1, 1)).exclude(sought="").filter(address_key__prefix=key)
    )


def _township(chosen: str) -> Range | None:
    """The chosen area or the reader's own, when it is no larger than a township."""
    if chosen.isdigit() and len(chosen) == 12 and chosen[6:TOWNSHIP_DIGITS] != "000":
        town = chosen[:TOWNSHIP_DIGITS]
        return Range(town + "000", town + "999")
    declared = scope.current()
    if declared.low[:TOWNSHIP_DIGITS] == declared.high[:TOWNSHIP_DIGITS]:
        return Range(declared.low, declared.high)
    return None


def _spelt(typed: str) -> Q:
    """Latin letters: initials or pinyin of a Chinese name, or a name in Latin letters."""
    named = Q(name__prefix=typed.strip())
    if letters := typed_pinyin(typed):
        named |= Q(initials__prefix=letters) | Q(pinyin__prefix=letters)
    return named


def _with_tail(name: str, tail: str) -> list[int]:
    """Members of exactly this name whose identity number ends so.

    Nothing about the last four digits is stored for this: a digest of four digits is soon
    guessed. The index on the name leaves few rows, and their numbers are unsealed and compared.
    """
    sealed = namesakes(name).exclude(identity_sealed=None).only("seal_id", "identity_sealed")
    return [row.pk for row in sealed.iterator() if row.identity_number.endswith(tail)]


def _eighteen(text: str, on) -> str:
    try:
        return parse_identity(text, on=on).number
    except InputError:
        return text


def _phone_digests(text: str) -> list[str]:
    """The digests of a whole telephone number; none of anything else."""
    try:
        return digests(parse_phone(text), purpose="phone")
    except InputError:
        return []
