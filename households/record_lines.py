"""How one economy record is told in a line of a table: its name, particulars, marks and amount."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.codelists import code_list
from foundation.formats import day_full, money
from households.economy import NOT_COUNTED_MEMBER
from households.economy_sheet import Row, Sheet
from households.models import (
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)
from households.models.property import ACCOUNTS
from households.record_words import CODES, title_of

OK, WARN, LINE = "ok", "warn", "line"
Mark = tuple[str, str]


@dataclass
class Told:
    """A record as a line: ``marks`` are words with a tone; the amount is yuan, ``per`` what."""

    slug: str
    record: Any
    title: str | Promise
    particulars: str
    marks: list[Mark] = field(default_factory=list)
    amount: Decimal | None = None
    per: str = ""


@dataclass
class Section:
    """The records of one subject with the words for adding one."""

    title: str | Promise
    adds: tuple[tuple[str, str | Promise], ...]
    lines: list[Told]


SUBJECTS: tuple[tuple[str, str | Promise, tuple[tuple[str, str | Promise], ...]], ...] = (
    ("incomes", gettext_lazy("Income"), (("income", gettext_lazy("Add an income")),)),
    ("lands", gettext_lazy("Land"), (("land", gettext_lazy("Add land")),)),
    ("animals", gettext_lazy("Animals"), (("animals", gettext_lazy("Add animals")),)),
    ("belongings", gettext_lazy("Property"), (
        ("property", gettext_lazy("Add property")), ("vehicle", gettext_lazy("Add a vehicle")),
    )),
    ("homes", gettext_lazy("Housing"), (("housing", gettext_lazy("Add a home")),)),
    ("expenses", gettext_lazy("Unavoidable expenses"), (
        ("expense", gettext_lazy("Add an expense")),
    )),
    ("supporters", gettext_lazy("Legal supporters outside"), (
        ("supporter", gettext_lazy("Add a supporter")),
    )),
)  # fmt: skip


def sections_of(sheet: Sheet) -> list[Section]:
    """What speaks of the family now, subject by subject."""
    return [
        Section(title, adds, [told(row) for row in sheet.rows[name]])
        for name, title, adds in SUBJECTS
    ]


def past_of(sheet: Sheet) -> list[Told]:
    """What has ended, run out or was entered by mistake, in the order of the subjects."""
    return [told(row) for name, _title, _adds in SUBJECTS for row in sheet.past[name]]


def told(row: Row) -> Told:
    """One record as its line."""
    record = row.record
    slug, tell = _TELL[type(record)]
    line = Told("vehicle" if _is_vehicle(record) else slug, record, title_of(record), "")
    line.amount, line.per = row.amount, _("yuan")
    line.particulars = " · ".join(str(words) for words in tell(record, line) if words)
    if row.left_out:
        line.marks.append((_left_out(row.left_out), WARN))
    if record.is_mistaken:
        line.marks.append((_("entered by mistake"), WARN))
    elif record.is_ended:
        line.marks.append((_("ended %(on)s") % {"on": day_full(record.ended_on)}, ""))
    return line


def _left_out(ground: str) -> str:
    if ground == NOT_COUNTED_MEMBER:
        return _("not counted: not a counted member")
    return _("not counted: %(ground)s") % {"ground": code_list("income_exclusion").entries[ground]}


def _is_vehicle(record: Any) -> bool:
    return isinstance(record, PropertyItem) and record.is_vehicle


def _word(record: Any, name: str) -> str:
    code = getattr(record, name)
    return str(code_list(CODES[type(record)][name]).entries.get(code, code)) if code else ""


def _income(row: IncomeItem, line: Told) -> Iterator[str]:
    if row.cost:
        figures = {"gross": money(row.gross), "cost": money(row.cost)}
        yield _("%(gross)s less %(cost)s of cost") % figures


def _land(row: LandItem, line: Told) -> Iterator[str]:
    if row.crop:
        yield _word(row, "kind")
    yield _("%(size)s mu") % {"size": f"{row.mu.normalize():f}"}
    yield _word(row, "use")
    if row.net_per_mu is not None:
        yield _("%(amount)s yuan a mu") % {"amount": money(row.net_per_mu)}
    if row.standard_id:
        yield _("by the county's standard")


def _livestock(row: LivestockItem, line: Told) -> Iterator[str]:
    yield _("%(heads)s head at %(amount)s yuan") % {
        "heads": row.heads, "amount": money(row.net_per_head),
    }  # fmt: skip
    if row.standard_id:
        yield _("by the county's standard")


def _expense(row: RigidExpense, line: Told) -> Iterator[str]:
    line.amount = row.amount
    yield from ()


def _property(row: PropertyItem, line: Told) -> Iterator[str]:
    line.amount = row.value
    yield row.name
    if row.identifier and row.kind in ACCOUNTS:
        yield _("ending in %(digits)s") % {"digits": row.identifier}
    else:
        yield row.identifier
    yield from _room(row)
    if row.built_in:
        yield _("built in %(year)s") % {"year": row.built_in}
    if row.bought_on:
        yield _("bought %(on)s") % {"on": day_full(row.bought_on)}
    if row.first_registered_on:
        yield _("first registered %(on)s") % {"on": day_full(row.first_registered_on)}
    if row.invoice_price is not None:
        yield _("invoice %(amount)s yuan") % {"amount": money(row.invoice_price)}
    if row.vehicle_status:
        line.marks.append((_word(row, "vehicle_status"), LINE))
    if row.exemption_code:
        ground = {"ground": _word(row, "exemption_code")}
        line.marks.append((_("exempted: %(ground)s") % ground, OK))


def _housing(row: Housing, line: Told) -> Iterator[str]:
    yield _word(row, "structure")
    if row.rooms is not None:
        yield _("%(count)s rooms") % {"count": row.rooms}
    yield from _room(row)
    yield _word(row, "heating")
    yield row.address
    if row.danger_grade:
        tone = WARN if row.danger_grade in ("C", "D") else LINE
        line.marks.append((_("danger grade %(grade)s") % {"grade": row.danger_grade}, tone))
    if row.is_relocation:
        line.marks.append((_("to be demolished"), WARN))


def _room(row: Any) -> Iterator[str]:
    if row.floor_area is not None:
        yield _("%(size)s m²") % {"size": f"{row.floor_area.normalize():f}"}


def _supporter(row: Supporter, line: Told) -> Iterator[str]:
    agreed = row.agreed_monthly is not None
    line.amount = row.agreed_monthly if agreed else row.computed_monthly
    line.per = _("yuan/month")
    yield _word(row, "relation")
    yield _("family of %(count)s") % {"count": row.family_size}
    if row.labour_count is not None:
        yield _("%(count)s able to work") % {"count": row.labour_count}
    yield row.job
    if row.monthly_income is not None:
        yield _("household income %(amount)s yuan a month") % {"amount": money(row.monthly_income)}
    if row.own_monthly_income is not None:
        yield _("own income %(amount)s yuan a month") % {"amount": money(row.own_monthly_income)}
    if row.property_note:
        yield _("property: %(words)s") % {"words": row.property_note}
    if agreed:
        yield _("laid down in: %(basis)s") % {"basis": _word(row, "agreed_basis")}
    yield from _abilities(row, line)


def _abilities(row: Supporter, line: Told) -> Iterator[str]:
    line.marks.append((_word(row, "ability"), OK if row.ability == "yes" else LINE))
    if row.exempt_reason:
        yield _word(row, "exempt_reason")
    if row.is_authorized:
        line.marks.append((_("authorization signed"), OK))
    else:
        line.marks.append((_("authorization not signed"), WARN))


_TELL: Mapping[type[Model], tuple[str, Callable[[Any, Told], Iterator[str]]]] = {
    IncomeItem: ("income", _income),
    LandItem: ("land", _land),
    LivestockItem: ("animals", _livestock),
    RigidExpense: ("expense", _expense),
    PropertyItem: ("property", _property),
    Housing: ("housing", _housing),
    Supporter: ("supporter", _supporter),
}
