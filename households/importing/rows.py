"""Reads a ledger's rows as households with their members, every row exactly once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.cell_values import CellValue
from foundation.identity import IdentityNumber
from foundation.workbooks import Merge
from households import blocks
from households.importing.areas import AreaReader
from households.importing.cells import Reader, Value, is_blank
from households.importing.dates import ReadDate
from households.importing.faults import Fault, Findings
from households.importing.grouping import Grouper, Row, RowKinds, Skipped, filled_rows
from households.importing.people import PeopleReader, columns_of, read_cell
from households.importing.places import Places

HEAD_COLUMNS = ("head.name", "head.identity_number")


@dataclass(frozen=True)
class ReadOptions:
    """How a ledger is to be read.

    ``mapping`` goes from column (0-based) to target key; ``header_last`` is the last row of the
    heading (0-based, -1 for none); ``names`` are the headings, for messages. ``default_area`` is
    where households without a named village belong; named ones are looked for in its township,
    or anywhere below when it lies higher.
    ``default_kinds`` and ``default_urban_rural`` hold for ledgers about one kind of household.
    ``on`` is the day of reading. ``ext_codes`` are a partner system's codes by code list;
    ``damaged`` are the columns of identity numbers a spreadsheet has rounded.
    """

    mapping: Mapping[int, str]
    header_last: int
    default_area: str
    on: date
    places: Places
    ext_codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Sequence[str] = ()
    default_kinds: Sequence[str] = ()
    default_urban_rural: str = ""
    damaged: frozenset[int] = frozenset()


@dataclass
class ReadMember:
    """One person as the ledger has them.

    ``data`` holds the fields ``households.services.people.fill`` takes, what follows from the
    identity number included; ``touched`` those that the ledger itself states: a blank cell
    touches nothing.
    """

    row: int
    data: dict[str, Any] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    @property
    def is_head(self) -> bool:
        return self.data.get("relation") in ("01", "02")


@dataclass
class ReadHousehold:
    """One household as the ledger has it; rows are the numbers Excel shows.

    ``fields`` are those ``households.services.registration`` takes; the head is the first of
    ``members``. ``kinds`` are mappings of ``kind`` and ``since`` (the day of reading when the
    ledger does not say). ``stated`` are figures the register derives itself: ``family_size``,
    ``covered_count``, ``monthly_amount``. With ``faults`` the household is not to be imported;
    ``warnings`` are worth a look.
    """

    first_row: int
    last_row: int
    row_numbers: tuple[int, ...]
    area_code: str = ""
    household_no: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    members: list[ReadMember] = field(default_factory=list)
    kinds: list[dict[str, Any]] = field(default_factory=list)
    stated: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


class SeenNumbers:
    """The identity and household numbers met so far in one file, and where.

    Villages number their households each from 1, so these are kept by village.
    """

    def __init__(self) -> None:
        self.identities: dict[str, int] = {}
        self.households: dict[tuple[str, str], int] = {}


class Reading(Iterator[ReadHousehold]):
    """The households of a sheet, one after the other.

    ``skipped`` lists the rows under the heading that are no data (totals, signatures), complete
    once all households are read; ``row_count`` counts the rows of data read so far.
    """

    def __init__(
        self,
        rows: Iterable[Sequence[CellValue]],
        merges: Sequence[Merge],
        options: ReadOptions,
        seen: SeenNumbers,
    ) -> None:
        self.skipped: list[Skipped] = []
        self.row_count = 0
        self._households = self._read(rows, merges, options, seen)

    def __iter__(self) -> "Reading":
        return self

    def __next__(self) -> ReadHousehold:
        return next(self._households)

    def _read(
        self,
        rows: Iterable[Sequence[CellValue]],
        merges: Sequence[Merge],
        options: ReadOptions,
        seen: SeenNumbers,
    ) -> Iterator[ReadHousehold]:
        columns = sorted(options.mapping)
        by_key = {key: column for column, key in options.mapping.items()}
        kinds = RowKinds(by_key, options.names if options.header_last >= 0 else ())
        families = _Families(options, seen)
        grouper = Grouper(by_key, merges, options.header_last, families.relation)
        group: list[Row] = []
        for row in filled_rows(rows, merges, columns, options.header_last):
            kind = kinds.kind_of(row)
            if kind:
                self.skipped.append(Skipped(row.number, kind))
                continue
            self.row_count += 1
            if grouper.starts(row) and group:
                yield families.read(group)
                group = []
            group.append(row)
        if group:
            yield families.read(group)


def read_households(
    rows: Iterable[Sequence[CellValue]],
    merges: Sequence[Merge],
    options: ReadOptions,
    seen: SeenNumbers | None = None,
) -> Reading:
    """Read a sheet from its first row on; all faults of a row are found at once.

    Every row with data is in exactly one household, so imported and refused rows make up what was
    read. ``seen`` may be shared by several sheets of one file.
    """
    return Reading(rows, merges, options, seen or SeenNumbers())


class _Families:
    """Puts the rows of one household together."""

    def __init__(self, options: ReadOptions, seen: SeenNumbers) -> None:
        self.options, self.seen = options, seen
        mapping, on, ext = options.mapping, options.on, options.ext_codes
        self.people = PeopleReader(mapping, on, ext, options.damaged)
        self.columns = columns_of(
            mapping, on, ext, lambda key: not key.startswith("member."), options.damaged
        )
        self.place = {target.key: column for column, target, _reader in self.columns}
        self.areas = AreaReader(options.places, options.default_area, self.place)
        self.has_members = "relation" in self.people.place or "head.name" in self.place

    @property
    def relation(self) -> Reader | None:
        readers = {target.field: reader for _column, target, reader in self.people.columns}
        return readers.get("relation")

    def read(self, group: list[Row]) -> ReadHousehold:
        findings = Findings(self.options.names)
        numbers = tuple(row.number for row in group)
        home = ReadHousehold(numbers[0], numbers[-1], numbers)
        home.faults, home.warnings = findings.faults, findings.warnings
        said = self._said(group, findings)
        for row in group:
            if self.people.is_somebody(row):
                data, touched = self.people.read(row, findings)
                home.members.append(ReadMember(row.number, data, touched))
            elif self._says_something(row):
                message = _("The name is missing: type it, or delete the row if it is nobody.")
                place = self.people.place.get("name")
                findings.fault(row.number, place, "member.name", "no_name", message)
        self._settle_household(home, said, group[0], findings)
        home.area_code = self.areas.read(said, group[0].number, findings)
        self._settle_head(home, said, group[0], findings)
        self._refuse_twice(home, findings)
        self._doubt(home, said, group[0], findings)
        return home

    def _says_something(self, row: Row) -> bool:
        """Whether a row with nobody in it states facts of a family, which may be another one's.

        Where the head has columns of its own they name somebody; what is merged is not the row's.
        """
        if not self.people.place:
            return False
        named = [self.place[key] for key in HEAD_COLUMNS if key in self.place]
        if any(not is_blank(row.cells[column]) for column in named if column not in row.filled):
            return False
        silent = ("household.serial", "household.note")
        return any(
            place not in row.filled and not is_blank(row.cells[place])
            for key, place in self.place.items()
            if key not in silent and not key.startswith("area.")
        )

    def _said(self, group: list[Row], findings: Findings) -> dict[str, Value]:
        """What the rows say about the household; the first that says something counts.

        What is merged from the household above holds for this one too, once.
        """
        said: dict[str, Value] = {}
        known: dict[int, CellValue] = {}
        for row in group:
            for column in self.columns:
                place, key = column[0], column[1].key
                cell = row.cells[place]
                is_repeated = place in row.filled and row is not group[0]
                if cell is None or is_repeated or known.get(place) == cell:
                    continue
                value = read_cell(column, row, findings)
                if value is None:
                    continue
                known.setdefault(place, cell)
                if key == "household.kinds":
                    said.setdefault("urban_rural", _urban_rural_of(str(cell)))
                if key in ("household.kinds", "household.serial") or key not in said:
                    before = said.get(key)
                    is_list = isinstance(before, tuple) and isinstance(value, tuple)
                    said[key] = (*before, *value) if is_list else value  # type: ignore[misc]
                elif said[key] != value:
                    message = _("Another row of this household says otherwise; the first counts.")
                    findings.warn(row.number, place, key, "rows_differ", message)
        return said

    def _settle_household(
        self, home: ReadHousehold, said: Mapping[str, Value], row: Row, findings: Findings
    ) -> None:
        kinds: list[str] = []
        for key, value in said.items():
            group, _dot, field_name = key.partition(".")
            if key == "household.kinds":
                kinds.extend(value)  # type: ignore[arg-type]
            elif group == "kind" and value is True:
                kinds.append(field_name)
            elif group == "stated":
                home.stated[field_name] = value
            elif key == "household.household_no":
                home.household_no = str(value)
            elif group == "household" and field_name not in ("serial", "kinds_since"):
                home.fields[field_name] = list(value) if isinstance(value, tuple) else value
        since = said.get("household.kinds_since")
        if isinstance(since, ReadDate) and (since.is_doubtful or since.day > self.options.on):
            message = _("Write the beginning with year, month and day, not in the future.")
            place = self.place["household.kinds_since"]
            findings.fault(row.number, place, "household.kinds_since", "whole_date", message)
        day = since.day if isinstance(since, ReadDate) else self.options.on
        chosen = dict.fromkeys(kinds or self.options.default_kinds)
        home.kinds = [{"kind": kind, "since": day} for kind in chosen]
        urban_rural = said.get("urban_rural") or self.options.default_urban_rural
        if urban_rural:
            home.fields.setdefault("urban_rural", urban_rural)

    def _settle_head(
        self, home: ReadHousehold, said: Mapping[str, Value], row: Row, findings: Findings
    ) -> None:
        column = self.people.place.get("relation")
        heads = [member for member in home.members if member.is_head]
        if not heads:
            head = self._find_head(home, said, row)
            heads = [head] if head else []
        for second in heads[1:]:
            message = _("The household has two heads, the first in row {row}: correct one of them.")
            text = format_lazy(message, row=heads[0].row)
            findings.fault(second.row, column, "member.relation", "two_heads", text)
        if not heads:
            message = _("The household has no head: write 户主 for one of its members.")
            findings.fault(row.number, column, "member.relation", "no_head", message)
            return
        home.members.sort(key=lambda member: member is not heads[0])
        for member in home.members:
            if not member.data.get("relation") and not self._is_blamed(member, findings):
                message = _("Say what this person is to the head (column 与户主关系).")
                findings.fault(member.row, column, "member.relation", "no_relation", message)

    def _is_blamed(self, member: ReadMember, findings: Findings) -> bool:
        return any(f.row == member.row and f.field == "member.relation" for f in findings.faults)

    def _find_head(
        self, home: ReadHousehold, said: Mapping[str, Value], row: Row
    ) -> ReadMember | None:
        """The head where no row says 户主: the only person, or whom the head's columns name."""
        name, number = said.get("head.name"), said.get("head.identity_number")
        text = number.number if isinstance(number, IdentityNumber) else ""
        open_ = [m for m in home.members if not m.data.get("relation")]
        same = [m for m in open_ if text and m.data.get("identity_number") == text]
        same = same or [m for m in open_ if name and m.data.get("name") == name]
        if not same and not name and len(home.members) == 1:
            same = open_
        if len(same) == 1:
            same[0].data["relation"] = "02"
            return same[0]
        if not name or same:
            return None
        head = ReadMember(row.number, {"name": name, "relation": "02"}, {"name"})
        if isinstance(number, IdentityNumber):
            head.data |= {"identity_number": text, "identity_kind": "1"}
            head.data |= {"sex": number.sex, "birth_on": number.birth_on}
            head.touched.add("identity_number")
            if number.converted:
                head.data["is_converted"] = True
                head.touched.add("is_converted")
        home.members.insert(0, head)
        return head

    def _refuse_twice(self, home: ReadHousehold, findings: Findings) -> None:
        column, key = self.people.place.get("identity_number"), "member.identity_number"
        own: dict[str, int] = {}
        for member in home.members:
            number = member.data.get("identity_number", "")
            if not number:
                continue
            if number in own:
                message = _("This identity number stands in row {row} of the household already.")
                text = format_lazy(message, row=own[number])
                findings.fault(member.row, column, key, "twice_in_household", text)
            elif number in self.seen.identities:
                message = _("This identity number stands in row {row} already: keep one of them.")
                text = format_lazy(message, row=self.seen.identities[number])
                findings.fault(member.row, column, key, "twice_in_file", text)
            own.setdefault(number, member.row)
        for number, row in own.items():
            self.seen.identities.setdefault(number, row)
        if home.household_no:
            key_of_home = home.area_code, home.household_no
            before = self.seen.households.setdefault(key_of_home, home.first_row)
            if before != home.first_row:
                message = _("The household's rows are apart (see row {row}): put them together.")
                place = self.place["household.household_no"]
                text = format_lazy(message, row=before)
                findings.fault(home.first_row, place, "household.household_no", "scattered", text)

    def _doubt(
        self, home: ReadHousehold, said: Mapping[str, Value], row: Row, findings: Findings
    ) -> None:
        size = home.stated.get("family_size")
        if self.has_members and size is not None and size != len(home.members):
            message = _("The ledger says {said} people, its rows are {found}.")
            text = format_lazy(message, said=size, found=len(home.members))
            place = self.place["stated.family_size"]
            findings.warn(row.number, place, "stated.family_size", "family_size", text)
        name, heads = said.get("head.name"), [m for m in home.members if m.is_head]
        if name and heads and heads[0].data.get("name", name) != name:
            message = _("The head's name differs from the row of the head: compare them.")
            findings.warn(row.number, self.place["head.name"], "head.name", "head_differs", message)
        fields = home.fields
        for name, found in blocks.account(fields.get("account_kind"), fields.get("account_no")):
            key = f"household.{name}"
            findings.fault(row.number, self.place[key], key, "card_digits", found)
        payee = home.fields.get("account_name")
        if payee and self.has_members and payee not in {m.data.get("name") for m in home.members}:
            message = _("The account's holder is no member of the household.")
            place = self.place["household.account_name"]
            findings.warn(row.number, place, "household.account_name", "payee", message)


def _urban_rural_of(kind: str) -> str:
    """农村低保 also says that the household is rural; "" for kinds that say neither."""
    if kind.startswith(("城市", "城镇")):
        return "1"
    return "2" if kind.startswith("农村") else ""
