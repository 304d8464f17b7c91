"""What the search box offers while somebody types, and what they opened lately (最近查看)."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts import scope
from accounts.models import AuditEvent
from foundation.identity import mask_identity
from foundation.names import normalise_name
from foundation.plain import narrow
from households import search
from households.models import Household, Member
from households.models.households import OFF_REGISTER

AT_MOST = 10
POOL = 60
LETTERS_AT_LEAST = 2
DIGITS_AT_LEAST = 4
REMEMBERED = datetime.timedelta(days=180)
LOOKS_READ = 300


@dataclass(frozen=True)
class Suggestion:
    """One household, and the member whose name or number was typed."""

    household: Household
    member: Member | None = None

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.household.head_name

    @property
    def is_other_member(self) -> bool:
        return self.member is not None and not self.member.is_head

    @property
    def masked_number(self) -> str:
        return mask_identity(self.member.identity_number) if self.member else ""


def suggest(typed: str, *, on: datetime.date) -> list[Suggestion]:
    """At most ten households for what has been typed so far, the best first.

    Only inside the reader's own area: by its range, so that one character of a common surname
    stays quick. Grants outside the area are found by the full list.
    """
    text = typed.strip()
    if not _is_enough(text):
        return []
    found = [Suggestion(row.household, row) for row in _people(text, on)]
    if len(found) < POOL:
        named = {item.household.pk for item in found}
        others = _households(text, on)
        found += [Suggestion(household) for household in others if household.pk not in named]
    name = normalise_name(text)
    found.sort(key=lambda item: (item.name != name, item.is_other_member, item.household.area_id))
    by_household = {item.household.pk: item for item in reversed(found)}
    kept = [item for item in found if by_household[item.household.pk] is item]
    return kept[:AT_MOST]


def recently_viewed(user, *, at_most: int = AT_MOST) -> list[Household]:
    """The households ``user`` opened last, newest first.

    Read from the records of looking and then from the register itself: what has left the
    reader's area, or is behind a closed door now, is not named any more.
    """
    since = timezone.now() - REMEMBERED
    looks = AuditEvent.objects.filter(by_id=user.pk, action="household.viewed", at__gte=since)
    keys = looks.order_by("-pk").values_list("household_id", flat=True)[:LOOKS_READ]
    order = list(dict.fromkeys(key for key in keys if key))[: 2 * at_most]
    there = Household.objects.select_related("area").in_bulk(order)
    return [there[key] for key in order if key in there][:at_most]


def _is_enough(text: str) -> bool:
    plain = narrow(text)
    if plain.isdigit():
        return len(plain) >= DIGITS_AT_LEAST
    return len(plain) >= LETTERS_AT_LEAST if plain.isascii() else bool(plain)


def _people(text: str, on: datetime.date) -> list[Member]:
    matching = search.members_matching(text, on=on)
    if matching is None:
        return []
    declared = scope.current()
    own = matching.filter(area_id__gte=declared.low, area_id__lte=declared.high)
    return list(
        own.exclude(household__status__in=OFF_REGISTER).select_related("household__area")[:POOL]
    )


def _households(text: str, on: datetime.date) -> list[Household]:
    """By file number, telephone or address; people have been found already."""
    declared = scope.current()
    own = Household.objects.on_register().select_related("area")
    own = own.filter(area_id__gte=declared.low, area_id__lte=declared.high)
    if (plain := narrow(text)).isascii():
        digits = "".join(filter(str.isdigit, plain))
        is_number = len(digits) >= DIGITS_AT_LEAST and len(digits) not in (15, 18)
        return list(search.find(own, text, on=on)[:POOL]) if is_number else []
    addresses = search.living_at(text)
    return [] if addresses is None else list(own.filter(pk__in=addresses.values("pk"))[:POOL])
