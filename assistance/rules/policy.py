"""The parameters in force for an area on a day, each with its document and confirmation state."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from assistance.rules.exact import grains, shares
from assistance.rules.storage import Json, pack, unpack

CITY, COUNTY, TOWNSHIP, VILLAGE = 4, 6, 9, 12
ALL_KINDS_OF_PLACE = ""
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One dated parameter (政策参数). ``area`` "" is everywhere, ``urban_rural`` "" is both.

    The value is text: yuan a month for standards, yuan a year for disposable income, a number for
    multiples and rates. ``source`` is the document's title and number, or why a default was taken.
    """

    key: str
    value: str
    source: str
    confirmed: bool = False
    area: str = ""
    urban_rural: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, area: str, urban_rural: str, on: date) -> bool:
        """Whether the row is in force for the place and day."""
        return (
            area.startswith(place_prefix(self.area))
            and self.urban_rural in (ALL_KINDS_OF_PLACE, urban_rural)
            and (self.valid_from is None or self.valid_from <= on)
            and (self.valid_to is None or on <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class PropertyLimits:
    """Limits on property (财产限额) of one programme."""

    fin_asset_months: Decimal
    max_homes: int
    allowed_vehicles: tuple[str, ...]
    listed_kinds: tuple[str, ...]
    business_kinds: tuple[str, ...]
    purchase_lookback_months: int


@dataclass(frozen=True, slots=True)
class Band:
    """From how many times the standard (in ten-thousandths) which share of it is paid."""

    from_multiple: int
    share: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The rows in force for one place and day, read once into numbers.

    Money is in grains (see ``exact``), rates and multiples in ten-thousandths; None: not known,
    and every condition that needs it is undecided.
    """

    area: str
    urban_rural: str
    rows: tuple[PolicyRow, ...]
    dibao_standard: Decimal | None = field(init=False, compare=False)
    tekun_standard: Decimal | None = field(init=False, compare=False)
    standard: int | None = field(init=False, compare=False)
    low_income_multiple: int = field(init=False, compare=False)
    low_income_line: int | None = field(init=False, compare=False)
    disposable_month: int | None = field(init=False, compare=False)
    urban_disposable_month: int | None = field(init=False, compare=False)
    dibao_limits: PropertyLimits = field(init=False, compare=False)
    low_income_limits: PropertyLimits = field(init=False, compare=False)
    tekun_limits: PropertyLimits = field(init=False, compare=False)
    work_cost_mode: str = field(init=False, compare=False)
    work_cost_rate: int = field(init=False, compare=False)
    minimum_wage: int | None = field(init=False, compare=False)
    rigid_deduction_rate: int = field(init=False, compare=False)
    support_preset: str = field(init=False, compare=False)
    child_support_rate: int = field(init=False, compare=False)
    child_support_cap: int = field(init=False, compare=False)
    disease_multiple: int | None = field(init=False, compare=False)
    disability_multiple: int | None = field(init=False, compare=False)
    single_person_bands: tuple[Band, ...] = field(init=False, compare=False)
    rigid_ratio: int | None = field(init=False, compare=False)
    dibao_minimum_share: int = field(init=False, compare=False)
    temporary_yearly_limit: int = field(init=False, compare=False)
    exclusions: Mapping[str, str] = field(init=False, compare=False)
    top_ups: Mapping[str, int] = field(init=False, compare=False)
    care_allowances: Mapping[str, Decimal] = field(init=False, compare=False)
    temporary_multiples: Mapping[str, int] = field(init=False, compare=False)
    unconfirmed: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        texts = {row.key: row.value for row in self.rows}
        for name, value in _numbers(texts).items():
            object.__setattr__(self, name, value)
        for name, value in _rules(texts).items():
            object.__setattr__(self, name, value)
        unconfirmed = tuple(sorted(row.key for row in self.rows if not row.confirmed))
        object.__setattr__(self, "unconfirmed", unconfirmed)

    def row(self, key: str) -> PolicyRow | None:
        """The row a value came from: its document and whether the bureau has confirmed it."""
        return next((row for row in self.rows if row.key == key), None)

    def with_value(self, key: str, value: str, source: str) -> "Policy":
        """The same policy with one value changed, unconfirmed: for what-if simulation (测算)."""
        kept = tuple(row for row in self.rows if row.key != key)
        changed = PolicyRow(key, value, source, False, self.area, self.urban_rural)
        return replace(self, rows=tuple(sorted((*kept, changed), key=_by_key)))

    def to_dict(self) -> dict[str, Json]:
        """The rows as JSON, for storage with the decision."""
        return pack(_Stored(self.area, self.urban_rural, self.rows))

    @classmethod
    def from_dict(cls, data: Json) -> "Policy":
        """The policy as it was stored; ValueError when the object is not one."""
        stored = unpack(_Stored, data)
        return cls(stored.area, stored.urban_rural, stored.rows)


@dataclass(frozen=True, slots=True)
class _Stored:
    area: str
    urban_rural: str
    rows: tuple[PolicyRow, ...]


def select(policy_rows: Iterable[PolicyRow], area: str, urban_rural: str, on: date) -> Policy:
    """Choose, for every key, the row in force: most specific area first, then urban/rural, then
    the latest ``valid_from``. Equal rows are settled by value, so that order never matters.
    """
    chosen: dict[str, PolicyRow] = {}
    for row in policy_rows:
        if row.covers(area, urban_rural, on):
            rival = chosen.get(row.key)
            if rival is None or _rank(row) > _rank(rival):
                chosen[row.key] = row
    return Policy(area, urban_rural, tuple(sorted(chosen.values(), key=_by_key)))


def place_prefix(area: str) -> str:
    """The digits of a 12-digit area code that all its sub-areas share; "" for everywhere."""
    for length in (2, CITY, COUNTY, TOWNSHIP):
        if area and not area[length:].strip("0"):
            return area[:length]
    return area


def _rank(row: PolicyRow) -> tuple[int, bool, date, str]:
    begins = row.valid_from or date.min
    return len(place_prefix(row.area)), bool(row.urban_rural), begins, row.value


def _by_key(row: PolicyRow) -> str:
    return row.key


def _numbers(texts: Mapping[str, str]) -> dict[str, object]:
    standard = _money(texts, "dibao_standard")
    multiple = shares(Decimal(texts.get("low_income_multiple", "1.5")))
    line = None if standard is None else standard * multiple // 10_000
    return {
        "dibao_standard": _decimal(texts, "dibao_standard"),
        "tekun_standard": _decimal(texts, "tekun_standard"),
        "standard": standard,
        "low_income_multiple": multiple,
        "low_income_line": line,
        "disposable_month": _twelfth(texts, "disposable_income_year"),
        "urban_disposable_month": _twelfth(texts, "urban_disposable_income_year"),
        "minimum_wage": _money(texts, "minimum_wage"),
        "work_cost_rate": shares(Decimal(texts.get("work_cost_rate", "0"))),
        "rigid_deduction_rate": shares(Decimal(texts.get("rigid_deduction_rate", "0"))),
        "child_support_rate": shares(Decimal(texts.get("child_support_rate", "0.25"))),
        "child_support_cap": shares(Decimal(texts.get("child_support_cap", "0.50"))),
        "disease_multiple": _share(texts, "single_person_disease_multiple"),
        "disability_multiple": _share(texts, "single_person_disability_multiple"),
        "rigid_ratio": _share(texts, "rigid_ratio"),
        "dibao_minimum_share": shares(Decimal(texts.get("dibao_minimum_share", "0"))),
        "temporary_yearly_limit": int(texts.get("temporary_yearly_limit", "2")),
    }


def _rules(texts: Mapping[str, str]) -> dict[str, object]:
    dibao, low_income, tekun = [
        _limits(texts, programme) for programme in ("dibao", "low_income", "tekun")
    ]
    return {
        "dibao_limits": dibao,
        "low_income_limits": dibao if low_income == dibao else low_income,
        "tekun_limits": dibao if tekun == dibao else tekun,
        "work_cost_mode": texts.get("work_cost_mode", "none"),
        "support_preset": texts.get("support_preset", "C"),
        "single_person_bands": _bands(texts.get("single_person_bands", "0:1")),
        "exclusions": _family(texts, "exclude:", str),
        "top_ups": _family(texts, "top_up:", lambda value: shares(Decimal(value))),
        "care_allowances": _family(texts, "care_allowance:", Decimal),
        "temporary_multiples": _family(
            texts, "temporary_multiple:", lambda value: shares(Decimal(value))
        ),
    }


def _decimal(texts: Mapping[str, str], key: str) -> Decimal | None:
    return Decimal(texts[key]).quantize(Decimal("0.01")) if key in texts else None


def _money(texts: Mapping[str, str], key: str) -> int | None:
    return grains(Decimal(texts[key])) if key in texts else None


def _twelfth(texts: Mapping[str, str], key: str) -> int | None:
    return grains(Decimal(texts[key])) // 12 if key in texts else None


def _share(texts: Mapping[str, str], key: str) -> int | None:
    return shares(Decimal(texts[key])) if key in texts else None


def _limits(texts: Mapping[str, str], programme: str) -> PropertyLimits:
    def value(key: str, default: str) -> str:
        return texts.get(f"{programme}.{key}", texts.get(key, default))

    return PropertyLimits(
        fin_asset_months=Decimal(value("fin_asset_months", "24")),
        max_homes=int(value("max_homes", "1")),
        allowed_vehicles=_words(value("allowed_vehicles", "motorcycle,electric,disability")),
        listed_kinds=_words(value("listed_kinds", "02,05,06,07")),
        business_kinds=_words(value("business_kinds", "13,14,15")),
        purchase_lookback_months=int(value("purchase_lookback_months", "36")),
    )


def _words(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _bands(value: str) -> tuple[Band, ...]:
    bands = []
    for part in _words(value):
        multiple, _, share = part.partition(":")
        bands.append(Band(shares(Decimal(multiple)), shares(Decimal(share))))
    return tuple(sorted(bands, key=lambda band: band.from_multiple))


def _family(
    texts: Mapping[str, str], prefix: str, read: Callable[[str], Value]
) -> dict[str, Value]:
    start = len(prefix)
    return {key[start:]: read(text) for key, text in texts.items() if key.startswith(prefix)}
