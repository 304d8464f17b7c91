"""Looking is an act: opening a file and seeing a full number are recorded (留痕)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.models.users import Role
from accounts.services import messages
from households.models import Household, Member
from households.sealed_numbers import IDENTITY, NUMBERS, SealedNumber

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
