"""The words of audited acts: every dotted code in both languages (``data/act_names.csv``)."""

import csv
from functools import cache
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language

_FILE = Path(__file__).resolve().parent / "data" / "act_names.csv"


@cache
def _names() -> dict[str, dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def codes() -> list[str]:
    """Every code that has words."""
    return list(_names())


def act_name(code: str) -> str:
    """The words of an act in the language active now; the code itself where there are none."""
    names = _names().get(code)
    if names is None:
        return code
    return names["en"] if (get_language() or "").startswith("en") else names["zh"]


def choices() -> list[tuple[str, str]]:
    """Pairs for a filter, by code, so that acts on one thing stand together."""
    words = lazy(act_name, str)
    return [(code, words(code)) for code in sorted(codes())]
