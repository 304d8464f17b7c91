"""Kinds a ledger tells of a household, held against the register and against the law."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from foundation import codelists
from households.kind_rules import Conflict, conflicts
from households.models import HouseholdKind
from households.services.code_mappings import Alike
from households.services.import_payloads import Waiting

FIELD = "household.kinds"
EXCLUDE, OVERLAP, TO_CHECK = OWN = ("kinds_exclude", "kind_overlap", "kinds_to_check")


def begin(
    one: Waiting,
    known: Sequence[HouseholdKind],
    *,
    people: int,
    on: datetime.date,
    alike: Alike,
) -> list[dict[str, Any]]:
    """The kinds that would begin in a household of ``people``; ``known`` are those on the register.

    One that has not ended is there; one that has may begin again after its last day. Notes a
    reason in ``one`` where a period overlaps or the law excludes a kind for one person, a warning
    where different people may hold both; those of an earlier judgement are forgotten.
    """
    forget(one)
    fresh: list[dict[str, Any]] = []
    for told in one.kinds:
        begun = told["since"] or on
        now = [kind.kind for kind in known if kind.until is None or kind.until >= on]
        if any(alike.are("household_kind", kind, told["kind"]) for kind in now):
            continue
        periods = [kind for kind in known if kind.kind == told["kind"]]
        overlapped = next((kind for kind in periods if kind.until and kind.until > begun), None)
        if overlapped is not None:
            _refuse_period(one, overlapped, begun)
            continue
        held = {kind.kind for kind in known if kind.until is None or kind.until > begun}
        _judge(one, told["kind"], held | {kind["kind"] for kind in fresh}, people)
        fresh.append(told)
    return fresh


def judge_new(one: Waiting, *, on: datetime.date) -> None:
    """Judge the kinds of a household that is not on the register, or not surely."""
    begin(one, (), people=one.family_size, on=on, alike=Alike("", on))


def forget(one: Waiting) -> None:
    """Drop what was noted about kinds, to judge them anew."""
    one.reasons = [reason for reason in one.reasons if reason.code not in OWN]
    one.warnings = [warning for warning in one.warnings if warning.code not in OWN]


def _judge(one: Waiting, kind: str, held: Collection[str], people: int) -> None:
    for conflict in conflicts(kind, held, people=people):
        if conflict.is_block:
            message = _("“%(kind)s” and “%(other)s” exclude each other: %(clause)s. Keep one.")
            words = message % _words(kind, conflict)
            one.refuse(one.first_row, EXCLUDE, words, FIELD)
        else:
            message = _("Check whether “%(kind)s” and “%(other)s” may stand together: %(clause)s.")
            one.warn(one.first_row, TO_CHECK, message % _words(kind, conflict), FIELD)


def _words(kind: str, conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": codelists.label("household_kind", kind),
        "other": codelists.label("household_kind", conflict.other),
        "clause": conflict.source,
    }


def _refuse_period(one: Waiting, kind: HouseholdKind, begun: datetime.date) -> None:
    message = _(
        "On the register the household belonged to “%(kind)s” from %(since)s to %(until)s, so it"
        " cannot have begun on %(begun)s: write when it began again, or take it out."
    )
    words = {
        "kind": codelists.label("household_kind", kind.kind),
        "since": kind.since.isoformat(),
        "until": kind.until.isoformat() if kind.until else "",
        "begun": begun.isoformat(),
    }
    one.refuse(one.first_row, OVERLAP, message % words, FIELD)
