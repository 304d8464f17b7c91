"""Keeping visits as they stand when a campaign is closed: what its figures count ever after."""

from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    PositiveSmallIntegerField,
    QuerySet,
    TimeField,
    Value,
    When,
)
from django.db.models.functions import Concat

from accounts import scope
from surveys.coverage import Period, visits_in
from surveys.models import Campaign, ClosedVisit, VisitReading
from surveys.quality_signs import QUALITY_SIGNS, shown

COLUMNS = (
    "campaign_id", "visit_id", "household_id", "area_id", "author_id", "step", "result",
    "visited_on", "approved_at", "began", "ended", "minutes", "signs",
)  # fmt: skip
READ = (TimeField, TimeField, PositiveSmallIntegerField, CharField)
"""The kinds of the last four columns."""


def keep_visits(campaign: Campaign, period: Period) -> None:
    """Keep every visit of the period in the campaign's place; in two statements, however many.

    ``period`` is that of the campaign before it was closed; the caller has locked the campaign.
    """
    with scope.whole_city("figures of a campaign are its whole place's"):
        low, high = campaign.area.code_range
        own = visits_in(period).filter(area_id__gte=low, area_id__lte=high)
        _keep(_unread(campaign, own))
        _keep(_read(campaign, own))


def _keep(rows: QuerySet[Any]) -> None:
    """Insert what a query finds; its columns stand in the order of ``COLUMNS``."""
    statement, values = rows.order_by().query.sql_with_params()
    table, names = ClosedVisit._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        # Table and columns are constants; every value is a parameter.
        cursor.execute(f"INSERT INTO {table} ({names}) {statement}", values)  # noqa: S608


def _unread(campaign: Campaign, own: QuerySet[Any]) -> QuerySet[Any]:
    """Visits that are no record: not handed in yet, or not readable."""
    nothing = (Value(None, output_field=field()) for field in READ)
    return own.filter(reading=None).values_list(
        Value(campaign.pk), "pk", "household_id", "area_id", "created_by_id", "step", "result",
        "visited_on", "approved_at", *nothing,
    )  # fmt: skip


def _read(campaign: Campaign, own: QuerySet[Any]) -> QuerySet[Any]:
    """The others, with what their readings say now."""
    rows = VisitReading.objects.filter(visit__in=own.order_by().values("pk"))
    return rows.values_list(
        Value(campaign.pk), "visit_id", "household_id", "area_id", "visit__created_by_id",
        "visit__step", "visit__result", "visit__visited_on", "visit__approved_at",
        "began", "ended", "minutes", _signs(),
    )  # fmt: skip


def _signs() -> Concat:
    """The codes of the signs a reading shows, each between commas."""
    codes = (
        Case(When(shown(sign), then=Value(f"{sign.code},")), default=Value(""))
        for sign in QUALITY_SIGNS
    )
    return Concat(Value(","), *codes, output_field=CharField())
