"""Acts on the list of a campaign (走访对象名单): taken, added to, taken off and brought back."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import audit, scope
from accounts.models import Area, User
from accounts.models.areas import Level
from foundation import clock
from foundation.codelists import codes, label_zh
from foundation.faults import InputError
from households.models import Household
from households.models.households import OFF_REGISTER
from surveys.models import Campaign, CampaignTarget
from surveys.services import follow_ups
from surveys.services.list_making import refuse_meanwhile

OTHER = "9"  # target_void_reason: the words must say which
# One row per household and kind it belongs to on the day.
# A household that was taken off stays off, whatever other kind it belongs to by now.
WANTED = """
    FROM households_householdkind k
    JOIN households_household h ON h.id = k.household_id
    WHERE k.since <= %(on)s AND (k.until IS NULL OR k.until >= %(on)s)
      AND h.status NOT IN ('moved_out', 'deregistered', 'merged')
      AND k.area_id BETWEEN %(low)s AND %(high)s
      AND (%(all)s OR k.kind = ANY(%(kinds)s))
      AND NOT EXISTS (
          SELECT 1 FROM surveys_campaigntarget t
          WHERE t.campaign_id = %(campaign)s AND t.household_id = k.household_id
            AND t.voided_at IS NOT NULL
      )
"""
TAKE_TARGETS = f"""
WITH added AS (
    INSERT INTO surveys_campaigntarget
        (campaign_id, household_id, area_id, kind, added_on, added_by_id, added_reason,
         voided_code, voided_reason)
    SELECT %(campaign)s, k.household_id, k.area_id, k.kind, %(on)s, %(by)s, %(reason)s, '', ''
    {WANTED}
    ON CONFLICT DO NOTHING
    RETURNING household_id
)
SELECT count(*), count(DISTINCT household_id) FROM added
"""  # noqa: S608 -- put together from constants
COUNT_TARGETS = f"SELECT count(DISTINCT (k.household_id, k.kind)) {WANTED}"  # noqa: S608


@dataclass(frozen=True)
class Added:
    """How many rows were added, of how many households."""

    rows: int
    households: int


Progress = Callable[[int, int], None]


def untold(done: int, total: int) -> None:
    """Nobody waits for this."""


@transaction.atomic
def add_targets(
    *, campaign: Campaign, by: User | None, on: datetime.date, tell: Progress = untold
) -> int:
    """Take the list: the households of the campaign's place and kinds on a day; rows added.

    The list is the whole place's, whoever presses the button. ``tell`` hears how many of its rows
    are there: township by township, then once the whole place, for whoever moved meanwhile.
    """
    added, parts = 0, [area.code_range for area in _parts(campaign.area)]
    with scope.whole_city("the targets of a campaign are its whole place's"):
        total = _count(campaign, on)
        for inside in [*parts, campaign.area.code_range]:
            tell(added, max(total, added))
            added += _take(campaign, inside, on, by=None, reason="").rows
        tell(added, added)
    audit.record(by=by, action="campaign.targets_added", target=campaign, detail={"count": added})
    return added


@transaction.atomic
def fill_targets(*, campaign: Campaign, by: User, on: datetime.date, reason: str) -> Added:
    """补入名单: add the households of one's own place that are of a kind on a day and not listed.

    What was taken off stays off. Raises InputError without a reason, for a day outside the
    campaign, or when it is closed.
    """
    locked = _open(campaign)
    _need_reason(reason)
    if not locked.starts_on <= on <= min(locked.ends_on, clock.today()):
        raise InputError("on", _("Choose a day of the campaign, not later than today"))
    low, high = locked.area.code_range
    own_low, own_high = by.area.code_range
    inside = max(low, own_low), min(high, own_high)
    added = _take(locked, inside, on, by=by, reason=reason.strip()[:200])
    detail = {"count": added.rows, "households": added.households, "on": on.isoformat()}
    audit.record(
        by=by, action="campaign.targets_added", target=locked, detail=detail,
        area_code=by.area_id,
    )  # fmt: skip
    return added


@transaction.atomic
def add_target(*, campaign: Campaign, household: Household, by: User, reason: str) -> int:
    """Add one household for each kind it belongs to today; returns the rows added.

    Not after the last day, when nobody could reach it any more.

    Raises InputError for a household outside the campaign's place, off the register, of none of
    its kinds, or taken off the list before (which is to be brought back instead).
    """
    locked = _open(campaign)
    _need_reason(reason)
    if clock.today() > locked.ends_on:
        raise InputError("household", _("The last day of the campaign is over"))
    home = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    if not locked.area.contains(home.area_id):
        raise InputError("household", _("The household lies outside the place of this campaign"))
    if home.status in OFF_REGISTER:
        raise InputError("household", _("This household is no longer on the register"))
    today = clock.today()
    kinds = home.kinds.all().on(today)
    if locked.target_kinds:
        kinds = kinds.filter(kind__in=locked.target_kinds)
    wanted = set(kinds.values_list("kind", flat=True))
    if not wanted:
        raise InputError("household", _("The household belongs to none of the kinds today"))
    listed = CampaignTarget.objects.filter(campaign=locked, household=home)
    known = dict(listed.values_list("kind", "voided_at"))
    if any(known.values()):
        raise InputError("household", _("It was taken off the list: bring it back there"))
    rows = [
        CampaignTarget(
            campaign=locked, household=home, area_id=home.area_id, kind=kind, added_on=today,
            added_by=by, added_reason=reason.strip()[:200],
        )
        for kind in sorted(wanted - set(known))
    ]  # fmt: skip
    CampaignTarget.objects.bulk_create(rows)
    if rows:
        audit.record(
            by=by, action="campaign.targets_added", target=locked, detail={"count": len(rows)},
            household_id=home.pk, area_code=home.area_id,
        )  # fmt: skip
    return len(rows)


@transaction.atomic
def void_targets(
    *, campaign: Campaign, household_id: int, by: User, reason: str = "", code: str = OTHER
) -> int:
    """Take a household off the list for a reason (死亡、迁出 …); returns the rows voided.

    ``code`` is one of ``target_void_reason``; another reason needs words. Raises InputError.
    """
    locked = _open(campaign)
    if code not in codes("target_void_reason"):
        raise InputError("code", _("Choose the kind of reason"))
    words = reason.strip()[:200]
    if code == OTHER and not words:
        raise InputError("reason", _("Write the reason"))
    rows = CampaignTarget.objects.select_for_update(of=("self",)).valid()
    chosen = rows.filter(campaign=locked, household_id=household_id)
    keys = list(chosen.values_list("pk", flat=True))
    CampaignTarget.objects.filter(pk__in=keys).update(
        voided_at=clock.now(),
        voided_by=by,
        voided_code=code,
        voided_reason=words or label_zh("target_void_reason", code),
    )
    if keys:
        audit.record(
            by=by, action="campaign.target_voided", target=locked,
            detail={"rows": len(keys), "code": code}, household_id=household_id,
        )  # fmt: skip
        why = words or label_zh("target_void_reason", code)
        follow_ups.settle_voided(household_id=household_id, by=by, reason=why)
    return len(keys)


@transaction.atomic
def restore_targets(*, campaign: Campaign, household_id: int, by: User) -> int:
    """Bring a household that was taken off back onto the list; returns the rows brought back."""
    locked = _open(campaign)
    rows = CampaignTarget.objects.select_for_update(of=("self",)).exclude(voided_at=None)
    chosen = rows.filter(campaign=locked, household_id=household_id)
    keys = list(chosen.values_list("pk", flat=True))
    CampaignTarget.objects.filter(pk__in=keys).update(
        voided_at=None, voided_by=None, voided_code="", voided_reason=""
    )
    if keys:
        audit.record(
            by=by, action="campaign.target_restored", target=locked, detail={"rows": len(keys)},
            household_id=household_id,
        )  # fmt: skip
    return len(keys)


def _parts(area: Area) -> QuerySet[Area]:
    """The townships of a place above them; of a township nothing smaller."""
    below = Level.TOWNSHIP if Level(area.level) in (Level.CITY, Level.COUNTY) else None
    return Area.objects.within(area).filter(level=below).order_by("code")


def _count(campaign: Campaign, on: datetime.date) -> int:
    """How many rows the list is going to have."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_TARGETS, _asked(campaign, campaign.area.code_range, on))
        return cursor.fetchone()[0]


def _take(
    campaign: Campaign, inside: tuple[str, str], on: datetime.date, *, by: User | None, reason: str
) -> Added:
    added = {"by": by.pk if by else None, "reason": reason}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TARGETS, _asked(campaign, inside, on) | added)
        return Added(*cursor.fetchone())


def _asked(campaign: Campaign, inside: tuple[str, str], on: datetime.date) -> dict[str, Any]:
    low, high = inside
    return {
        "campaign": campaign.pk,
        "on": on,
        "low": low,
        "high": high,
        "all": not campaign.target_kinds,
        "kinds": campaign.target_kinds,
    }


def _open(campaign: Campaign) -> Campaign:
    """The campaign, locked against closing meanwhile; its list changes from first day to close."""
    refuse_meanwhile(campaign)
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("area")
    locked = rows.get(pk=campaign.pk)
    if locked.closed_at is not None:
        raise InputError("campaign", _("The campaign is closed: its list stays as it is"))
    if locked.begun_at is None:
        raise InputError("campaign", _("The list is taken on the first day"))
    return locked


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise InputError("reason", _("Write the reason"))
