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
    """One question. ``shown_if`` names another field of the same row and the answers that ask it.

    Kinds: text, long, choice, multi, date, time, money (yuan), number (decimal), count (whole),
    bool, member (the id of a row of ``members``), code (a national code shown by its label).
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
    is_given: bool = False


@dataclass(frozen=True)
class Section:
    """A set of questions: asked once, or once per row (``rows``: ids are client UUIDs).

    ``benefits`` rows are fixed. ``flag`` is the yes/no question that says whether rows exist.
    """

    name: str
    part: int
    label: Text
    fields: tuple[Field, ...]
    shape: str = "single"
    add: Text = ""
    flag: str = ""
    hint: Text = ""

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
