"""A member joins (出生、婚入、收养、迁入 …): the person, the way and the day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import codelists
from foundation.faults import InputError
from foundation.formats import day_full
from households import stakes
from households.models import ChangeKind, Household, HouseholdChange
from households.services import registration
from households.services.changes import plans, records
from households.services.changes.plans import Plan


@dataclass(frozen=True)
class Joining:
    """Who joins (``data`` as in ``people.FIELDS``), how (``member_joined_kind``), when and why."""

    data: Mapping[str, Any]
    kind: str
    on: datetime.date
    reason: str = ""

    @property
    def is_counted(self) -> bool:
        return bool(self.data.get("is_counted", True))


def plan(*, household: Household, joining: Joining) -> Plan:
    """What the joining would do. Raises InputError."""
    _check(household, joining)
    words = _("From {on} on {name} is a member of the household ({way}).")
    name, way = joining.data["name"], codelists.label("member_joined_kind", joining.kind)
    made = Plan(lines=[format_lazy(words, on=day_full(joining.on), name=name, way=way)])
    if joining.is_counted:
        made.lines.append(plans.growth(household))
    else:
        made.lines.append(format_lazy(_("{name} is not counted as family."), name=name))
    alone = registration.alone_in(household)
    if alone is not None:
        words = _("{name}, so far alone in the file, becomes the head of household.")
        made.lines.append(format_lazy(words, name=alone.name))
    return plans.with_stakes(made, household, stakes.Act.JOIN, joining.on)


@transaction.atomic
def join(*, by: User, household: Household, joining: Joining) -> HouseholdChange:
    """Add a person to the household and remember how they came.

    Raises InputError, also for a number that is active elsewhere (so the same person never joins
    twice).
    """
    (locked,) = records.lock(household)
    _check(locked, joining)
    stakes.refuse_blocking(locked, stakes.Act.JOIN, joining.on)
    how = {"joined_kind": joining.kind, "joined_on": joining.on}
    member = registration.add_member(
        by=by, household=locked, data={**joining.data, **how}, on=joining.on
    )
    return records.note(
        by=by,
        kind=ChangeKind.JOINED,
        household=locked,
        on=joining.on,
        reason=joining.reason,
        details={"member": member.pk, "how": joining.kind},
    )


def _check(household: Household, joining: Joining) -> None:
    records.refuse_closed(household)
    records.refuse_future(joining.on)
    if joining.kind not in codelists.codes("member_joined_kind"):
        raise InputError("joined_kind", _("Choose the way of joining from the list."))
