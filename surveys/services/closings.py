"""Keeping visits as they stand when a campaign is closed: what its figures count ever after."""

from typing import Any

from django.db import connection
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from accounts import scope
from surveys.coverage import Period, visits_in
from surveys.models import Campaign, ClosedVisit, VisitReading
from surveys.quality_signs import QUALITY_SIGNS, shown

COLUMNS = (
    "campaign_id", "visit_id", "household_id", "area_id", "author_id", "step", "result",
    "visited_on", "approved_at", "began", "ended", "minutes", "signs",
)  # fmt: skip
READ = ("began", "ended", "minutes")


def keep_visits(campaign: Campaign, period: Period) -> None:
    """Keep every visit of the period in the campaign's place; in one statement, however many.

    ``period`` is that of the campaign before it was closed; the caller has locked the campaign.
    """
    with scope.whole_city("figures of a campaign are its whole place's"):
        statement, values = _standing(campaign, period).query.sql_with_params()
        with connection.cursor() as cursor:
            # Names of columns are constants; every value is a parameter.
            cursor.execute(
                f"INSERT INTO {ClosedVisit._meta.db_table} ({', '.join(COLUMNS)}) {statement}",  # noqa: S608
                values,
            )


def _standing(campaign: Campaign, period: Period) -> QuerySet[Any]:
    """The visits with what their readings say now, in the order of ``COLUMNS``."""
    low, high = campaign.area.code_range
    read = VisitReading.objects.filter(visit=OuterRef("pk"))
    told = read.annotate(told=_signs()).values("told")[:1]
    rows = visits_in(period).filter(area_id__gte=low, area_id__lte=high).order_by()
    return rows.values_list(
        Value(campaign.pk), "pk", "household_id", "area_id", "created_by_id", "step", "result",
        "visited_on", "approved_at", *(Subquery(read.values(name)[:1]) for name in READ),
        Subquery(told),
    )  # fmt: skip


def _signs() -> Concat:
    """The codes of the signs a reading shows, each between commas."""
    codes = (
        Case(When(shown(sign), then=Value(f"{sign.code},")), default=Value(""))
        for sign in QUALITY_SIGNS
    )
    return Concat(Value(","), *codes, output_field=CharField())
