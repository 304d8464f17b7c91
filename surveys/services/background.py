"""What is known of households before they are asked, gathered for the form and its warnings."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from foundation import clock
from households.models import AssessmentStandard, Household
from surveys.content import day
from surveys.known import Known, Standard, benefits_of, terms_of
from surveys.models import CurrentFacts, Visit
from surveys.services.drafts import with_plants

LAST = (
    "family", "members", "supporters", "incomes", "land", "economy", "livestock", "vehicles",
    "businesses", "homes", "assets", "expenses", "coverage",
)  # fmt: skip
"""What is asked in every visit alike: the last answers stand beside the new ones."""


def known_of(visit: Visit) -> Known:
    """What is known of a visit's household, on the day of the visit."""
    on = visit.visited_on or day(visit.content["header"].get("visited_on")) or clock.today()
    known = known_of_all([visit.household], on=on)[visit.household_id]
    return before_itself(known, visit) if visit.approved_at else known


def known_of_all(households: Iterable[Household], *, on: datetime.date) -> dict[int, Known]:
    """The same for many households on a day, in a few questions for all of them."""
    rows = list(households)
    benefits = benefits_of([row.pk for row in rows], on)
    facts = {
        kept.household_id: kept
        for kept in CurrentFacts.objects.filter(household__in=[row.pk for row in rows])
    }
    standards = {county: standards_of(county, on) for county in {row.area_id[:6] for row in rows}}
    return {
        row.pk: Known(
            standards=standards[row.area_id[:6]],
            benefits=benefits[row.pk],
            terms=terms_of(row.area_id, row.urban_rural, on),
            last=_last(facts[row.pk].content) if row.pk in facts else None,
            last_on=facts[row.pk].as_of if row.pk in facts else None,
        )
        for row in rows
    }


def standards_of(area: str, on: datetime.date) -> dict[str, Standard]:
    """The county's assessment standards in force on a day; the city's where it has none."""
    found: dict[str, Standard] = {}
    columns = ("kind", "item", "net_income", "area__name", "valid_from", "source_doc")
    rows = AssessmentStandard.objects.on(on).over(area).values_list(*columns)
    for kind, item, value, place, since, source in rows:
        found.setdefault(f"{kind}.{item}", Standard(value, place, since.year, source))
    return found


def before_itself(known: Known, visit: Visit) -> Known:
    """An approved visit is measured by the one before it, not by the facts it has become."""
    kept = Visit.objects.before(visit).first()
    if kept is None:
        return replace(known, last=None, last_on=None)
    return replace(known, last=_last(kept.content), last_on=kept.visited_on)


def _last(content: dict[str, Any]) -> dict[str, Any]:
    last = {name: content[name] for name in LAST if content.get(name)}
    return last | {"land": with_plants(last["land"])} if "land" in last else last
