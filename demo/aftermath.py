"""What the demo city's visits that met nobody leave to be done (后续处理)."""

import datetime

from accounts.models import User
from demo.bulk import Load
from demo.clock import Clock
from surveys.content import Content
from surveys.follow_up_rules import LIMITS, next_action
from surveys.models import FollowUp, Visit

Moment = datetime.datetime
SETTLED_BEFORE = 21
"""Days: what was opened earlier has been settled since."""
OUTCOME = "已电话联系上，家中情况没有变化，约定回来后再走访。"


def follow_up(
    load: Load, clock: Clock, visit: Visit, content: Content, approver: User, at: Moment
) -> None:
    """Open it as the approval does; the older ones were settled by the author."""
    action = next_action(content["header"])
    if action is None:
        return
    due = clock.due(at.date(), LIMITS[action])
    made = FollowUp(
        visit=visit, household_id=visit.household_id, area_id=visit.area_id, action=action,
        due_on=due, opened_at=at,
    )  # fmt: skip
    if at.date() < clock.ago(SETTLED_BEFORE):
        made.settled_at, made.settled_by = at + datetime.timedelta(days=2), visit.created_by
        made.outcome = OUTCOME
    load.add(made)
    load.act("follow_up.opened", made, by=approver, at=at, detail={"action": str(action)})
