"""What the register itself knows of benefits: the kinds a household belongs to (对象类别)."""

import datetime
from collections.abc import Iterable, Mapping

from households.models import HouseholdKind
from surveys.choices import Benefit
from surveys.known import KnownBenefit

DIBAO_KIND = "01"
CODES = {"01": Benefit.DIBAO, "02": Benefit.TEKUN, "03": Benefit.ORPHAN, "04": Benefit.LOW_INCOME}


def benefits(
    households: Iterable[int], on: datetime.date
) -> Mapping[int, Mapping[str, KnownBenefit]]:
    """The kinds that run on a day; of dibao households with the class they are re-checked by."""
    found: dict[int, dict[str, KnownBenefit]] = {}
    running = HouseholdKind.objects.on(on).filter(household__in=list(households), kind__in=CODES)
    for row in running.select_related("household").order_by("since"):
        grade = row.household.dm_class if row.kind == DIBAO_KIND else ""
        benefit = KnownBenefit(since=row.since, grade=grade)
        found.setdefault(row.household_id, {})[str(CODES[row.kind])] = benefit
    return found
