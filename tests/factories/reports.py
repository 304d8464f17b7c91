"""Makes campaigns and their targets for tests of figures."""

import datetime

from accounts import scope
from households.models import Household
from surveys.models import Campaign, CampaignTarget


def campaign(today: datetime.date, **fields) -> Campaign:
    """A campaign that began a month ago and whose screening ends in ten days."""
    month, ten = datetime.timedelta(days=30), datetime.timedelta(days=10)
    known = {
        "name": "困难群众排查专项行动",
        "code": "tests",
        "starts_on": today - month,
        "screening_ends_on": today + ten,
        "ends_on": today + month,
    }
    return Campaign.objects.create(**known | fields)


def target(of: Household, campaign: Campaign, kind: str = "01", **fields) -> CampaignTarget:
    with scope.whole_city("test data"):
        return CampaignTarget.objects.create(
            campaign=campaign, household=of, area_id=of.area_id, kind=kind,
            added_on=campaign.starts_on, **fields,
        )  # fmt: skip
