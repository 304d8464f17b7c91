"""Acts on campaigns (专项行动): opening one, its targets, voiding a target."""

import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit, scope
from accounts.models import User
from foundation import clock
from foundation.faults import InputError
from surveys.campaign_templates import CampaignTemplate
from surveys.models import Campaign, CampaignTarget

# One row per household and kind it belongs to on the day; in one statement, whatever the size.
TAKE_TARGETS = """
INSERT INTO surveys_campaigntarget
    (campaign_id, household_id, area_id, kind, added_on, voided_reason)
SELECT %s, k.household_id, k.area_id, k.kind, %s, ''
FROM households_householdkind k
JOIN households_household h ON h.id = k.household_id
WHERE k.since <= %s AND (k.until IS NULL OR k.until >= %s)
  AND h.status NOT IN ('moved_out', 'deregistered', 'merged')
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def open_campaign(*, template: CampaignTemplate, by: User | None) -> Campaign:
    """Open a campaign and take its targets: all households of a kind on its first day.

    Opened again it is left as it is.
    """
    first, last = template.stages[0], template.stages[-1]
    campaign, is_new = Campaign.objects.get_or_create(
        code=template.code,
        defaults={
            "name": template.name,
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
            "source": template.source,
            "created_by": by,
        },
    )
    if is_new:
        audit.record(by=by, action="campaign.opened", target=campaign)
        add_targets(campaign=campaign, by=by, on=campaign.starts_on)
    return campaign


@transaction.atomic
def add_targets(*, campaign: Campaign, by: User | None, on: datetime.date) -> int:
    """Add the households that belong to a kind on a day and are no targets yet; returns how many.

    The list is the whole city's, whoever presses the button.
    """
    reason = "the targets of a campaign are the whole city's"
    with scope.whole_city(reason), connection.cursor() as cursor:
        cursor.execute(TAKE_TARGETS, [campaign.pk, on, on, on])
        count = cursor.rowcount
    audit.record(by=by, action="campaign.targets_added", target=campaign, detail={"count": count})
    return count


@transaction.atomic
def void_targets(*, campaign: Campaign, household_id: int, by: User, reason: str) -> int:
    """Take a household off the targets for a reason (死亡、迁出 …); returns the rows voided."""
    if not reason.strip():
        raise InputError("reason", _("Write the reason"))
    rows = CampaignTarget.objects.select_for_update(of=("self",)).valid()
    chosen = rows.filter(campaign=campaign, household_id=household_id)
    keys = list(chosen.values_list("pk", flat=True))
    CampaignTarget.objects.filter(pk__in=keys).update(
        voided_at=clock.now(), voided_by=by, voided_reason=reason.strip()[:200]
    )
    if keys:
        audit.record(
            by=by, action="campaign.target_voided", target=campaign,
            detail={"rows": len(keys)}, household_id=household_id,
        )  # fmt: skip
    return len(keys)
