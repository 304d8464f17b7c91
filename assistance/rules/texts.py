"""Sentences of the findings: a message with its figures, rendered in Chinese or English."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeAlias

from django.utils.translation import gettext, override

from assistance.rules.storage import Json

CHINESE = "zh-hans"
MONEY_DECIMALS = 2
_NUMBERS = ("multiple", "share", "rate", "ratio")
_JOINERS = {"terms": " + ", "deductions": " − "}

Figure: TypeAlias = "Decimal | int | str | Text | tuple[Text, ...]"


class Text(NamedTuple):
    """One sentence: the English message (also its catalogue key) and the figures in it."""

    message: str
    figures: tuple[tuple[str, Figure], ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """For storage: message, figures and the Chinese wording as it was shown."""
        return {
            "message": self.message,
            "figures": [[name, *_packed(value)] for name, value in self.figures],
            "zh": render(self),
        }

    @classmethod
    def from_dict(cls, data: Json) -> "Text":
        """The sentence back from storage; ValueError when it is not one."""
        if not isinstance(data, dict) or not isinstance(data["figures"], list):
            raise ValueError("not a stored text")
        figures = []
        for row in data["figures"]:
            if not isinstance(row, list) or len(row) != 3:
                raise ValueError("not a stored figure")
            figures.append((str(row[0]), _unpacked(str(row[1]), row[2])))
        return cls(str(data["message"]), tuple(figures))


def message(english: str) -> str:
    """Mark a message for the catalogue; as ``_`` in the rules, which run without Django."""
    return english


def render(text: Text, language: str = CHINESE) -> str:
    """The sentence in a language; money with thousands separators."""
    pattern = _pattern(text.message, language)
    if not text.figures:
        return pattern
    return pattern.format_map({name: _shown(name, value, language) for name, value in text.figures})


@cache
def _pattern(message: str, language: str) -> str:
    with override(language):
        return gettext(message)


def _shown(name: str, value: Figure, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return _plain(value) if name in _NUMBERS else _money(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Text):
        return render(value, language)
    joiner = _JOINERS.get(name) or ("、" if language == CHINESE else ", ")
    return joiner.join([render(part, language) for part in value])


def _money(value: Decimal) -> str:
    """At least the two decimals of money, more where they are needed to tell it from a line."""
    text = f"{value:,f}"
    decimals = len(text) - text.find(".") - 1 if "." in text else 0
    return text if decimals >= MONEY_DECIMALS else f"{value:,.2f}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _packed(value: Figure) -> tuple[str, Json]:
    if isinstance(value, str):
        return "s", value
    if isinstance(value, Decimal):
        return "d", str(value)
    if isinstance(value, int):
        return "i", value
    if isinstance(value, Text):
        return "t", value.to_dict()
    return "l", [part.to_dict() for part in value]


def _unpacked(kind: str, value: Json) -> Figure:
    if kind == "d":
        return Decimal(str(value))
    if kind == "i" and isinstance(value, int):
        return value
    if kind == "t":
        return Text.from_dict(value)
    if kind == "l" and isinstance(value, list):
        return tuple(Text.from_dict(part) for part in value)
    return str(value)
