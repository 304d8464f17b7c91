"""Dated standards and parameters: reading them for the rules, adding a new one (政策标准)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Area, User
from accounts.models.areas import Level
from assistance.models import PolicyValue
from assistance.rules.policy import Policy, PolicyRow, select
from foundation.faults import InputError

CACHE_KEY = "assistance-policy-rows"
LIFE = 300
DAY = datetime.timedelta(days=1)
NUMBERS = ("dibao_standard", "tekun_standard")


@dataclass
class PolicyBook:
    """All dated rows, read once: for lists and recomputations of many households."""

    rows: tuple[PolicyRow, ...]
    chosen: dict[tuple[str, str, datetime.date], Policy] = field(default_factory=dict)

    def policy(self, area: str, urban_rural: str, on: datetime.date) -> Policy:
        """The parameters in force for a place on a day; the county or the city sets them."""
        county = area[:6] + "000000"
        key = (county, urban_rural, on)
        if key not in self.chosen:
            self.chosen[key] = select(self.rows, county, urban_rural, on)
        return self.chosen[key]


def book() -> PolicyBook:
    """Every row as the rules read it; kept in the cache until a value is added."""
    rows = cache.get(CACHE_KEY)
    if rows is None:
        rows = tuple(_as_row(value) for value in PolicyValue.objects.all())
        cache.set(CACHE_KEY, rows, LIFE)
    return _book_of(rows)


def policy_for(area: str, urban_rural: str, on: datetime.date) -> Policy:
    """The parameters in force for a place on a day."""
    return book().policy(area, urban_rural, on)


def forget() -> None:
    """To be called after rows have been changed."""
    cache.delete(CACHE_KEY)


@transaction.atomic
def add_value(
    *,
    by: User,
    key: str,
    area: Area,
    urban_rural: str,
    value: str,
    valid_from: datetime.date,
    source_doc: str,
    programme: str = "",
    unit: str = "",
    is_confirmed: bool = False,
) -> PolicyValue:
    """Add a dated value and close the one before it the day before.

    Standards are yuan a person a month. Raises InputError when a value already starts on that day
    or later: dated values are never changed, only followed.
    """
    if area.level not in (Level.CITY, Level.COUNTY):
        raise InputError("area", _("Standards are set by the city or a county"))
    same = PolicyValue.objects.select_for_update(of=("self",)).filter(
        key=key, area=area, urban_rural=urban_rural, programme=programme
    )
    if same.filter(valid_from__gte=valid_from).exists():
        raise InputError(
            "valid_from", _("A value from this day or later is on record: choose a later day")
        )
    same.on(valid_from).update(valid_to=valid_from - DAY)
    added = PolicyValue.objects.create(
        key=key,
        area=area,
        urban_rural=urban_rural,
        programme=programme,
        value=value,
        unit=unit,
        valid_from=valid_from,
        source_doc=source_doc,
        is_confirmed=is_confirmed,
        confirmed_by=by if is_confirmed else None,
    )
    detail = {"key": key, "value": value, "from": valid_from.isoformat()}
    audit.record(by=by, action="policy.value_added", target=added, detail=detail)
    transaction.on_commit(forget)
    return added


@transaction.atomic
def load(*, rows: Iterable[Mapping[str, str]]) -> int:
    """Add the shipped rows whose time is not covered yet; returns how many. Safe to repeat."""
    added = 0
    for row in rows:
        start = datetime.date.fromisoformat(row["valid_from"])
        end = datetime.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        same = {name: row[name] for name in ("key", "urban_rural", "programme")}
        known = PolicyValue.objects.filter(area_id=row["area"], **same)
        covered = known.filter(valid_from__gte=start) | known.on(start)
        if covered.exists():
            continue
        PolicyValue.objects.create(
            area_id=row["area"],
            value=row["value"],
            unit=row["unit"],
            valid_from=start,
            valid_to=end,
            source_doc=row["source_doc"],
            is_confirmed=row["is_confirmed"] == "1",
            **same,
        )
        added += 1
    transaction.on_commit(forget)
    return added


def _as_row(value: PolicyValue) -> PolicyRow:
    return PolicyRow(
        key=value.rule_key,
        value=value.value,
        source=value.source_doc,
        confirmed=value.is_confirmed,
        area=value.area_id,
        urban_rural=value.urban_rural,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
    )


@lru_cache(maxsize=2)
def _book_of(rows: tuple[PolicyRow, ...]) -> PolicyBook:
    return PolicyBook(rows)
