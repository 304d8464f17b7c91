"""Counts of petitions: the strip over the list, and the summary by source and county."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Substr
from django.http import QueryDict
from django.utils.translation import gettext as _

from petitions import rules
from petitions.filters import RESOLVED, STATES
from petitions.models import PetitionCaseQuerySet
from petitions.rules import Step

OPEN = ~Q(step__in=rules.CLOSED)
REPEAT = Q(repeat_no__gt=0) | Q(source=rules.REPEAT_SOURCE)


def overdue(on: datetime.date) -> Q:
    return Q(step__in=rules.CLOCKED, due_on__lt=on)


def soon(on: datetime.date) -> Q:
    """Due within a week."""
    return Q(step__in=rules.CLOCKED, due_on__range=(on, on + datetime.timedelta(days=7)))


def answered_late(on: datetime.date) -> Q:
    """Replied to after the time limit, extension counted."""
    days = datetime.timedelta(days=rules.limit("handle", on).due.days)
    return Q(replied_on__gt=F("extended_until")) | Q(
        extended_until=None, replied_on__gt=F("accepted_on") + days
    )


def counts_of(
    cases: PetitionCaseQuerySet, asked: Mapping[str, str], on: datetime.date
) -> list[dict[str, Any]]:
    """Up to six figures, each a link that narrows the list to what it counts; one query."""
    found = cases.aggregate(
        open=Count("pk", filter=OPEN),
        overdue=Count("pk", filter=overdue(on)),
        soon=Count("pk", filter=soon(on)),
        resolved=Count("pk", filter=Q(step__in=RESOLVED)),
        proposed=Count("pk", filter=Q(step=Step.STRIKE_OFF_PROPOSED)),
        repeat=Count("pk", filter=REPEAT),
    )
    labels = {"open": _("Still open"), **{name: str(label) for name, label in STATES}}
    tones = {"overdue": "bad", "soon": "warn"}
    return [
        {
            "figure": figure,
            "label": labels[name],
            "address": _address(asked, "" if name == "open" else name),
            "is_on": asked.get("state", "") == ("" if name == "open" else name),
            "tone": tones.get(name, ""),
        }
        for name, figure in found.items()
    ]


def _address(asked: Mapping[str, str], state: str) -> str:
    query = QueryDict(mutable=True)
    for name, value in {"area": asked.get("area", ""), "state": state}.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def by_source_and_county(
    cases: PetitionCaseQuerySet, on: datetime.date
) -> Iterator[dict[str, Any]]:
    """{登记 受理 办结 化解 销号 超期 重访} per county and source; one query."""
    yield from (
        cases.annotate(county=Substr("area_id", 1, 6))
        .values("county", "source")
        .annotate(
            registered=Count("pk"),
            accepted=Count("pk", filter=Q(accepted_on__isnull=False)),
            replied=Count("pk", filter=Q(replied_on__isnull=False)),
            resolved=Count("pk", filter=Q(resolved_on__isnull=False)),
            struck_off=Count("pk", filter=Q(step=Step.STRUCK_OFF)),
            overdue=Count("pk", filter=overdue(on) | answered_late(on)),
            repeats=Count("pk", filter=REPEAT),
        )
        .order_by("county", "source")
    )
