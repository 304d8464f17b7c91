"""Property within the limits (财产状况): every hit is a finding that may be exempted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from assistance.rules.answers import Answer
from assistance.rules.facts import HouseholdFacts, PropertyFact, Status
from assistance.rules.findings import Finding
from assistance.rules.policy import Policy, PropertyLimits
from assistance.rules.texts import Text
from assistance.rules.texts import message as _

HOMES = ("01", "03")
VEHICLE = "04"
FINANCIAL = ("08", "09", "10", "11", "12")
LOOKED_BACK = ("01", "02", "03", "04", "05", "06", "07")

Judge: TypeAlias = Callable[["Holdings", PropertyLimits], Finding]
Findings: TypeAlias = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """The property to judge: what is not exempted, and the figures the limits refer to."""

    items: tuple[PropertyFact, ...]
    people: int
    standard: Decimal | None
    on: date
    family_missing: tuple[Text, ...]


def _ruled(hits: Sequence[PropertyFact], allowed: int, words: str, limit: str) -> Finding:
    """More hits than allowed: upheld ones settle it, open ones wait for a ruling.

    Where some are allowed (homes), as many must be upheld as there are too many: nobody rules on
    the home the family lives in.
    """
    if not hits:
        return _clear(words, limit)
    figures = (("count", len(hits)), ("limit", limit))
    upheld = sum(1 for item in hits if item.status is Status.UPHELD)
    excess = len(hits) - allowed
    if excess <= 0:
        return Finding(Answer.YES, Text(words, figures))
    if upheld >= (excess if allowed else 1):
        return Finding(Answer.NO, Text(words, figures))
    return Finding(Answer.UNDECIDED, Text(words, figures), missing=(_WAITS,))


@cache
def _clear(words: str, limit: str) -> Finding:
    return Finding(Answer.YES, Text(words, (("count", 0), ("limit", limit))))


@cache
def _no_assets(limit: Decimal) -> Finding:
    within = limit.quantize(Decimal("0.01"))
    figures = (("amount", Decimal("0.00")), ("limit", within))
    return Finding(Answer.YES, Text(_FINANCE, figures), within)


_WAITS = Text(_("A ruling on the property found: does it count, or is it exempted?"))
_NOT_ASKED = Text(_("The household's property has not been asked."))
_UNASKED = (Finding(Answer.UNDECIDED, _NOT_ASKED, missing=(_NOT_ASKED,)),) * 6
_FINANCE = _("Financial assets a head {amount} yuan; limit {limit} yuan.")
_VEHICLES = _("Vehicles beyond those allowed: {count}; allowed: {limit}.")
_HOMES = _("Homes: {count}; limit: {limit}.")
_LISTED = _("Non-residential buildings, boats and large machines: {count}; limit: {limit}.")
_BUSINESS = _("Registered businesses, shares and co-operatives: {count}; limit: {limit}.")
_BOUGHT = _("Homes, vehicles or machines bought in the last {limit} months: {count}.")


def financial_assets(held: Holdings, limits: PropertyLimits) -> Finding:
    """Savings, securities, insurance and claims a head within so many months of the standard."""
    assets = [item for item in held.items if item.kind in FINANCIAL]
    if held.standard is None:
        if not assets:
            return Finding(Answer.YES, Text(_("No financial assets.")))
        text = Text(_("The limit on financial assets cannot be computed: no standard on record."))
        return Finding(Answer.UNDECIDED, text, missing=(text,))
    limit = limits.fin_asset_months * held.standard
    if not assets:
        return _no_assets(limit)
    known = sum((item.value for item in assets if item.value is not None), Decimal(0))
    upheld = sum(
        (item.value for item in assets if item.value is not None and item.status is Status.UPHELD),
        Decimal(0),
    )
    figures = (
        ("amount", (known / held.people).quantize(Decimal("0.01"))),
        ("limit", limit.quantize(Decimal("0.01"))),
    )
    text = Text(_FINANCE, figures)
    margin = (limit - known / held.people).quantize(Decimal("0.01"))
    whole = limit * held.people
    if known > whole and held.family_missing:
        return Finding(Answer.UNDECIDED, text, margin, missing=held.family_missing)
    if upheld > whole:
        return Finding(Answer.NO, text, margin)
    if known > whole:
        return Finding(Answer.UNDECIDED, text, margin, missing=(_WAITS,))
    if any(item.value is None for item in assets):
        unknown = Text(_("The value of a financial asset is not known."))
        return Finding(Answer.UNDECIDED, text, margin, missing=(unknown,))
    return Finding(Answer.YES, text, margin)


def vehicles(held: Holdings, limits: PropertyLimits) -> Finding:
    """No vehicle but those allowed (motorcycle, electric, for the disabled)."""
    hits = [
        item
        for item in held.items
        if item.kind == VEHICLE and item.vehicle_kind not in limits.allowed_vehicles
    ]
    return _ruled(hits, 0, _VEHICLES, "0")


def homes(held: Holdings, limits: PropertyLimits) -> Finding:
    """Not more homes than the limit."""
    found = [item for item in held.items if item.kind in HOMES]
    return _ruled(found, limits.max_homes, _HOMES, str(limits.max_homes))


def listed_things(held: Holdings, limits: PropertyLimits) -> Finding:
    """No shop, boat, large farm or building machine."""
    hits = [item for item in held.items if item.kind in limits.listed_kinds]
    return _ruled(hits, 0, _LISTED, "0")


def businesses(held: Holdings, limits: PropertyLimits) -> Finding:
    """No registered business, unless exempted (empty licence, small unstaffed shop)."""
    hits = [item for item in held.items if item.kind in limits.business_kinds]
    return _ruled(hits, 0, _BUSINESS, "0")


def recent_purchases(held: Holdings, limits: PropertyLimits) -> Finding:
    """Nothing large bought within the months looked back over."""
    months = limits.purchase_lookback_months
    year, month = divmod(held.on.year * 12 + held.on.month - 1 - months, 12)
    since = (year, month + 1, held.on.day)
    hits = [
        item
        for item in held.items
        if item.kind in LOOKED_BACK
        and item.bought_on is not None
        and (item.bought_on.year, item.bought_on.month, item.bought_on.day) > since
        and not (item.kind == VEHICLE and item.vehicle_kind in limits.allowed_vehicles)
    ]
    return _ruled(hits, 0, _BOUGHT, str(months))


JUDGES: tuple[tuple[str, Judge], ...] = (
    ("PR-01", financial_assets),
    ("PR-02", vehicles),
    ("PR-03", homes),
    ("PR-04", listed_things),
    ("PR-05", businesses),
    ("PR-06", recent_purchases),
)


def property_of_programmes(
    facts: HouseholdFacts,
    policy: Policy,
    people: int,
    on: date,
    family_missing: tuple[Text, ...],
) -> tuple[Findings, Findings, Findings]:
    """The six findings under the limits of dibao, low-income and tekun, in this order.

    Money is shared by ``people``; while it is open who counts, too much of it is not sure.
    """
    if not facts.properties_known:
        return _UNASKED, _UNASKED, _UNASKED
    kept = tuple([item for item in facts.properties if item.status is not Status.EXEMPTED])
    held = Holdings(kept, people, policy.dibao_standard, on, family_missing)
    dibao = _judged(held, policy.dibao_limits)
    low_income = tekun = dibao
    if policy.low_income_limits is not policy.dibao_limits:
        low_income = _judged(held, policy.low_income_limits)
    if policy.tekun_limits is not policy.dibao_limits:
        tekun = _judged(held, policy.tekun_limits)
    return dibao, low_income, tekun


def _judged(held: Holdings, limits: PropertyLimits) -> Findings:
    return tuple([judge(held, limits) for _number, judge in JUDGES])
