"""Looking is an act: opening a file and seeing a full number are recorded (留痕)."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import Area, AuditEvent, User
from accounts.models.users import Role
from accounts.services import messages
from households.models import Household, Member
from households.sealed_numbers import IDENTITY, NUMBERS, SealedNumber

VIEWED = "household.viewed"
TOGETHER = datetime.timedelta(minutes=1)
REVEALED = ("identity.revealed", "number.revealed")
UNUSUAL = "reveals.unusual"
MANY, WITHIN = 30, datetime.timedelta(hours=1)
LOOKED_THROUGH = 500
UNUSUALLY_MANY = gettext_noop(
    "%(who)s has looked at more than %(count)s full numbers within an hour."
)


@transaction.atomic
def view_household(*, by: User, household: Household) -> None:
    """Record that somebody opened the household's file (一户一档)."""
    audit.record(by=by, action="household.viewed", target=household)


def view_part(*, by: User, household: Household, now: datetime.datetime | None = None) -> None:
    """Record a part of the file, unless the same person was recorded within the last minute."""
    since = (now or timezone.now()) - TOGETHER
    seen = AuditEvent.objects.filter(
        household_id=household.pk, by_id=by.pk, action=VIEWED, at__gte=since
    )
    if not seen.exists():
        view_household(by=by, household=household)


@transaction.atomic
def view_list(*, by: User, area_code: str, what: str, rows: Sequence[Any]) -> None:
    """Record that somebody read many rows at once, by the area and how many they were.

    ``rows`` are households, or rows that hang on one. Files outside the area (a grant shows them)
    would not be found by it: each is recorded by itself.
    """
    if not rows:
        return
    detail = {"area": area_code, "rows": len(rows), "what": what}
    audit.record(by=by, action="register.listed", detail=detail, area_code=area_code)
    area = Area.objects.get(pk=area_code)
    outside = {
        row.pk if isinstance(row, Household) else row.household_id
        for row in rows
        if not area.contains(row.area_id)
    }
    for household in Household.objects.filter(pk__in=outside):
        view_household(by=by, household=household)


@transaction.atomic
def reveal(*, by: User, number: SealedNumber, row: Any, reason: str, note: str = "") -> str:
    """Show a full number for a stated purpose; who, whose and why are recorded.

    More than 30 within an hour are told to the section chief, once an hour.
    """
    detail = {"reason": reason} | ({"note": note} if note else {})
    if number.what == IDENTITY:
        audit.record(by=by, action="identity.revealed", target=row, detail=detail)
    else:
        detail["what"] = number.what
        audit.record(by=by, action="number.revealed", target=row, detail=detail)
    _tell_when_many(by, row)
    return number.of(row)


def reveal_number(*, by: User, member: Member, reason: str) -> str:
    """Show a full identity number for a stated purpose."""
    return reveal(by=by, number=NUMBERS[IDENTITY], row=member, reason=reason)


def note_failed_reveal(*, by: User, number: SealedNumber, row: Any) -> None:
    """Record an attempt to see a full number without saying what for."""
    audit.record(
        by=by,
        action="identity.reveal_refused",
        target=row,
        detail={"reason": "no purpose given", "what": number.what},
        is_refused=True,
    )


def _tell_when_many(by: User, row: Any) -> None:
    """Tell those who answer for the user, when there were many and nobody was told yet."""
    since = timezone.now() - WITHIN
    last = AuditEvent.objects.filter(by_id=by.pk).order_by("-id")
    acts = [
        action for action, at in last.values_list("action", "at")[:LOOKED_THROUGH] if at >= since
    ]
    if UNUSUAL in acts or sum(action in REVEALED for action in acts) <= MANY:
        return
    household_id = row.pk if isinstance(row, Household) else row.household_id
    audit.record(by=by, action=UNUSUAL, target=row, detail={"more_than": MANY})
    messages.tell(
        to=answerable_for(by),
        sentence=UNUSUALLY_MANY,
        figures={"who": by.name, "count": MANY},
        url=reverse("households:looks", args=[household_id]),
    )


def answerable_for(user: User) -> QuerySet[User]:
    """The section chiefs of the user's county; for chiefs and the city, the city's managers."""
    chiefs = User.objects.filter(
        is_active=True, area_id=user.area.county_code, roles__role=Role.COUNTY_SECTION_CHIEF
    ).exclude(pk=user.pk)
    if Role.COUNTY_SECTION_CHIEF not in user.role_codes and chiefs.exists():
        return chiefs.distinct()
    managers = User.objects.filter(is_active=True, roles__role=Role.CITY_MANAGER)
    return managers.exclude(pk=user.pk).distinct()
