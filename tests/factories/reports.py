"""Makes campaigns, their targets and their rosters for tests of figures."""

import datetime

from accounts import scope
from accounts.models import Area, User
from households.models import Household
from surveys.models import Campaign, CampaignTarget, RosterCadre, RosterImport
from surveys.services import roster, roster_imports


def campaign(today: datetime.date, *, area: str = "211200000000", **fields) -> Campaign:
    """A campaign of the city that began a month ago and whose screening ends in ten days."""
    month, ten = datetime.timedelta(days=30), datetime.timedelta(days=10)
    known = {
        "name": "困难群众排查专项行动",
        "code": "tests",
        "area": Area.objects.get(pk=area),
        "starts_on": today - month,
        "screening_ends_on": today + ten,
        "ends_on": today + month,
        "begun_at": datetime.datetime.now(datetime.UTC) - month,
    }
    return Campaign.objects.create(**known | fields)


def target(of: Household, campaign: Campaign, kind: str = "01", **fields) -> CampaignTarget:
    with scope.whole_city("test data"):
        return CampaignTarget.objects.create(
            campaign=campaign, household=of, area_id=of.area_id, kind=kind,
            added_on=campaign.starts_on, **fields,
        )  # fmt: skip


def cadre(of: Campaign, area: str, name: str, *, unit: str = "", level: str = "3", **fields):
    """Somebody of the roster, without an account unless ``user`` is given."""
    place = Area.objects.get(pk=area)
    known = {"unit": unit or place.name, "level": level, "active_from": of.starts_on}
    return RosterCadre.objects.create(campaign=of, area=place, name=name, **known | fields)


def roster_import(of: Campaign, by: User, *rows: str) -> RosterImport:
    """An uploaded roster; rows are lines of a CSV file with the heads of the form."""
    text = "\n".join(
        ["姓名,单位,职务,级别,所属地区,账号", *(rows or ("王村长,村委会,,村级,八宝村,",))]
    )
    with scope.whole_city("test data"):
        return roster_imports.upload(
            campaign=of, by=by, file_name="花名册.csv", blocks=[text.encode()]
        )


def fill_roster(of: Campaign) -> int:
    """The roster as opening the campaign fills it."""
    return roster.fill_roster(campaign=of, by=None)
