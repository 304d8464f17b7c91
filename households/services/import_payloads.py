"""What is kept of a household of an uploaded ledger while it waits, as sealed text and back."""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from foundation.encryption import digests
from households.models import ImportedHousehold, Member
from households.services.identities import PURPOSE

BLANK: tuple[Any, ...] = (None, "", [])


@dataclass
class Reason:
    """Why something cannot be imported: the row and column of the sheet, and words for the office.

    ``column`` counts from 0 and is None where no single cell is at fault.
    """

    row: int
    message: str
    code: str
    column: int | None = None
    field: str = ""

    @property
    def mark(self) -> dict[str, Any]:
        """The same without words, which may quote a cell."""
        return {"row": self.row, "column": self.column, "field": self.field, "code": self.code}


@dataclass
class Difference:
    """One field of a household or person as the register has it and as the file has it.

    ``whose`` is a person's name, or "" for the household.
    """

    whose: str
    field: str
    before: Any
    after: Any


@dataclass
class Person:
    """One person as read: ``touched`` are the fields the file has a column for."""

    row: int
    data: dict[str, Any]
    touched: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.data.get("name", ""))

    @property
    def number(self) -> str:
        return self.data.get("identity_number", "")

    @property
    def digests(self) -> list[str]:
        """Of the number under every key of the ring; none without a number."""
        return digests(self.number, purpose=PURPOSE) if self.number else []

    @property
    def birth_on(self) -> datetime.date | None:
        if self.number:
            year, month, day = self.number[6:10], self.number[10:12], self.number[12:14]
            return datetime.date(int(year), int(month), int(day))
        return self.data.get("birth_on")

    @property
    def is_head(self) -> bool:
        return self.data.get("relation") in Member.HEAD_RELATIONS

    @property
    def is_counted(self) -> bool:
        return bool(self.data.get("is_counted", True))

    @property
    def told(self) -> dict[str, Any]:
        """What the file really says of the person, which is all it may change."""
        return {name: self.data[name] for name in self.touched if name in self.data}


@dataclass
class Waiting:
    """One household of the file, as read and as compared with the register."""

    first_row: int
    last_row: int
    rows: list[int]
    area_code: str
    household_no: str
    fields: dict[str, Any]
    people: list[Person]
    kinds: list[dict[str, Any]]
    reasons: list[Reason] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def head(self) -> Person | None:
        return next((person for person in self.people if person.is_head), None)

    @property
    def family_size(self) -> int:
        """How many people of the file count."""
        return sum(person.is_counted for person in self.people)

    @property
    def head_name(self) -> str:
        named = self.head or (self.people[0] if self.people else None)
        return str(named.data.get("name", ""))[:50] if named else ""

    def refuse(self, row: int, code: str, message: Any, field_name: str = "") -> None:
        self.reasons.append(Reason(row, str(message), code, None, field_name))

    def warn(self, row: int, code: str, message: Any, field_name: str = "") -> None:
        self.warnings.append(Reason(row, str(message), code, None, field_name))

    def place(self, columns: Mapping[int, str]) -> None:
        """Name the column of each reason that names a field, so that the cell can be marked."""
        places = {key: column for column, key in columns.items()}
        for reason in self.reasons:
            if reason.column is None and reason.field:
                head = reason.field.replace("member.", "head.")
                reason.column = places.get(reason.field, places.get(head))

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=_write)

    @classmethod
    def load(cls, text: str) -> "Waiting":
        held = json.loads(text, object_hook=_read)
        return cls(
            **held
            | {
                "people": [Person(**person) for person in held["people"]],
                "reasons": [Reason(**reason) for reason in held["reasons"]],
                "warnings": [Reason(**reason) for reason in held["warnings"]],
                "differences": [Difference(**found) for found in held["differences"]],
            }
        )

    @classmethod
    def of(cls, row: ImportedHousehold) -> "Waiting":
        return cls.load(row.payload)


def without_blanks(data: Mapping[str, Any]) -> dict[str, Any]:
    """An empty cell says nothing, so it changes nothing."""
    return {name: value for name, value in data.items() if value not in BLANK}


def words_of(reasons: Iterable[Reason]) -> dict[int, list[Reason]]:
    """Reasons by row."""
    found: dict[int, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.row, []).append(reason)
    return found


def _write(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$number": str(value)}
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _read(held: dict[str, Any]) -> Any:
    if "$date" in held:
        return datetime.date.fromisoformat(held["$date"])
    if "$number" in held:
        return Decimal(held["$number"])
    return held
