"""What applications and benefits mean to a household that changes (在办申请、在享待遇)."""

import calendar
import datetime
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assistance.models import Application, Benefit
from assistance.services import benefits
from foundation.formats import money
from households.models import Household
from households.stakes import Act, Stake

APPLICATION_STOPS = frozenset((
    Act.HAND_OVER, Act.SPLIT, Act.MERGE_AWAY, Act.MERGE_IN, Act.UNDO_MERGE, Act.DEREGISTER,
))  # fmt: skip
APPLICATION = {
    Act.MOVE: _("Application {no} goes along; the receiving township goes on with it."),
    Act.LEAVE: _("Application {no} is under way: look whether it still fits the family."),
    Act.JOIN: _("Application {no} is under way: look whether it still fits the family."),
}
FINISH_FIRST = _("Application {no} is under way: finish or withdraw it first.")
BENEFIT = {
    Act.MOVE: _("{programme}, {amount} yuan a month, goes along."),
    Act.HAND_OVER: _(
        "{programme}, {amount} yuan a month, goes along; the receiving county re-checks it by its"
        " own standards."
    ),
    Act.SPLIT: _("{programme}, {amount} yuan a month, stays with this file: re-check the amount."),
    Act.MERGE_AWAY: _(
        "{programme}, {amount} yuan a month, still runs: merge the other file into this one, or"
        " have the county end it first."
    ),
    Act.MERGE_IN: _("{programme}, {amount} yuan a month, goes on: re-check the amount."),
    Act.UNDO_MERGE: _("{programme}, {amount} yuan a month, stays with this file."),
    Act.LEAVE: _("{programme}, {amount} yuan a month, goes on: re-check the amount."),
    Act.JOIN: _("{programme}, {amount} yuan a month, goes on: re-check the amount."),
    Act.DEREGISTER: _("{programme}, {amount} yuan a month, ends; it is paid up to {month}."),
}
DECIDED_SINCE = _("{programme}, {amount} yuan a month, was decided for the merged family.")
CLOSED_FILE = "家庭档案注销"


def foresee(household: Household, act: Act, on: datetime.date) -> Iterator[Stake]:
    """Open applications and running benefits: what becomes of them."""
    for application in Application.objects.filter(household=household).open():
        words = APPLICATION.get(act, FINISH_FIRST)
        text = format_lazy(words, no=application.application_no)
        yield Stake(text, is_blocking=act in APPLICATION_STOPS)
    running = Benefit.objects.filter(household=household).not_ended(on)
    for benefit in running.select_related("decision"):
        decided_since = act == Act.UNDO_MERGE and benefit.decision.decided_at.date() > on
        text = format_lazy(
            DECIDED_SINCE if decided_since else BENEFIT[act],
            programme=benefit.get_programme_display(),
            amount=money(benefit.amount),
            month=f"{on.year}-{on.month:02d}",
        )
        yield Stake(text, is_blocking=act == Act.MERGE_AWAY or decided_since)


def follow(household: Household, act: Act, on: datetime.date, by: User) -> None:
    """A closed file is paid to the end of its last month (去世当月为最后发放月) and no longer."""
    if act != Act.DEREGISTER:
        return
    last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    for benefit in Benefit.objects.filter(household=household).not_ended(on):
        benefits.end(benefit_id=benefit.pk, by=by, on=last, reason=CLOSED_FILE)
