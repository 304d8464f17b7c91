"""Campaigns as data: the city's plan of 2021, ready to be opened again with other days."""

import datetime
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stage:
    """One stage (阶段) of a campaign."""

    name: str
    starts_on: datetime.date
    ends_on: datetime.date


@dataclass(frozen=True)
class CampaignTemplate:
    """A campaign to be opened: its name, stages (screening first) and source document.

    ``kind`` is ``campaign`` or ``routine``; without ``target_kinds`` all kinds are to be visited.
    """

    code: str
    name: str
    stages: tuple[Stage, ...]
    source: str
    kind: str = "campaign"
    target_kinds: tuple[str, ...] = ()

    def shifted(self, starts_on: datetime.date) -> "CampaignTemplate":
        """The same campaign begun on another day, every stage moved by as much."""
        by = starts_on - self.stages[0].starts_on
        stages = tuple(Stage(s.name, s.starts_on + by, s.ends_on + by) for s in self.stages)
        return replace(self, code=f"{self.code}-{starts_on:%Y%m%d}", stages=stages)


_SCREENING = Stage("部署排查阶段", datetime.date(2021, 4, 6), datetime.date(2021, 6, 30))
_MENDING = Stage("梳理整改阶段", datetime.date(2021, 7, 1), datetime.date(2021, 9, 30))
_SERVICE = Stage("服务提升阶段", datetime.date(2021, 10, 1), datetime.date(2021, 12, 30))
PLAN_2021 = CampaignTemplate(
    code="plan-2021",
    name="“走进困难家庭 倾情解忧暖心”专项行动",
    stages=(_SCREENING, _MENDING, _SERVICE),
    source="铁岭市“走进困难家庭 倾情解忧暖心”专项行动方案（2021 年 4 月）",
)
