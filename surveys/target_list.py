"""The list of a campaign's households (走访对象名单): one row a household, as it is filtered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Area
from foundation.codelists import label
from foundation.faults import Text
from surveys.coverage import Entry, Period, Standing, stands, targets, visits_in, with_standing
from surveys.models import Campaign, CampaignTarget, Visit
from surveys.models.campaigns import CampaignTargetQuerySet

OPEN, WORKING, ADDED, VOIDED = "open", "working", "added", "voided"
STATES: Mapping[str, Text] = {
    "": _("All on the list"),
    Standing.COVERED: Standing.COVERED.label,
    OPEN: _("Not covered yet"),
    Standing.UNTOUCHED: Standing.UNTOUCHED.label,
    Standing.UNMET: Standing.UNMET.label,
    WORKING: _("Being filled in or returned"),
    Standing.DRAFT: Standing.DRAFT.label,
    Standing.RETURNED: Standing.RETURNED.label,
    Standing.SUBMITTED: Standing.SUBMITTED.label,
    Entry.COMPLETE: Entry.COMPLETE.label,
    Entry.PARTIAL: Entry.PARTIAL.label,
    ADDED: _("Added later"),
    VOIDED: pgettext_lazy("households", "Taken off the list"),
}
"""What the list can be narrowed to; each figure of the pages is one of these."""
SORTS: Mapping[str, tuple[Any, ...]] = {
    "area": ("area_id", "household_id"),
    "head": ("household__head_name", "household_id"),
    "last": (F("last_on").asc(nulls_first=True), "household_id"),
    "-last": (F("last_on").desc(nulls_last=True), "household_id"),
    "-area": ("-area_id", "-household_id"),
    "-head": ("-household__head_name", "household_id"),
}
BY_LAST = ("last", "-last")


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed and sorted."""

    area: Area
    period: Period
    kind: str = ""
    state: str = ""
    head: str = ""
    sort: str = "area"

    @classmethod
    def of(cls, query: Mapping[str, Any], area: Area, period: Period) -> "Wanted":
        """What an address asks for; what is unknown there asks for nothing."""
        state, sort = query.get("state", ""), query.get("sort", "")
        return cls(
            area=area,
            period=period,
            kind=query.get("kind", ""),
            state=state if state in STATES else "",
            head=query.get("q", "").strip(),
            sort=sort if sort in SORTS else "area",
        )


def listed(campaign: Campaign, wanted: Wanted) -> CampaignTargetQuerySet:
    """The households asked for, inside the reader's scope, with standing and last visit."""
    rows = with_standing(chosen(campaign, wanted), wanted.period)
    return rows.annotate(**_last(wanted.period)).order_by(*SORTS[wanted.sort])


def chosen(campaign: Campaign, wanted: Wanted) -> CampaignTargetQuerySet:
    """The same households in the same order, without what is not needed to choose them."""
    rows = _firsts(_rows(campaign, wanted), wanted)
    if wanted.state == OPEN:
        rows = rows.exclude(stands(Standing.COVERED, wanted.period))
    elif wanted.state == WORKING:
        draft, returned = (
            stands(one, wanted.period) for one in (Standing.DRAFT, Standing.RETURNED)
        )
        rows = rows.filter(draft | returned)
    elif wanted.state in Standing.values:
        rows = rows.filter(stands(wanted.state, wanted.period))
    elif wanted.state in Entry.values:
        rows = with_standing(rows, wanted.period).filter(entry=wanted.state)
    if wanted.sort in BY_LAST:
        rows = rows.annotate(last_on=_last(wanted.period)["last_on"])
    return rows.order_by(*SORTS[wanted.sort])


def shown(keys: Sequence[int], period: Period) -> list[CampaignTarget]:
    """The rows of one page, by their keys and in their order, with what a row shows.

    The whole list is not gone through for fifty rows: only the visits of their households are.
    """
    rows = CampaignTarget.objects.filter(pk__in=keys)
    households = list(rows.values_list("household_id", flat=True))
    told = with_standing(rows, period, households).annotate(**_last(period))
    by_key = {row.pk: row for row in for_page(told)}
    return [by_key[key] for key in keys]


def _last(period: Period) -> Mapping[str, Any]:
    """Day and key of the household's last visit, of this campaign or before.

    When the campaign is closed: of those kept at the closing, else of those approved before it.
    """
    visits = Visit.objects.filter(household=OuterRef("household_id")).exclude(visited_on=None)
    if period.closed is not None:
        visits = visits.filter(visited_on__lt=period.since, approved_at__lte=period.closed_at)
    visits = visits.order_by("-visited_on", "-pk")
    last_on, last_uuid = (Subquery(visits.values(name)[:1]) for name in ("visited_on", "uuid"))
    if period.closed is None:
        return {"last_on": last_on, "last_uuid": last_uuid}
    kept = visits_in(period, OuterRef("household_id")).order_by("-visited_on", "-visit")
    return {
        "last_on": Coalesce(Subquery(kept.values("visited_on")[:1]), last_on),
        "last_uuid": Coalesce(Subquery(kept.values("visit__uuid")[:1]), last_uuid),
    }


def for_page(rows: CampaignTargetQuerySet) -> CampaignTargetQuerySet:
    """With what a row shows."""
    return rows.select_related("household", "area__parent", "voided_by", "added_by")


def kinds_of(campaign: Campaign, rows: Iterable[CampaignTarget]) -> dict[int, list[Text]]:
    """The kinds each household of a page is listed for; one query however many rows."""
    keys = [row.household_id for row in rows]
    found: dict[int, list[Text]] = {}
    listed_for = CampaignTarget.objects.filter(campaign=campaign, household__in=keys)
    for household_id, kind in listed_for.order_by("kind").values_list("household_id", "kind"):
        found.setdefault(household_id, []).append(label("household_kind", kind))
    return found


def _rows(campaign: Campaign, wanted: Wanted) -> CampaignTargetQuerySet:
    if wanted.state == VOIDED:
        rows = CampaignTarget.objects.filter(campaign=campaign).exclude(voided_at=None)
        rows = rows.within(wanted.area)
        rows = rows.filter(kind=wanted.kind) if wanted.kind else rows
    else:
        rows = targets(campaign, area=wanted.area, kind=wanted.kind, until=wanted.period.until)
    if wanted.state == ADDED:
        rows = rows.exclude(added_reason="")
    if wanted.head:
        rows = rows.filter(household__head_name__prefix=wanted.head)
    return rows


def _firsts(rows: CampaignTargetQuerySet, wanted: Wanted) -> CampaignTargetQuerySet:
    """One row a household: of those that are asked for, the one first on the list."""
    if wanted.kind:
        return rows
    firsts = rows.order_by().values("household_id").annotate(first=Min("pk")).values("first")
    return rows.filter(pk__in=firsts)
