"""Figures of a round's page: the strip, the table by kind, the table by township."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from accounts.models import Area
from foundation.faults import Text
from verification.models import ComparisonRound, Step
from verification.models.findings import AT_TOWNSHIP, VERIFIED
from verification.rules import TRUE_CONCLUSIONS, Kind
from verification.services.rounds import findings_of

TOLD = {
    "all": Count("pk"),
    "verified": Count("pk", filter=Q(step__in=VERIFIED)),
    "true": Count("pk", filter=Q(step__in=VERIFIED, conclusion__in=TRUE_CONCLUSIONS)),
}


@dataclass(frozen=True)
class Figure:
    """One cell of the strip, a link to its rows."""

    figure: int
    label: str
    address: str
    is_on: bool
    tone: str = ""


@dataclass(frozen=True)
class Group:
    """One row of a table of findings: by kind or by place."""

    label: Text
    address: str
    is_on: bool
    all: int
    verified: int
    true: int


def strip(
    findings: QuerySet, today: datetime.date, on: str, keep: dict[str, str]
) -> Sequence[Figure]:
    """How the round stands, each figure leading to its rows."""
    counted: dict[str, Any] = findings.aggregate(
        all=Count("pk"),
        generated=Count("pk", filter=Q(step=Step.GENERATED)),
        township=Count("pk", filter=Q(step__in=AT_TOWNSHIP)),
        late=Count("pk", filter=Q(due_on__lt=today)),
        concluded=Count("pk", filter=Q(step=Step.CONCLUDED)),
        closed=Count("pk", filter=Q(step=Step.CLOSED)),
    )
    words = {
        "all": _("All findings"),
        "generated": _("Not sent out yet"),
        "township": _("With the townships"),
        "late": _("Verification overdue"),
        "concluded": _("Waiting for the county"),
        "closed": _("Closed"),
    }
    return [
        Figure(
            counted[name],
            label,
            "?" + urlencode({**keep, **({} if name == "all" else {"step": name})}),
            on == name or (name == "all" and not on),
            "bad" if name == "late" else "",
        )
        for name, label in words.items()
    ]


def by_kind(findings: QuerySet, on: str, keep: dict[str, str]) -> Sequence[Group]:
    """Findings by kind, the most frequent first."""
    rows = findings.order_by().values("kind").annotate(**TOLD).order_by("-all", "kind")
    labels = dict(Kind.choices)
    return [
        Group(
            labels.get(row["kind"], row["kind"]),
            "?" + urlencode({**keep, "kind": row["kind"]}),
            on == row["kind"],
            row["all"], row["verified"], row["true"],
        )
        for row in rows
    ]  # fmt: skip


def by_place(findings: QuerySet, chosen: Area, keep: dict[str, str]) -> Sequence[Group]:
    """Findings by the next level below ``chosen`` (county, township, village)."""
    digits = {"city": 6, "county": 9}.get(chosen.level, 12)
    rows = (
        findings.order_by()
        .annotate(place=Substr("area_id", 1, digits))
        .values("place")
        .annotate(**TOLD)
        .order_by("-all", "place")
    )
    counted = {row["place"].ljust(12, "0"): row for row in rows}
    names = dict(Area.objects.filter(code__in=counted).values_list("code", "name"))
    return [
        Group(
            names.get(code, code),
            "?" + urlencode({**keep, "area": code}),
            False,
            row["all"], row["verified"], row["true"],
        )
        for code, row in counted.items()
    ]  # fmt: skip


def attach_counts(rounds: Sequence[ComparisonRound], area: Area) -> None:
    """Give each round of a list its figures inside ``area``."""
    for held in rounds:
        held.counts = findings_of(held, area).aggregate(  # type: ignore[attr-defined]
            **TOLD, closed=Count("pk", filter=Q(step=Step.CLOSED))
        )
