"""The finding rule of the vehicles extract (公安交警 机动车): F04."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from verification.engine.drafts import FindingDraft, Severity, draft
from verification.engine.identity import tidy
from verification.engine.results import Match

_KIND_CODE = re.compile(r"[A-Z][0-9]{1,2}[:-]?")


@dataclass(frozen=True, slots=True)
class VehicleParams:
    """Dated parameters of F04; whole names, so that 电动车 does not excuse 纯电动轿车.

    A status that contains one of ``ended_statuses`` is no finding; one of ``live_statuses`` is
    severity H. Any other status (逾期未检验, 查封, blank) still means a vehicle: severity M where
    ``other_status_is_finding``, else nothing.
    """

    exempt_kinds: tuple[str, ...] = (
        "残疾人代步车",
        "残疾人机动轮椅车",
        "残疾人专用汽车",
        "普通摩托",
        "普通摩托车",
        "普通二轮摩托车",
        "普通两轮摩托车",
        "普通三轮摩托车",
        "普通正三轮摩托车",
        "普通侧三轮摩托车",
        "轻便二轮摩托车",
        "轻便两轮摩托车",
        "轻便正三轮摩托车",
        "电动车",
        "电动自行车",
        "电动二轮车",
        "电动两轮车",
        "电动三轮车",
    )
    live_statuses: tuple[str, ...] = ("正常",)
    ended_statuses: tuple[str, ...] = ("注销", "报废", "被盗")
    other_status_is_finding: bool = True

    @classmethod
    def from_mapping(cls, data: Mapping[str, Sequence[str] | bool]) -> Self:
        """Parameters from a dated row; what it leaves out stays as shipped."""
        known = {item.name for item in fields(cls)}
        unknown = set(data) - known
        if unknown:
            raise ValueError(f"unknown vehicle parameters: {', '.join(sorted(unknown))}")
        values = {
            name: value if isinstance(value, bool) else tuple(value) for name, value in data.items()
        }
        return cls(**values)  # type: ignore[arg-type]  # checked against the fields above


def find_vehicle(match: Match, params: VehicleParams) -> FindingDraft | None:
    """F04 机动车: a non-exempt vehicle of a member whose status is 正常.

    Source: domain/05 §5.5; exempt kinds domain/03 (残疾人代步车, 普通摩托, 电动车). To be verified
    by the township: 挂名 and 报废未注销 are common.
    """
    row = match.fields
    kind = _KIND_CODE.sub("", tidy(row["vehicle_kind"]), count=1)
    if kind in params.exempt_kinds:
        return None
    status = tidy(row["status"])
    if any(ended in status for ended in params.ended_statuses):
        return None
    is_live = status in params.live_statuses
    if not is_live and not params.other_status_is_finding:
        return None
    plate = tidy(row["plate"])
    about = "，".join(part for part in (kind, tidy(row.get("model", "")), plate) if part)
    return draft(
        match,
        code="F04",
        severity=Severity.HIGH if is_live else Severity.MEDIUM,
        subject=plate,
        text=f"名下有机动车（{about}），状态：{status or '未注明'}",
    )
