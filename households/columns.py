"""The columns the register list can show and its export can hold (名册的列)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ledger_requests import LedgerFilters
from foundation import codelists, tables
from foundation.faults import Text
from foundation.ledger_forms import Kind
from foundation.ledger_rows import Value
from households import derivations
from households.models import Household, Member
from households.models.households import DmClass, HouseholdQuerySet, HouseholdStatus

Cell = Callable[[Household, LedgerFilters], Value]
PEOPLE, KINDS = "people", "kinds"
SEVERAL = "、"


@dataclass(frozen=True, slots=True)
class Codes:
    """What a column of codes holds: of which list, and which of them for a household."""

    name: str
    held: Callable[[Household, LedgerFilters], Iterable[str]]

    def known(self, row: Household, asked: LedgerFilters) -> list[codelists.Code]:
        entries = codelists.code_list(self.name).entries
        return [entries[code] for code in self.held(row, asked) if code in entries]

    def in_words(self, row: Household, asked: LedgerFilters) -> Value:
        return SEVERAL.join(map(str, self.known(row, asked)))


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """One column: its words, what stands in it, and what the rows must bring along for it.

    ``value`` is what a file holds and, without ``cell`` (a template), what the page shows.
    ``needs`` is ``people`` (the members of the day) or ``kinds``; each costs the list one query.
    ``is_whole`` keeps a number on one line. ``codes`` are there where the words stand for codes.
    """

    key: str
    label: Text
    value: Cell
    sort: str = ""
    numeric: bool = False
    needs: str = ""
    cell: str = ""
    is_whole: bool = False
    width: int = 12
    kind: Kind = "text"
    codes: Codes | None = None

    @property
    def heading(self) -> tables.Column:
        return tables.Column(self.label, sort=self.sort, numeric=self.numeric)


def prepared(rows: HouseholdQuerySet, columns: Sequence[RegisterColumn], on) -> HouseholdQuerySet:
    """``rows`` with what the columns need, in one query for each need."""
    needs = {column.needs for column in columns}
    if KINDS in needs:
        rows = rows.with_kinds_on(on)
    if PEOPLE in needs:
        # The identity number is unsealed only where a column shows it.
        later = ["disease_sealed", "disability_cert_sealed", "phone_sealed"]
        members = Member.objects.filter(derivations.members_on(on)).defer(*later)
        rows = rows.prefetch_related(Prefetch("members", members, to_attr="people_now"))
    return rows


def _head(row: Household) -> Member | None:
    return next((member for member in row.people_now if member.is_head), None)  # type: ignore[attr-defined]


def _of_head(read: Callable[[Member, LedgerFilters], Value]) -> Cell:
    def value(row: Household, asked: LedgerFilters) -> Value:
        head = _head(row)
        return "" if head is None else read(head, asked)

    return value


def _coded(
    key: str,
    label: Text,
    name: str,
    held: Callable[[Household, LedgerFilters], Iterable[str]],
    **facts: Any,
) -> RegisterColumn:
    codes = Codes(name, held)
    return RegisterColumn(key, label, codes.in_words, codes=codes, **facts)


def _choice(choices, read: Callable[[Household], str]) -> Cell:
    words = dict(choices)

    def value(row: Household, asked: LedgerFilters) -> Value:
        return str(words.get(read(row), ""))

    return value


def _counted(group: str) -> Cell:
    """How many are counted in a group, as the file itself counts them."""

    def value(row: Household, asked: LedgerFilters) -> Value:
        return derivations.count(group, row.people_now, asked.on)  # type: ignore[attr-defined]

    return value


def _kinds(row: Household, asked: LedgerFilters) -> Iterable[str]:
    return [one.kind for one in row.kinds_now]  # type: ignore[attr-defined]


def _special(row: Household, asked: LedgerFilters) -> Iterable[str]:
    people = row.people_now  # type: ignore[attr-defined]
    held = {code for member in people for code in member.special_identities}
    return [code for code in codelists.codes("special_identity") if code in held]


def _causes(row: Household, asked: LedgerFilters) -> Iterable[str]:
    return dict.fromkeys([row.poverty_cause, *row.poverty_causes])


def _relapse(row: Household, asked: LedgerFilters) -> Iterable[str]:
    return [] if row.relapse_kind == "0" else [row.relapse_kind]


def _sex_of_head(row: Household, asked: LedgerFilters) -> Iterable[str]:
    head = _head(row)
    return [] if head is None else [head.sex]


def _yes(row: Household, asked: LedgerFilters) -> Value:
    return str(_("Yes")) if row.is_registered_poor else ""


HEAD = RegisterColumn(
    "head", _("Head of household"), lambda row, asked: row.head_name, sort="head", width=12
)
"""Always the first column: the row's name, and where the row leads."""

_ALL = (
    HEAD,
    RegisterColumn(
        "number", _("File number"), lambda row, asked: row.household_no, sort="number",
        is_whole=True, width=25
    ),
    RegisterColumn(
        "village",
        _("Village or community"),
        lambda row, asked: row.area.full_name,
        width=26,
    ),
    RegisterColumn(
        "people",
        _("People"),
        lambda row, asked: row.family_size,
        sort="people",
        numeric=True,
        width=8,
        kind="integer",
    ),
    _coded(
        "kinds", _("Kinds"), "household_kind", _kinds, needs=KINDS,
        cell="households/_cell_kinds.html", width=24,
    ),
    RegisterColumn(
        "status",
        _("Status"),
        _choice(HouseholdStatus.choices, lambda row: row.status),
        cell="households/_cell_status.html",
        width=10,
    ),
    RegisterColumn(
        "registered",
        _("Registered"),
        lambda row, asked: row.registered_on,
        sort="registered",
        is_whole=True,
        width=12,
        kind="date",
    ),
    _coded(
        "urban_rural", _("Urban or rural"), "urban_rural", lambda row, asked: [row.urban_rural],
        width=8,
    ),
    RegisterColumn("address", _("Address"), lambda row, asked: row.address, width=36),
    RegisterColumn("phone", _("Telephone"), lambda row, asked: asked.phone(row.phone),
        is_whole=True, width=15),
    RegisterColumn(
        "head_identity",
        _("Head's identity number"),
        _of_head(lambda head, asked: asked.identity(head.identity_number)),
        needs=PEOPLE,
        is_whole=True,
        width=21,
    ),
    _coded("head_sex", _("Head's sex"), "sex", _sex_of_head, needs=PEOPLE, width=8),
    RegisterColumn(
        "head_age",
        _("Head's age"),
        _of_head(lambda head, asked: head.age_on(asked.on)),
        needs=PEOPLE,
        numeric=True,
        width=8,
        kind="integer",
    ),
    _coded("cause", _("Cause of poverty"), "poverty_cause", _causes, width=20),
    RegisterColumn(
        "dm_class",
        _("Re-check class"),
        _choice(DmClass.choices, lambda row: row.dm_class),
        width=14,
    ),
    _coded("relapse", _("Relapse monitoring"), "relapse_kind", _relapse, width=16),
    RegisterColumn("poor", _("Registered poor (lifted)"), _yes, width=10),
    _coded(
        "special", _("Special identity"), "special_identity", _special, needs=PEOPLE, width=20
    ),
    RegisterColumn(
        "over_60",
        _("60 or older"),
        _counted("elderly_count"),
        needs=PEOPLE,
        numeric=True,
        width=8,
        kind="integer",
    ),
    RegisterColumn(
        "over_80",
        _("80 or older"),
        _counted("oldest_count"),
        needs=PEOPLE,
        numeric=True,
        width=8,
        kind="integer",
    ),
    RegisterColumn(
        "minors",
        _("Minors"),
        _counted("minor_count"),
        needs=PEOPLE,
        numeric=True,
        width=8,
        kind="integer",
    ),
    RegisterColumn(
        "disabled",
        _("Disabled persons"),
        _counted("disabled_count"),
        needs=PEOPLE,
        numeric=True,
        width=8,
        kind="integer",
    ),
    RegisterColumn(
        "students",
        _("At school"),
        _counted("student_count"),
        needs=PEOPLE,
        numeric=True,
        width=8,
        kind="integer",
    ),
    RegisterColumn("card", _("Certificate number"), lambda row, asked: row.card_no, width=18),
    RegisterColumn(
        "changed",
        _("Last changed"),
        lambda row, asked: timezone.localtime(row.updated_at).date(),
        sort="changed",
        is_whole=True,
        width=12,
        kind="date",
    ),
)  # fmt: skip
COLUMNS = {column.key: column for column in _ALL}
DEFAULT = ("head", "number", "village", "people", "kinds", "status", "registered")


def columns_of(keys: Sequence[str]) -> list[RegisterColumn]:
    """The columns of ``keys`` in that order, unknown ones left out, the head always first."""
    chosen = [COLUMNS[key] for key in keys if key in COLUMNS and key != HEAD.key]
    return [HEAD, *chosen]
