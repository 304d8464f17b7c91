"""What is known before anybody asks: standards, terms, benefits on record, the last visit (pure).

A warning measures answers by it; the form shows it beside the questions. Apps to the right say
what they know of benefits and of the terms income is counted by: they register here in
``AppConfig.ready``, and nothing here knows them.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from surveys.counting import USUAL, Terms

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Standard:
    """What the county takes one mu, one head or one month of work to bring in, net."""

    value: Decimal
    place: str
    year: int
    source: str


@dataclass(frozen=True)
class KnownBenefit:
    """A benefit on record (系统记录): ``amount`` is yuan a month for the household."""

    since: datetime.date | None = None
    amount: Decimal | None = None
    persons: int | None = None
    grade: str = ""
    mode: str = ""


@dataclass(frozen=True)
class Known:
    """All of it for one household on a day. Standards by ``kind.item``, benefits by code."""

    standards: Mapping[str, Standard] = field(default_factory=dict)
    benefits: Mapping[str, KnownBenefit] = field(default_factory=dict)
    terms: Terms = USUAL
    last: Content | None = None
    last_on: datetime.date | None = None


NOTHING = Known()
ProvideTerms = Callable[[str, str, datetime.date], Terms]
"""By the code of an area, "1" urban or "2" rural, and the day."""
Benefits = Mapping[str, KnownBenefit]
ProvideBenefits = Callable[[Iterable[int], datetime.date], Mapping[int, Benefits]]

_terms: dict[str, ProvideTerms] = {}
_benefits: dict[str, ProvideBenefits] = {}


def register_terms(name: str, provide: ProvideTerms) -> None:
    """Let an app say how a place counts income on a day; the last that registers is asked."""
    _terms[name] = provide


def register_benefits(name: str, provide: ProvideBenefits) -> None:
    """Let an app say which benefits households have; what a later one knows goes before."""
    _benefits[name] = provide


def terms_of(area: str, urban_rural: str, on: datetime.date) -> Terms:
    """The terms of a place; the usual ones where no app says more."""
    provide = next(reversed(_terms.values()), None)
    return provide(area, urban_rural, on) if provide else USUAL


def benefits_of(households: Iterable[int], on: datetime.date) -> dict[int, dict[str, KnownBenefit]]:
    """Benefits on record on a day by household and code, in one question to each app."""
    keys = list(households)
    found: dict[int, dict[str, KnownBenefit]] = {key: {} for key in keys}
    for provide in _benefits.values():
        for key, benefits in provide(keys, on).items():
            found[key].update(benefits)
    return found
