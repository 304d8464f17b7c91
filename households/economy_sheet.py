"""A family's records read together, as its page and the API show them: rows and totals."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foundation.money import yuan
from households import economy
from households.economy import NOT_COUNTED_MEMBER, Line, Span, Totals
from households.models import (
    Household,
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)
from households.models.records import Record

MODELS: dict[str, type[Record]] = {
    "incomes": IncomeItem, "lands": LandItem, "animals": LivestockItem, "expenses": RigidExpense,
    "belongings": PropertyItem, "homes": Housing, "supporters": Supporter,
}  # fmt: skip
BY_PERIOD = ("incomes", "lands", "animals", "expenses")


@dataclass
class Row:
    """One record on the page: what it brings in or costs in its period, and whether it ended."""

    record: Any
    amount: Decimal | None = None
    left_out: str = ""
    ended: bool = False


@dataclass
class Sheet:
    """The economy of a household over ``window``; ``past`` holds what no longer speaks of it."""

    window: Span
    totals: Totals
    expenses_year: Decimal
    property_value: Decimal
    rows: dict[str, list[Row]] = field(default_factory=dict)
    past: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.rows.values())

    @property
    def has_past(self) -> bool:
        return any(self.past.values())


def sheet_of(household: Household, on: datetime.date) -> Sheet:
    """Every record of a household as known now, with the totals of the twelve months before the
    month of ``on``; eight queries."""
    counted = set(household.members.counted().values_list("pk", flat=True))
    records: dict[str, list[Any]] = {
        name: list(model.objects.filter(household=household).select_related("member"))
        for name, model in MODELS.items()
    }
    return sheet_from(records, counted, on)


def sheet_from(records: dict[str, list[Any]], counted: set[int], on: datetime.date) -> Sheet:
    """The same from records at hand; ``counted`` are the keys of the members who count."""
    window = economy.months_before(on)
    sheet = Sheet(
        window=window,
        totals=economy.totals(_lines(records, counted, window), len(counted)),
        expenses_year=_expenses(records["expenses"], window),
        property_value=_value(records["belongings"], on),
    )
    for name, rows in records.items():
        first = window.first if name in BY_PERIOD else on
        shown = [_row(record, counted, on) for record in rows]
        sheet.rows[name] = [row for row in shown if _speaks(row.record, first)]
        sheet.past[name] = [row for row in shown if not _speaks(row.record, first)]
    return sheet


def _speaks(record: Record, first: datetime.date) -> bool:
    """Whether a record says anything of the days from ``first`` on."""
    if record.is_mistaken:
        return False
    return record.last_day is None or record.last_day >= first


def _row(record: Record, counted: set[int], on: datetime.date) -> Row:
    ended = record.is_ended and (record.last_day or on) < on
    if isinstance(record, IncomeItem):
        net = economy.net(record.gross, record.cost)
        return Row(record, net, _left_out(record, counted), ended)
    if isinstance(record, LandItem):
        return Row(record, _land(record)[1], ended=ended)
    if isinstance(record, LivestockItem):
        earned = economy.livestock_income(record.heads, record.net_per_head)
        return Row(record, earned, ended=ended)
    return Row(record, ended=ended)


def _lines(records: dict[str, list[Any]], counted: set[int], window: Span) -> Iterator[Line]:
    for row in _true(records["incomes"]):
        net = economy.net(row.gross, row.cost)
        yield Line(row.category, _part(row, net, window), _left_out(row, counted))
    for row in _true(records["lands"]):
        category, earned = _land(row)
        yield Line(category, _part(row, earned, window))
    for row in _true(records["animals"]):
        earned = economy.livestock_income(row.heads, row.net_per_head)
        yield Line(economy.BUSINESS, _part(row, earned, window))


def _left_out(row: IncomeItem, counted: set[int]) -> str:
    return row.exclude_code or ("" if row.member_id in counted else NOT_COUNTED_MEMBER)


def _land(row: LandItem) -> tuple[str, Decimal]:
    return economy.land_income(row.use, row.mu, row.net_per_mu, row.rent)


def _expenses(rows: Iterable[RigidExpense], window: Span) -> Decimal:
    spent = (_part(row, row.amount, window) for row in _true(rows))
    return yuan(sum(spent, Fraction(0)))


def _value(rows: Iterable[PropertyItem], on: datetime.date) -> Decimal:
    """What is held against the family: without exempted and ended ones."""
    held = (row for row in rows if _speaks(row, on) and not row.exemption_code)
    return sum((row.value or Decimal(0) for row in held), Decimal("0.00"))


def _true(rows: Iterable[Any]) -> Iterator[Any]:
    return (row for row in rows if not row.is_mistaken)


def _part(row: Record, amount: Decimal, window: Span) -> Fraction:
    last = row.period_to or window.last
    return economy.part(amount, Span(row.period_from, last), row.ended_on, window)
