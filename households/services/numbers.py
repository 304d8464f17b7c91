"""Drawing numbers without gaps: household numbers (档案号) and document numbers (文号)."""

import csv
from functools import cache
from pathlib import Path

from accounts.models import Area
from accounts.models.areas import Level
from households.models import Counter

SHORT_NAMES = Path(__file__).resolve().parent.parent / "data" / "unit_short_names.csv"
HOUSEHOLD_SERIES = "household"
COUNTY_SERIES = "民救"
TOWNSHIP_SERIES = "民救告"


def draw(*, series: str, unit: Area, year: int, count: int = 1) -> range:
    """Draw the next ``count`` numbers of one unit, year and series.

    The counter row stays locked until the caller's transaction ends, so call this last: whoever
    rolls back gives the numbers back, and none is missing or drawn twice. Raises
    TransactionManagementError outside a transaction.
    """
    row = {"series": series, "unit": unit, "year": year}
    counter = Counter.objects.select_for_update().filter(**row).first()
    if counter is None:
        Counter.objects.bulk_create([Counter(**row)], ignore_conflicts=True)
        counter = Counter.objects.select_for_update().get(**row)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)


def household_numbers(*, village: Area, year: int, count: int = 1) -> list[str]:
    """Draw household numbers (档案号): county 6, town 3, village 3, year 4, sequence 6 digits.

    They are never used again, whatever becomes of the household.
    """
    drawn = draw(series=HOUSEHOLD_SERIES, unit=village, year=year, count=count)
    return [f"{village.code}{year:04d}{number:06d}" for number in drawn]


def document_number(*, unit: Area, year: int) -> str:
    """Draw the next document number (文号) of a unit: ``昌民救〔2026〕12号``.

    Townships and villages number their notices in a series of their own:
    ``宝力镇民救告〔2026〕3号``; a name that two counties share carries the county's short name.
    """
    series = COUNTY_SERIES if unit.level in (Level.CITY, Level.COUNTY) else TOWNSHIP_SERIES
    prefix = _prefix(unit)
    (number,) = draw(series=series, unit=unit, year=year)
    return f"{prefix}{series}〔{year}〕{number}号"


def _prefix(unit: Area) -> str:
    if unit.level in (Level.CITY, Level.COUNTY):
        return short_names().get(unit.code, unit.name)
    if Area.objects.filter(level=unit.level, name=unit.name).count() == 1:
        return unit.name
    return short_names().get(unit.county_code, "") + unit.full_name.removeprefix(_county_name(unit))


def _county_name(unit: Area) -> str:
    return Area.objects.values_list("name", flat=True).get(pk=unit.county_code)


@cache
def short_names() -> dict[str, str]:
    """The short names of the city and its counties in document numbers, by area code."""
    with SHORT_NAMES.open(encoding="utf-8", newline="") as source:
        return {row["code"]: row["short_name"] for row in csv.DictReader(source)}
