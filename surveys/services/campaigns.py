"""Acts on campaigns (专项行动) and routine rounds: opening, changing, beginning, closing."""

import datetime
import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit, jobs, scope
from accounts.access import may
from accounts.models import Area, User
from accounts.models.areas import Level
from foundation import clock
from foundation.faults import InputError
from households.models import Household
from surveys.campaign_templates import CampaignTemplate
from surveys.coverage import period_of
from surveys.models import Campaign, CampaignKind
from surveys.services import closings, readings, roster
from surveys.services.list_making import BEGIN, key_of, refuse_meanwhile
from surveys.services.targets import Progress, add_targets, untold, void_targets

__all__ = [
    "add_targets",
    "begin_due",
    "change_campaign",
    "close_campaign",
    "may_hold",
    "open_campaign",
    "void_targets",
]

logger = logging.getLogger("nuanxin.campaigns")
OPEN = "surveys.open_campaign"
AT_ONCE = 5000  # households of a place whose list is taken within the request


def may_hold(user: User, kind: str, area_code: str) -> bool:
    """Whether ``user`` may hold such a campaign in a place.

    A routine round is held by the place's own office or one above it, a campaign (专项行动) by the
    city alone.
    """
    if not may(user, OPEN) or not user.area.contains(area_code):
        return False
    return kind == CampaignKind.ROUTINE or user.area.level == Level.CITY


@transaction.atomic
def open_campaign(
    *,
    template: CampaignTemplate,
    by: User | None,
    area: Area | None = None,
    on: datetime.date | None = None,
) -> Campaign:
    """Open a campaign of ``area`` (the city by default); one with that code is left as it is.

    Where its first day has come, its list and roster are taken at once (of a large place by a job),
    else on that day.
    Raises PermissionDenied where ``by`` may not hold it.
    """
    place = area or Area.objects.get(level=Level.CITY)
    if by is not None and not may_hold(by, template.kind, place.code):
        raise PermissionDenied(OPEN)
    campaign, is_new = Campaign.objects.get_or_create(
        code=template.code, defaults={**_columns(template), "area": place, "created_by": by}
    )
    if is_new:
        audit.record(by=by, action="campaign.opened", target=campaign)
        if campaign.starts_on <= (on or clock.today()):
            _begin_or_ask(campaign, by)
    return campaign


@transaction.atomic
def change_campaign(
    *, campaign: Campaign, template: CampaignTemplate, by: User, area: Area
) -> Campaign:
    """Change what has not begun: name, days, place, kinds. Raises InputError, PermissionDenied."""
    refuse_meanwhile(campaign)
    locked = _locked(campaign)
    allowed = may_hold(by, locked.kind, locked.area_id)
    if not allowed or not may_hold(by, template.kind, area.code):
        raise PermissionDenied(OPEN)
    if locked.begun_at is not None or locked.closed_at is not None:
        raise InputError("name", _("It has begun: name, days and kinds can no longer be changed"))
    for name, value in _columns(template).items():
        setattr(locked, name, value)
    locked.area = area
    locked.save()
    audit.record(by=by, action="campaign.changed", target=locked)
    if locked.starts_on <= clock.today():
        _begin_or_ask(locked, by)
    return locked


def close_campaign(*, campaign: Campaign, by: User, reason: str) -> Campaign:
    """Close a campaign. Closed twice it stays as it is.

    From now on its list and roster stay as they are, and every visit counts as it stands now:
    whatever is begun, edited, handed in or approved later changes nothing; what waits for approval
    stays uncovered in it. Raises PermissionDenied, InputError.
    """
    if not may_hold(by, campaign.kind, campaign.area_id):
        raise PermissionDenied(OPEN)
    if not reason.strip():
        raise InputError("reason", _("Write the reason"))
    refuse_meanwhile(campaign)
    # What was handed in in the last minutes is a record too; reading holds nobody up.
    readings.read_changed(on=clock.today())
    return _close(campaign, by, reason)


@transaction.atomic
def _close(campaign: Campaign, by: User, reason: str) -> Campaign:
    locked = _locked(campaign)
    if locked.closed_at is None:
        closings.keep_visits(locked, period_of(locked, clock.today()))
        locked.closed_at, locked.closed_by = clock.now(), by
        locked.closed_reason = reason.strip()[:200]
        locked.save(update_fields=["closed_at", "closed_by", "closed_reason"])
        audit.record(by=by, action="campaign.closed", target=locked)
    return locked


def begin_due(*, on: datetime.date) -> int:
    """Take list and roster of every campaign whose first day has come; returns how many began.

    Where one fails the others begin all the same; it is tried again next time. One that began
    before there were rosters is given its roster.
    """
    keys = list(Campaign.objects.to_begin(on).values_list("pk", flat=True))
    bare = Campaign.objects.running(on).filter(cadres=None).exclude(begun_at=None)
    keys_of_bare = list(bare.values_list("pk", flat=True))
    begun = sum(_each(key, _begin_locked) for key in keys)
    for key in keys_of_bare:
        _each(key, _fill_locked)
    return begun


def _each(key: int, act: Callable[[Campaign], None]) -> bool:
    """Do something with one campaign; where that fails, say so and let the others go on."""
    try:
        with transaction.atomic():
            act(_locked(Campaign(pk=key)))
    except Exception as error:  # one campaign must not hold up the others
        logger.warning("campaign %s could not begin: %s", key, type(error).__name__)
        return False
    return True


def _begin_locked(campaign: Campaign) -> None:
    if campaign.begun_at is None:
        _begin(campaign, None)


def _fill_locked(campaign: Campaign) -> None:
    roster.fill_roster(campaign=campaign, by=None)


def _begin_or_ask(campaign: Campaign, by: User | None) -> None:
    """Begin at once where few households are concerned; nobody waits for a city's list."""
    if by is None or _is_small(campaign.area):
        _begin(campaign, by)
        return
    title = _("List of “%(name)s”") % {"name": campaign.name}
    jobs.ask(
        kind=BEGIN, title=title, by=by, params={"campaign": campaign.pk},
        key=key_of(campaign),
    )  # fmt: skip


def _is_small(area: Area) -> bool:
    with scope.whole_city("the list of a campaign is its whole place's"):
        return Household.objects.within(area)[: AT_ONCE + 1].count() <= AT_ONCE


@jobs.job_kind(BEGIN)
def begin(job: jobs.Running) -> None:
    """Take list and roster in one transaction: whole or not at all, and once."""
    with transaction.atomic():
        locked = _locked(Campaign(pk=job.params["campaign"]))
        if locked.closed_at is not None:
            raise jobs.JobFailed(_("It has been closed meanwhile."))
        if not may_hold(job.by, locked.kind, locked.area_id):
            raise jobs.JobFailed(_("You may no longer do this."))
        if locked.begun_at is None:
            _begin(locked, job.by, job.progress)
        job.fence()


def _begin(campaign: Campaign, by: User | None, tell: Progress = untold) -> None:
    """Freeze the list as of the first day and fill the roster from the accounts."""
    with scope.whole_city("the list of a campaign is its whole place's"):
        add_targets(campaign=campaign, by=by, on=campaign.starts_on, tell=tell)
    roster.fill_roster(campaign=campaign, by=by)
    campaign.begun_at = clock.now()
    campaign.save(update_fields=["begun_at"])


def _columns(template: CampaignTemplate) -> dict[str, object]:
    first, last = template.stages[0], template.stages[-1]
    return {
        "name": template.name,
        "kind": template.kind,
        "starts_on": first.starts_on,
        "ends_on": last.ends_on,
        "screening_ends_on": first.ends_on,
        "stages": [
            {
                "name": stage.name,
                "starts_on": stage.starts_on.isoformat(),
                "ends_on": stage.ends_on.isoformat(),
            }
            for stage in template.stages
        ],
        "target_kinds": list(template.target_kinds),
        "source": template.source,
    }


def _locked(campaign: Campaign) -> Campaign:
    """The campaign, locked for this act; visits and lists that name it are added meanwhile."""
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=campaign.pk)
