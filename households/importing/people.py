"""One row's person: identity, birth, disability put together from their cells."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.contact import parse_disability_certificate
from foundation.faults import InputError
from foundation.identity import IdentityNumber, full_years
from households.importing.cells import Notes, Reader, Value, is_blank, reader_for
from households.importing.dates import ReadDate
from households.importing.faults import Findings
from households.importing.grouping import HEADS, Row
from households.importing.targets import TARGETS, Target

LISTS = frozenset(("health", "special_identities"))
# (column, target, reader)
Column = tuple[int, Target, Reader]


def columns_of(
    mapping: Mapping[int, str],
    on: date,
    ext_codes: Mapping[str, Mapping[str, str]],
    wanted: Callable[[str], bool],
    damaged: Collection[int] = (),
) -> list[Column]:
    """The mapped columns whose key is wanted, with the way to read each."""
    found = ((column, TARGETS[key]) for column, key in sorted(mapping.items()) if wanted(key))
    return [
        (
            column,
            target,
            reader_for(
                target, on, ext_codes.get(target.code_list or ""), is_damaged=column in damaged
            ),
        )
        for column, target in found
    ]


def read_cell(column: Column, row: Row, findings: Findings) -> Value:
    """The value of one cell; what is wrong with it goes to the findings and it counts as blank."""
    place, target, reader = column
    value = row.cells[place]
    if value is None:
        return None
    notes: Notes = []
    try:
        found = reader(value, notes)
    except InputError as error:
        findings.fault(row.number, place, target.key, error.code, error.message)
        return None
    for code, message in notes:
        findings.warn(row.number, place, target.key, code, message)
    return found


class PeopleReader:
    """Reads the member columns of a row."""

    def __init__(
        self,
        mapping: Mapping[int, str],
        on: date,
        ext_codes: Mapping[str, Mapping[str, str]],
        damaged: Collection[int] = (),
    ) -> None:
        self.on = on
        self.columns = columns_of(
            mapping, on, ext_codes, lambda key: key.startswith("member."), damaged
        )
        self.place = {target.field: column for column, target, _reader in self.columns}

    def is_somebody(self, row: Row) -> bool:
        """Whether the row itself says anything about a person, merged values aside."""
        return any(
            row.cells[column] is not None
            and column not in row.filled
            and not is_blank(row.cells[column])
            for column in self.place.values()
        )

    def read(self, row: Row, findings: Findings) -> tuple[dict[str, Any], set[str]]:
        """The person's data and the fields the ledger itself states."""
        found: dict[str, Any] = {}
        for column in self.columns:
            value = read_cell(column, row, findings)
            if value is not None:
                found[column[1].field] = list(value) if isinstance(value, tuple) else value
        touched = {*found, "is_converted"}
        before = len(findings.faults)
        if "name" not in found and not self._is_faulty("name", row, findings):
            message = _("The name is missing: type it, or delete the row if it is nobody.")
            findings.fault(row.number, self.place.get("name"), "member.name", "no_name", message)
        self._settle_identity(found, row, findings)
        self._settle_dates(found, row, findings)
        self._settle_certificate(found, row, findings)
        self._settle_counted(found, row, findings)
        self._doubt_marriage(found, row, findings)
        if len(findings.faults) == before and "relation" in found and found["relation"] in HEADS:
            found["relation"] = "02"
        return found, touched & set(found)

    def _is_faulty(self, field: str, row: Row, findings: Findings) -> bool:
        return any(f.row == row.number and f.field == f"member.{field}" for f in findings.faults)

    def _settle_identity(self, found: dict[str, Any], row: Row, findings: Findings) -> None:
        known = found.get("identity_number")
        if not isinstance(known, IdentityNumber):
            if not self._is_faulty("identity_number", row, findings):
                message = _("No identity number: whether the person is registered cannot be seen.")
                column = self.place.get("identity_number")
                findings.warn(row.number, column, "member.identity_number", "no_number", message)
            self._settle_birth_alone(found, row, findings)
            return
        said = found.get("sex")
        if said in ("1", "2") and said != known.sex:
            message = _("The identity number says otherwise: digit 17 is odd for men.")
            findings.fault(row.number, self.place["sex"], "member.sex", "sex", message)
        born = found.get("birth_on")
        if isinstance(born, ReadDate) and not _same_birth(born, known.birth_on):
            message = _("The identity number says {date}; it counts. Compare it with the card.")
            text = format_lazy(message, date=known.birth_on.isoformat())
            findings.warn(row.number, self.place["birth_on"], "member.birth_on", "birth_date", text)
        found["identity_number"] = known.number
        if known.converted:
            found["is_converted"] = True
        found["sex"], found["birth_on"] = known.sex, known.birth_on
        found.setdefault("identity_kind", "1")

    def _settle_birth_alone(self, found: dict[str, Any], row: Row, findings: Findings) -> None:
        born = found.get("birth_on")
        if not isinstance(born, ReadDate):
            return
        column, key = self.place["birth_on"], "member.birth_on"
        found["birth_on"] = born.day
        if born.is_doubtful:
            message = _("1955.1 may be January or October: set the cell to text, write 1955-10-01.")
            findings.fault(row.number, column, key, "doubtful_month", message)
            del found["birth_on"]
        elif not born.has_day:
            message = _("The day of birth is missing: the first of the month was taken.")
            findings.warn(row.number, column, key, "no_day", message)
        if born.day > self.on:
            message = _("The date lies in the future: correct it.")
            findings.fault(row.number, column, key, "future", message)
            found.pop("birth_on", None)

    def _settle_dates(self, found: dict[str, Any], row: Row, findings: Findings) -> None:
        for field, value in list(found.items()):
            if not isinstance(value, ReadDate):
                continue
            found[field] = value.day
            if value.is_doubtful or (field == "death_on" and not value.has_day):
                del found[field]
                message = _("Write the date with year, month and day, as 1955-03-12.")
                findings.fault(
                    row.number, self.place[field], f"member.{field}", "whole_date", message
                )

    def _settle_certificate(self, found: dict[str, Any], row: Row, findings: Findings) -> None:
        typed = found.get("disability_cert")
        if not typed:
            return
        column, key = self.place["disability_cert"], "member.disability_cert"
        number = found.get("identity_number", "")
        try:
            known = parse_disability_certificate(typed, on=self.on, identity_number=number)
        except InputError as error:
            findings.fault(row.number, column, key, error.code, error.message)
            del found["disability_cert"]
            return
        said = found.get("disability_category"), found.get("disability_grade")
        if said not in ((None, None), (known.category, known.grade)) and None not in said:
            message = _(
                "The certificate number says category {category}, grade {grade}; it counts."
            )
            text = format_lazy(message, category=known.category, grade=known.grade)
            findings.warn(row.number, column, key, "certificate_differs", text)
        found["disability_cert"] = known.number
        found["disability_category"], found["disability_grade"] = known.category, known.grade

    def _settle_counted(self, found: dict[str, Any], row: Row, findings: Findings) -> None:
        """Somebody who does not count has a reason (the database insists on one)."""
        if found.get("not_counted_reason"):
            found["is_counted"] = False
        elif found.get("is_counted") is False:
            found["not_counted_reason"] = "9"
            message = _("Why the person is not counted is not said: “other” was taken.")
            findings.warn(
                row.number, self.place["is_counted"], "member.is_counted", "not_counted", message
            )

    def _doubt_marriage(self, found: dict[str, Any], row: Row, findings: Findings) -> None:
        """Source: 《中华人民共和国民法典》第一千零四十七条 (22 for men, 20 for women)."""
        born = found.get("birth_on")
        least = 22 if found.get("sex") == "1" else 20
        if not born or found.get("marital_status") not in ("20", "21", "22", "23"):
            return
        if full_years(born, self.on) < least:
            message = _("Married below the legal age: check marital status and date of birth.")
            place = self.place["marital_status"]
            findings.warn(row.number, place, "member.marital_status", "married_young", message)


def _same_birth(said: ReadDate, known: date) -> bool:
    if said.has_day:
        return said.day == known
    months = (1, 10) if said.is_doubtful else (said.day.month,)
    return said.day.year == known.year and known.month in months
