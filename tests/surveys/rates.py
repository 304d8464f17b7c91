"""Rates counted row by row, to hold the figures of the pages against."""

from accounts.models.areas import SIGNIFICANT_DIGITS, Level
from surveys import cadre_coverage, coverage
from surveys.coverage import Rate


def household_rate(campaign, **narrowing) -> Rate:
    """困难家庭摸排覆盖率 of the rows inside the scope: a household of several kinds counts once."""
    return _rate(coverage.targets(campaign, **narrowing))


def rates_by_area(campaign, level, **narrowing) -> dict[str, Rate]:
    """The same by area code."""
    digits, places = SIGNIFICANT_DIGITS[Level(level)], {}
    for row in coverage.targets(campaign, **narrowing):
        places.setdefault(row.area_id[:digits].ljust(12, "0"), []).append(row)
    return {code: _rate(rows) for code, rows in places.items()}


def cadre_rate(campaign, area=None, *, period, villages=False) -> Rate:
    """干部走访覆盖率 of a place."""
    rows = cadre_coverage.roster(campaign, period, area=area, villages=villages)
    made = cadre_coverage.made_by_cadre(campaign, period)
    return Rate(sum(row.pk in made for row in rows), len(rows))


def _rate(rows) -> Rate:
    covered = {row.household_id: row.is_covered for row in rows}
    return Rate(sum(covered.values()), len(covered))
