"""Practice (练习模式): beginning anew, and how far everybody is, read from the audit trail.

The start is itself an event, so that practice keeps no rows of its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts import audit
from accounts.models import AuditEvent, User, UserRole
from accounts.models.users import POWERS
from accounts.permissions import of_roles
from reports.exercises import CODES, EXERCISES, Act, Exercise, Progress, State, standing

BEGUN = "training.begun"


@dataclass(frozen=True)
class Practice:
    """One person's exercises; ``begun_at`` is empty before the first start."""

    person: User
    begun_at: datetime | None
    lines: Sequence[Progress]

    @property
    def done(self) -> int:
        return sum(line.state == State.DONE for line in self.lines)

    @property
    def last_at(self) -> datetime | None:
        return max((line.at for line in self.lines if line.at), default=None)


@transaction.atomic
def begin(*, by: User) -> None:
    """Start the exercises, or start them anew: only what is done from now on counts."""
    audit.record(by=by, action=BEGUN, target=by)


def practice_of(person: User) -> Practice:
    return practices([person])[0]


def practices(people: Iterable[User]) -> list[Practice]:
    """How far each of ``people`` is; four statements, however many there are."""
    everybody = list(people)
    starts = _starts([person.pk for person in everybody])
    roles: dict[int, set[str]] = {person.pk: set() for person in everybody}
    for user, role in UserRole.objects.filter(user__in=everybody).values_list("user", "role"):
        roles[user].add(role)
    acts = _acts(starts)
    return [
        Practice(
            person=person,
            begun_at=starts[person.pk][1] if person.pk in starts else None,
            lines=[
                standing(one, acts.get(person.pk, []), by=person.pk)
                for one in asked(roles[person.pk])
            ],
        )
        for person in everybody
    ]


def asked(roles: Collection[str]) -> list[Exercise]:
    """The exercises of somebody's roles; the three powers have no household work."""
    if not set(roles) - POWERS:
        return []
    held = of_roles(roles)
    return [one for one in EXERCISES if one.permission in held]


def _starts(people: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """The event and the moment of each person's last start."""
    last = (
        AuditEvent.objects.filter(by_id__in=people, action=BEGUN)
        .order_by()
        .values("by_id")
        .annotate(event=Max("id"))
        .values("event")
    )
    found = AuditEvent.objects.filter(pk__in=last).values_list("by_id", "pk", "at")
    return {by: (event, at) for by, event, at in found if by is not None}


def _acts(starts: Mapping[int, tuple[int, datetime]]) -> dict[int, list[Act]]:
    """What each person did since the start, with the returns of others that came before it."""
    if not starts:
        return {}
    first = min(event for event, _ in starts.values())
    needed = {one.after for one in EXERCISES if one.after}
    rows = (
        AuditEvent.objects.filter(action__in=CODES, is_refused=False, id__gt=first)
        .filter(Q(by_id__in=list(starts)) | Q(action__in=needed))
        .order_by("id")
        .values_list("id", "action", "target_type", "target_id", "by_id", "at")
    )
    found: dict[int, list[Act]] = {person: [] for person in starts}
    for event, action, kind, key, by, at in rows:
        if by is None:
            continue
        act = Act(action, f"{kind}:{key}", by, at)
        readers = starts if action in needed else (by,)
        for person in readers:
            if person in starts and event > starts[person][0]:
                found[person].append(act)
    return found
