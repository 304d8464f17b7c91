"""The kinds of questions a visit is made of: fields, and sections of fields."""

from dataclasses import dataclass
from typing import Any

from foundation.codelists import choices as code_choices
from foundation.codelists import codes
from foundation.faults import Text

Choices = tuple[tuple[str, Text], ...]
Condition = tuple[str, tuple[object, ...]]


@dataclass(frozen=True)
class Field:
    """One question. ``shown_if`` and ``also_if`` name fields of the same row and the answers that
    ask it (None among them: not answered); ``only_rows`` the fixed rows it is asked of at all.

    Kinds: text, long, choice, multi, date, time, money (yuan), number (decimal), count (whole),
    bool, member (the id of a row of ``members``), code (a national code shown by its label).

    ``required_since`` makes it required in forms begun with that edition or a later one only, so
    that visits begun before stay as complete as they were. ``filled_by`` names a kind of the
    county's assessment standards and the field that holds the item: choosing it fills this in.
    """

    name: str
    kind: str
    label: Text
    choices: Choices = ()
    hint: Text = ""
    unit: Text = ""
    required: bool = False
    maximum: int = 0
    shown_if: Condition | None = None
    also_if: Condition | None = None
    only_rows: tuple[str, ...] = ()
    required_since: int = 0
    filled_by: tuple[str, str] | None = None
    is_given: bool = False
    is_hidden: bool = False

    def is_required(self, edition: int) -> bool:
        """Whether a form of this edition must answer it."""
        return self.required or 0 < self.required_since <= edition


@dataclass(frozen=True)
class Section:
    """A set of questions: asked once, or once per row (``rows``: ids are client UUIDs).

    ``benefits`` rows are fixed. ``flag`` is the yes/no question that says whether rows exist. A
    hidden section holds what the form itself notes; it is neither asked nor printed.
    """

    name: str
    part: int
    label: Text
    fields: tuple[Field, ...]
    shape: str = "single"
    add: Text = ""
    flag: str = ""
    hint: Text = ""
    most_rows: int = 60
    is_hidden: bool = False

    def fields_of(self, row_id: str) -> tuple[Field, ...]:
        """The questions of one row: some are asked of certain fixed rows only."""
        return tuple(one for one in self.fields if not one.only_rows or row_id in one.only_rows)

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


def choice(name: str, label: Text, listing: Any, **more: Any) -> Field:
    """A choice from a national code list (by its name) or from a TextChoices of this app."""
    pairs = code_choices(listing) if isinstance(listing, str) else listing.choices
    return Field(name, "choice", label, choices=tuple(pairs), **more)


def codes_of(listing: str, *without: str) -> tuple[object, ...]:
    return tuple(code for code in codes(listing) if code not in without)


def asked_if(name: str, *answers: object) -> Condition:
    return (name, answers)
