"""The campaign of the 2021 plan as a template, its stages laid around today, and its targets."""

import datetime
from dataclasses import dataclass
from random import Random

from accounts.models import User
from demo.bulk import Load
from demo.clock import Clock, at
from demo.register import Home
from surveys.models import Campaign, CampaignTarget, RosterCadre
from surveys.services.roster import fill_roster

NAME = "“走进困难家庭 倾情解忧暖心”专项行动"
SOURCE = "铁岭市民政局专项行动实施方案（2021年4月，按演示日期顺延）"
VILLAGE_HEADS = ("志国", "桂英")
BEGUN, SCREENING, MENDING, IMPROVING = 70, 85, 92, 91


@dataclass(frozen=True)
class CampaignDays:
    """The three stages: 部署排查, 梳理整改, 服务提升; the first ends about two weeks from today."""

    clock: Clock

    @property
    def starts(self) -> datetime.date:
        return self.clock.ago(BEGUN)

    @property
    def screening_ends(self) -> datetime.date:
        return self.starts + datetime.timedelta(days=SCREENING)

    @property
    def stages(self) -> list[dict[str, str]]:
        found, first = [], self.starts
        for name, days in (
            ("部署排查阶段", SCREENING), ("梳理整改阶段", MENDING), ("服务提升阶段", IMPROVING),
        ):  # fmt: skip
            last = first + datetime.timedelta(days=days)
            found.append(
                {"name": name, "starts_on": first.isoformat(), "ends_on": last.isoformat()}
            )
            first = last + datetime.timedelta(days=1)
        return found


def open_campaign(clock: Clock, by: User) -> Campaign:
    """The city opens the campaign of this year; the accounts are its first roster."""
    days = CampaignDays(clock)
    campaign = Campaign.objects.create(
        name=f"{days.starts.year}年{NAME}",
        code=f"nuanxin-{days.starts.year}",
        starts_on=days.starts,
        ends_on=datetime.date.fromisoformat(days.stages[-1]["ends_on"]),
        screening_ends_on=days.screening_ends,
        stages=days.stages,
        source=SOURCE,
        area=by.area,
        created_by=by,
        begun_at=at(days.starts, 8),
    )
    fill_roster(campaign=campaign, by=by)
    return campaign


def add_village_cadres(load: Load, campaign: Campaign, homes: list[Home], by: User) -> None:
    """The village heads who go along on visits, without accounts; some left with the elections."""
    villages = {home.village.area.pk: home.village for home in homes}
    for number, (code, village) in enumerate(sorted(villages.items())):
        for given in VILLAGE_HEADS:
            cadre = RosterCadre(
                campaign=campaign, name=f"{village.short_name[:1]}{given}",
                unit=village.area.name, duty="村主任", level="4", area_id=code,
                active_from=campaign.starts_on, added_by=by, added_at=at(campaign.starts_on, 9),
            )  # fmt: skip
            if given == VILLAGE_HEADS[-1] and number % 9 == 4:
                cadre.active_to = campaign.starts_on + datetime.timedelta(days=30)
                cadre.left_by, cadre.left_reason = by, "村“两委”换届离任"
            load.add(cadre)


def add_targets(
    load: Load, rng: Random, campaign: Campaign, homes: list[Home], voider: User
) -> None:
    """Every household once for each kind; the county voids a few, with the reason."""
    for home in homes:
        household = home.household
        gone = not home.is_followed
        for kind in home.family.kinds:
            target = CampaignTarget(
                campaign=campaign, household=household, area_id=household.area_id, kind=kind,
                added_on=max(campaign.starts_on, household.registered_on),
            )  # fmt: skip
            if gone and rng.random() < 0.8:
                target.voided_at = at(campaign.starts_on + datetime.timedelta(days=20), 10)
                target.voided_by, target.voided_code = voider, "2"
                target.voided_reason = "家庭已不在本地或不再救助"
            load.add(target)
