"""Closed doors (回避) and grants (授权查看): who must not, and who may by exception, see a file."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Area, User
from foundation import clock
from foundation.faults import InputError
from households.models import ClosedDoor, Grant, Household


@transaction.atomic
def close_door(
    *,
    by: User,
    household: Household,
    reason: str,
    user: User | None = None,
    office: Area | None = None,
    until: datetime.date | None = None,
) -> ClosedDoor:
    """Hide a household from one user or everybody of one office: a relative, a complaint.

    It takes effect at once; to them the household does not exist. Raises InputError unless
    exactly one of ``user`` and ``office`` is named.
    """
    _exactly_one(user, office)
    door = ClosedDoor.objects.create(
        household=household,
        area_id=household.area_id,
        user=user,
        office=office,
        reason=reason,
        until=until,
        closed_by=by,
    )
    audit.record(by=by, action="door.closed", target=door, detail=_whom(user, office))
    return door


@transaction.atomic
def open_door(*, by: User, door: ClosedDoor, on: datetime.date) -> ClosedDoor:
    """End a closed door: its last day was the day before ``on``."""
    locked = ClosedDoor.objects.select_for_update(of=("self",)).get(pk=door.pk)
    yesterday = on - datetime.timedelta(days=1)
    if locked.until is not None and locked.until <= yesterday:
        return locked
    locked.until = yesterday
    locked.save(update_fields=["until"])
    audit.record(by=by, action="door.opened", target=locked)
    return locked


def to_follow(
    people_of: Household, into: Household | None = None, *, since: datetime.datetime | None = None
) -> list[ClosedDoor]:
    """The standing doors of a file that ``into``, where its people go, does not have yet.

    Without ``into`` the file is a new one; ``since``: only those closed after that.
    """
    today = clock.today()
    there = list(into.closed_doors.standing(today)) if into else []
    doors = people_of.closed_doors.standing(today).order_by("pk")
    if since is not None:
        doors = doors.filter(closed_at__gt=since)
    return [door for door in doors if not any(door.is_covered_by(other) for other in there)]


@transaction.atomic
def close_likewise(*, by: User, doors: Iterable[ClosedDoor], household: Household) -> list[int]:
    """Close a file to whom the file its people come from is closed; the keys of the new doors.

    The reason and whoever ordered it stay the same.
    """
    made = []
    for door in doors:
        same = ClosedDoor.objects.create(
            household=household, area_id=household.area_id, user=door.user, office=door.office,
            reason=door.reason, until=door.until, closed_by=door.closed_by,
        )  # fmt: skip
        audit.record(by=by, action="door.closed", target=same, detail=_whom(door.user, door.office))
        made.append(same.pk)
    return made


@transaction.atomic
def give_grant(
    *,
    by: User,
    household: Household,
    reason: str,
    until: datetime.date,
    user: User | None = None,
    office: Area | None = None,
) -> Grant:
    """Let one user, or one office, outside the area read a household until a day.

    For hand-overs between counties, inspectors from another township, departments. Reading
    only: nothing can be written through a grant. Raises InputError as ``close_door``.
    """
    _exactly_one(user, office)
    grant = Grant.objects.create(
        household=household,
        area_id=household.area_id,
        user=user,
        office=office,
        reason=reason,
        until=until,
        given_by=by,
    )
    detail = {**_whom(user, office), "until": until.isoformat()}
    audit.record(by=by, action="grant.given", target=grant, detail=detail)
    return grant


@transaction.atomic
def end_grant(*, by: User | None, grant: Grant, on: datetime.date) -> Grant:
    """Take a grant back: its last day was the day before ``on``. ``by`` none: by the calendar."""
    locked = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    yesterday = on - datetime.timedelta(days=1)
    if locked.until <= yesterday:
        return locked
    locked.until = yesterday
    locked.save(update_fields=["until"])
    audit.record(by=by, action="grant.ended", target=locked)
    return locked


def _exactly_one(user: User | None, office: Area | None) -> None:
    if (user is None) == (office is None):
        raise InputError("whom", _("Name one person or one office."))


def _whom(user: User | None, office: Area | None) -> dict[str, str]:
    return {"user": user.username} if user else {"office": office.code if office else ""}
