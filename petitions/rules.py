"""Steps and time limits of a petition case: dated, sourced, without database or clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.deadlines import Due, calendar_days, due_on
from foundation.workdays import WorkingCalendar


class Step(TextChoices):
    """Where a petition case stands."""

    REGISTERED = "registered", _("Petition registered")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    HANDLING = "handling", _("In hand")
    REPLIED = "replied", _("Petition replied to")
    RESOLVED = "resolved", _("Matter resolved")
    STRIKE_OFF_PROPOSED = "strike_off_proposed", _("Strike-off proposed")
    RETURNED = "returned", _("Returned by the city")
    STRUCK_OFF = "struck_off", _("Struck off")


CLOCKED = (Step.REGISTERED, Step.ACCEPTED, Step.HANDLING)
CLOSED = (Step.NOT_ACCEPTED, Step.STRUCK_OFF)

REPORTS = frozenset({"04", "05"})
"""Matters (code list ``petition_matter``) whose petitioner is a whistle-blower (举报人)."""

REPEAT_SOURCE = "06"
"""Code of ``petition_source``: 重访."""

REVIEW_FINISHED = frozenset({"3", "4"})
"""Codes of ``petition_review``: re-examined (复核终结), or the term has lapsed."""
CONCLUDED = "5"
"""Code of ``petition_result``: 终结, open only to those whose review path is finished."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit as it is in force from ``since``; ``is_default`` marks common practice
    that no document sets."""

    name: str
    due: Due
    since: date
    source: str
    is_default: bool = False


LIMITS: tuple[Limit, ...] = (
    Limit("accept", calendar_days(15), date(2005, 5, 1), "国务院《信访条例》(2005)第二十一条"),
    Limit("accept", calendar_days(15), date(2022, 5, 1), "《信访工作条例》(2022)第二十二条"),
    Limit("handle", calendar_days(60), date(2005, 5, 1), "国务院《信访条例》(2005)第三十三条"),
    Limit("handle", calendar_days(60), date(2022, 5, 1), "《信访工作条例》(2022)第三十四条"),
    Limit("extend", calendar_days(30), date(2005, 5, 1), "国务院《信访条例》(2005)第三十三条"),
    Limit("extend", calendar_days(30), date(2022, 5, 1), "《信访工作条例》(2022)第三十四条"),
    Limit("review", calendar_days(30), date(2005, 5, 1), "国务院《信访条例》(2005)第三十四条"),
    Limit("review", calendar_days(30), date(2022, 5, 1), "《信访工作条例》(2022)第三十五条"),
    Limit("quiet", calendar_days(30), date(2021, 1, 1), "销号通行做法(参数)", is_default=True),
)
"""``accept``: to decide on acceptance, from the day received; ``handle``: to the written reply,
from acceptance; ``extend``: at most, with leave of the head of the organ and notice to the
petitioner; ``review``: for the petitioner to ask for review, from delivery; ``quiet``: without a
repeat visit after the matter is resolved, before it may be struck off."""


def limit(name: str, on: date) -> Limit:
    """The time limit ``name`` in force on ``on``. Raises LookupError before the first."""
    found = [row for row in LIMITS if row.name == name and row.since <= on]
    if not found:
        raise LookupError(f"no time limit {name} on {on}")
    return max(found, key=lambda row: row.since)


@dataclass(frozen=True, slots=True)
class Clock:
    """One running or ended time limit of a case, with all that explains its last day."""

    start_on: date
    limits: Sequence[Limit]
    due_on: date

    @property
    def days(self) -> int:
        return sum(row.due.days for row in self.limits)

    @property
    def source(self) -> str:
        return "；".join(dict.fromkeys(row.source for row in self.limits))


def clock(names: Sequence[str], start_on: date, calendar: WorkingCalendar) -> Clock:
    """Time limits that follow each other, from ``start_on`` (not counted itself)."""
    limits = [limit(name, start_on) for name in names]
    last = start_on
    for row in limits:
        last = due_on(last, row.due, calendar)
    return Clock(start_on, limits, last)


def acceptance_clock(received_on: date, calendar: WorkingCalendar) -> Clock:
    """15 calendar days from the day the petition was received."""
    return clock(["accept"], received_on, calendar)


def handling_clock(accepted_on: date, calendar: WorkingCalendar, *, is_extended: bool) -> Clock:
    """60 calendar days from acceptance, at most 30 more when extended."""
    return clock(["handle", "extend"] if is_extended else ["handle"], accepted_on, calendar)


def quiet_until(resolved_on: date) -> date:
    """The last of the days that must pass without a repeat visit."""
    return resolved_on + timedelta(days=limit("quiet", resolved_on).due.days)


def review_until(delivered_on: date) -> date:
    """The last day to ask for review (复查), 30 days from the written reply."""
    return delivered_on + timedelta(days=limit("review", delivered_on).due.days)
