"""One person in both files that are merged (同一人): found, ended once, and brought back."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError, Text
from households.duplicates import NumbersAre, compare
from households.models import Household, Member
from households.services import duplicates, registration
from households.services.changes import carrying
from households.services.changes.plans import Likely

MISTAKE = "7"


def likely(coming: Sequence[Member], survivor: Household) -> dict[int, list[Likely]]:
    """Whom of the survivor each may be, strong ones first; who was called different is left out.

    Strong is all alike, without two numbers against it, and once for each of the survivor.
    """
    there = list(survivor.members.active().order_by("pk"))
    apart = duplicates.called_different([*coming, *there])
    found: dict[int, list[Likely]] = {member.pk: [] for member in coming}
    taken: set[int] = set()
    for member in coming:
        for other in there:
            alike = compare(duplicates.as_person(member), duplicates.as_person(other))
            if alike is None or {member.pk, other.pk} in apart:
                continue
            is_strong = alike.is_exact and alike.numbers != NumbersAre.DIFFERENT
            is_strong = is_strong and other.pk not in taken
            taken |= {other.pk} if is_strong else set()
            found[member.pk].append(Likely(other, is_strong))
        found[member.pk].sort(key=lambda one: not one.is_strong)
    return found


def others(people: Sequence[Member], survivor: Household, same: Mapping[int, int]) -> list[Member]:
    """Those of ``people`` who are nobody of the survivor. Raises InputError.

    ``same`` names for a key of theirs the key of the same person there.
    """
    chosen = [same[member.pk] for member in people if member.pk in same]
    if survivor.members.active().filter(pk__in=chosen).count() < len(set(chosen)):
        raise InputError("same", _("Choose the same person from the file that stays."))
    if len(set(chosen)) < len(chosen):
        raise InputError("same", _("Two records cannot be one and the same person."))
    return [member for member in people if member.pk not in same]


def end(
    people: Sequence[Member], same: Mapping[int, int], *, on: datetime.date, reason: str
) -> list[dict[str, object]]:
    """End the rows of those who are in the other file already; gives what undoing needs."""
    ended = []
    for member in people:
        if member.pk in same:
            before = carrying.leaving_of(member)
            carrying.leave_file(member, on=on, kind=MISTAKE, reason=reason)
            ended.append({"member": member.pk, "as": same[member.pk], "before": before})
    return ended


def obstacle(member: Member) -> Text | None:
    """Why an ended row cannot be active again: its number has been entered elsewhere since."""
    try:
        if member.identity_number:
            registration.refuse_duplicate(member.identity_number, besides=member.pk)
    except InputError as error:
        return error.message
    return None
