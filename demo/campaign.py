"""The campaign of the 2021 plan as a template, its stages laid around today, and its targets."""

import datetime
from dataclasses import dataclass
from random import Random

from accounts.models import User
from demo.bulk import Load
from demo.clock import Clock, at
from demo.register import Home
from surveys.models import Campaign, CampaignTarget

NAME = "“走进困难家庭 倾情解忧暖心”专项行动"
SOURCE = "铁岭市民政局专项行动实施方案（2021年4月，按演示日期顺延）"
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
    """The city opens the campaign of this year."""
    days = CampaignDays(clock)
    return Campaign.objects.create(
        name=f"{days.starts.year}年{NAME}",
        code=f"nuanxin-{days.starts.year}",
        starts_on=days.starts,
        ends_on=datetime.date.fromisoformat(days.stages[-1]["ends_on"]),
        screening_ends_on=days.screening_ends,
        stages=days.stages,
        source=SOURCE,
        created_by=by,
    )


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
                target.voided_by, target.voided_reason = voider, "家庭已不在本地或不再救助"
            load.add(target)
