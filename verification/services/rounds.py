"""Opening and closing half-year comparison rounds (核对批次)."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Area, User
from foundation import clock
from foundation.faults import InputError
from verification.models import ComparisonRound, Finding, Step
from verification.rules import Half, half_of


@transaction.atomic
def open_round(*, by: User, half: Half) -> ComparisonRound:
    """Open the round of a half-year for the whole area of ``by``.

    Source: domain/05 §5.4, every household in benefit at least twice a year. Raises InputError
    when that round is there already.
    """
    made, is_new = _open(half=half, area=by.area, by=by)
    if not is_new:
        raise InputError("exists", _("The round of this half-year is open already"))
    return made


@transaction.atomic
def open_half_year_rounds(*, on: datetime.date) -> list[ComparisonRound]:
    """Open what is missing of the current half-year, one round per county; returns the new ones.

    Runs daily, so 1 January and 1 July open the rounds and a day missed is made up. Where the
    city opened one round for everybody, the counties get none of their own.
    """
    half = half_of(on)
    if ComparisonRound.objects.filter(period=half.code, area__level="city").exists():
        return []
    opened = [_open(half=half, area=area, by=None) for area in Area.objects.current(on).counties()]
    return [made for made, is_new in opened if is_new]


def _open(*, half: Half, area: Area, by: User | None) -> tuple[ComparisonRound, bool]:
    made, is_new = ComparisonRound.objects.get_or_create(
        period=half.code,
        area=area,
        defaults={
            "name": half.name,
            "starts_on": half.starts_on,
            "ends_on": half.ends_on,
            "opened_by": by,
            "opened_at": clock.now(),
        },
    )
    if is_new:
        audit.record(by=by, action="round.opened", target=made, detail={"period": half.code})
    return made, is_new


@transaction.atomic
def close_round(*, by: User, round: ComparisonRound) -> ComparisonRound:
    """End a round whose findings are all struck off; closing twice changes nothing.

    Raises InputError while findings are open or an extract is still being compared.
    """
    locked = ComparisonRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if locked.closed_at is not None:
        return locked
    if not by.area.contains(locked.area_id):
        raise InputError("area", _("Only the office that holds the round may close it"))
    left = locked.findings.exclude(step=Step.CLOSED).count()
    if left:
        raise InputError("open", _("%(count)s findings are not struck off yet") % {"count": left})
    if any(extract.is_running for extract in locked.extracts.select_related("job")):
        raise InputError("running", _("A file is still being compared"))
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.save(update_fields=["closed_by", "closed_at"])
    audit.record(by=by, action="round.closed", target=locked)
    return locked


def findings_of(round: ComparisonRound, area: Area):
    """The findings of a round inside ``area``, by explicit range so that the index serves."""
    return Finding.objects.filter(round=round).within(area)
