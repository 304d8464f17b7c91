"""Acts on the roster of cadres (走访干部花名册): filled from the accounts, added to, left."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Area, User
from accounts.models.areas import Level
from accounts.models.users import Role
from foundation import clock
from foundation.codelists import codes
from foundation.faults import InputError
from surveys.models import Campaign, RosterCadre
from surveys.services.list_making import refuse_meanwhile

LEVELS = {Level.CITY: "1", Level.COUNTY: "2", Level.TOWNSHIP: "3", Level.VILLAGE: "4"}
"""Of a place the code in ``interviewer_level`` of those who work there."""
VILLAGE_LEVEL = LEVELS[Level.VILLAGE]
CADRE_ROLES = (
    Role.VILLAGE_CLERK,
    Role.TOWNSHIP_CASEWORKER,
    Role.TOWNSHIP_LEADER,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_LEADER,
    Role.COUNTY_SECTION_CHIEF,
    Role.COUNTY_CHECKER,
    Role.COUNTY_CHILD_DESK,
    Role.CITY_VIEWER,
    Role.CITY_MANAGER,
)
"""Who belongs to the civil-affairs system (民政系统干部) and so takes part in the visits.

Finance, the federation, departments, inspectors and the three powers do not.
"""


@transaction.atomic
def fill_roster(
    *,
    campaign: Campaign,
    by: User | None,
    on: datetime.date | None = None,
    area: Area | None = None,
) -> int:
    """Add the civil-affairs accounts of the place that are not on the roster; returns how many.

    Where nobody asked and nobody came, there is nothing to record.
    ``on`` is their first day (the campaign's by default), ``area`` narrows the place.
    """
    locked_campaign(campaign)
    known = campaign.cadres.exclude(user=None).values("user")
    people = User.objects.within(campaign.area).filter(
        is_active=True, is_machine=False, roles__role__in=CADRE_ROLES
    )
    if area is not None:
        people = people.filter(pk__in=User.objects.within(area).values("pk"))
    people = people.exclude(pk__in=known).select_related("area").distinct()
    rows = [
        RosterCadre(
            campaign=campaign, user=person, name=person.name,
            unit=person.unit or person.area.name, duty=person.duty,
            level=LEVELS[Level(person.area.level)], area=person.area,
            active_from=on or campaign.starts_on, added_by=by,
        )
        for person in people
    ]  # fmt: skip
    before = campaign.cadres.count()
    RosterCadre.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    made = campaign.cadres.count() - before
    if made or by is not None:
        detail = {"count": made}
        audit.record(by=by, action="campaign.roster_filled", target=campaign, detail=detail)
    return made


@transaction.atomic
def refill_roster(*, campaign: Campaign, by: User, on: datetime.date) -> int:
    """Add the accounts of one's own place that have come since; returns how many.

    Raises InputError when the campaign is closed, or its roster is being made.
    """
    refuse_meanwhile(campaign)
    return fill_roster(campaign=campaign, by=by, on=on, area=by.area)


@transaction.atomic
def add_cadre(
    *,
    campaign: Campaign,
    by: User,
    area: Area,
    name: str,
    unit: str,
    level: str,
    active_from: datetime.date,
    duty: str = "",
    reason: str = "",
    user: User | None = None,
) -> RosterCadre:
    """Put somebody on the roster by hand, with an account or without.

    The same person (account, or name and unit in the same place) is put there once. Raises
    InputError for missing words, a day outside the campaign, or a place outside it.
    """
    refuse_meanwhile(campaign)
    locked_campaign(campaign)
    for fault in faults(
        campaign, by=by, area=area, name=name, unit=unit, level=level, day=active_from
    ):
        raise fault
    same = {"user": user} if user else {"name": name.strip(), "unit": unit.strip(), "area": area}
    known = RosterCadre.objects.filter(campaign=campaign, **same).first()
    if known is not None:
        return known
    made = RosterCadre.objects.create(
        campaign=campaign, user=user, name=name.strip()[:50], unit=unit.strip()[:80],
        duty=duty.strip()[:40], level=level, area=area, active_from=active_from, added_by=by,
        added_reason=reason.strip()[:200],
    )  # fmt: skip
    audit.record(by=by, action="campaign.cadre_added", target=made, detail={"name": made.name})
    return made


@transaction.atomic
def leave(*, cadre: RosterCadre, by: User, on: datetime.date, reason: str) -> RosterCadre:
    """Let somebody leave the roster on a day; who was on it for one day of a stage still counts.

    Raises InputError without a reason, for a day before the first, or one still to come.
    """
    locked = _locked(cadre)
    if not reason.strip():
        raise InputError("reason", _("Write the reason"))
    if not locked.active_from <= on <= clock.today():
        raise InputError(
            "on", _("Choose a day since the first on the roster, not later than today")
        )
    locked.active_to, locked.left_by, locked.left_reason = on, by, reason.strip()[:200]
    locked.save(update_fields=["active_to", "left_by", "left_reason"])
    audit.record(by=by, action="campaign.cadre_left", target=locked, detail={"name": locked.name})
    return locked


@transaction.atomic
def come_back(*, cadre: RosterCadre, by: User) -> RosterCadre:
    """Take back that somebody has left."""
    locked = _locked(cadre)
    if locked.active_to is not None:
        locked.active_to, locked.left_by, locked.left_reason = None, None, ""
        locked.save(update_fields=["active_to", "left_by", "left_reason"])
        audit.record(
            by=by, action="campaign.cadre_back", target=locked, detail={"name": locked.name}
        )
    return locked


def faults(
    campaign: Campaign, *, by: User, area: Area | None, name: str, unit: str, level: str,
    day: datetime.date | None,
) -> Iterator[InputError]:  # fmt: skip
    """All that speaks against a cadre on the roster, whether typed by hand or in a ledger."""
    if not name.strip():
        yield InputError("name", _("Write the cadre's name"))
    if not unit.strip():
        yield InputError("unit", _("Write the unit as it stands under the visits"))
    if level not in codes("interviewer_level"):
        yield InputError("level", _("Choose the level"))
    if day is None or not campaign.starts_on <= day <= campaign.ends_on:
        yield InputError("active_from", _("Choose a day of the campaign"))
    if area is None or not (campaign.area.contains(area.code) and by.area.contains(area.code)):
        yield InputError("area", _("Choose an area inside your own"))


def place_of(campaign: Campaign, by: User) -> Area:
    """Where somebody may keep the roster: the part of the campaign's place that is their own."""
    return by.area if campaign.area.contains(by.area_id) else campaign.area


def first_day(campaign: Campaign) -> datetime.date:
    """Since when somebody added today is on the roster: today, or the campaign's nearest day."""
    return min(max(clock.today(), campaign.starts_on), campaign.ends_on)


def locked_campaign(campaign: Campaign) -> None:
    """Nobody closes the campaign or changes its roster meanwhile; visits may name it.

    Raises InputError for a campaign that is closed.
    """
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    refuse_closed(rows.get(pk=campaign.pk))


def refuse_closed(campaign: Campaign) -> None:
    if campaign.closed_at is not None:
        raise InputError("campaign", _("The campaign is closed: its roster stays as it is"))


def _locked(cadre: RosterCadre) -> RosterCadre:
    rows = RosterCadre.objects.select_for_update(of=("self",)).select_related("campaign")
    locked = rows.get(pk=cadre.pk)
    refuse_closed(locked.campaign)
    return locked
