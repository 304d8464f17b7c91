"""Exceptions to the area scope that stand in the demo city: closed doors and a grant."""

from accounts.models import User
from demo.clock import Clock
from households.models import Household
from households.services import doors


def seed_doors(clock: Clock, cast: dict[str, User]) -> int:
    """A relative, a complained-about office and a cross-county hand-over; returns how many."""
    chief, clerk = cast["changtu.guzhang"], cast["baoli.jingban2"]
    low, high = clerk.area.code_range
    found = list(
        Household.objects.on_register()
        .filter(area_id__gte=low, area_id__lte=high)
        .order_by("-household_no")[:3]
    )
    if len(found) < 3:
        return 0
    relative, complaint, handed = found
    doors.close_door(
        by=chief, household=relative, user=clerk, reason="该户户主为经办人近亲属，回避"
    )
    doors.close_door(
        by=chief, household=complaint, user=cast["baoli.babao"], until=clock.ahead(90),
        reason="该户信访反映协管员，核查期间回避",
    )  # fmt: skip
    doors.give_grant(
        by=chief, household=handed, user=cast["kaiyuan.shenhe"], until=clock.ahead(30),
        reason="拟迁入开原市，移交前查阅档案",
    )  # fmt: skip
    return 3
