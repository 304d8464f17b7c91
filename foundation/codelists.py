"""National and local code lists (代码表), one CSV file each in ``foundation/codes``.

Files are ``code,zh,en[,standard]``: the national standard is named where there is one. What a
list has no code for is stored as "". What each list is called stands in ``code_titles.csv``, in
the order an office looks for them.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language

_FOLDER = Path(__file__).resolve().parent / "codes"
_TITLES = _FOLDER.with_name("code_titles.csv")


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list with its name in both languages."""

    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        """The name in the active language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class CodeList:
    """One whole list, and what it is called; ``standard`` is the national standard, or ""."""

    name: str
    zh: str
    en: str
    standard: str
    entries: dict[str, Code]

    def __str__(self) -> str:
        """What the list is called in the active language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


@cache
def _titles() -> dict[str, tuple[str, str]]:
    with _TITLES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


def names() -> list[str]:
    """The names of all lists."""
    return list(_titles())


def name_of(text: str) -> str:
    """The name of the list people call so in Chinese; a name is itself. Raises KeyError."""
    called = {zh: name for name, (zh, _en) in _titles().items()}
    return text if text in _titles() else called[text]


@cache
def code_list(name: str) -> CodeList:
    """Load a list once. Raises KeyError for an unknown name."""
    path = _FOLDER / f"{name}.csv"
    if not name.isidentifier() or not path.is_file():
        raise KeyError(name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    entries = {row["code"]: Code(row["code"], row["zh"], row["en"]) for row in rows}
    if len(entries) != len(rows):
        raise ValueError(f"code list {name} has a code twice")
    return CodeList(name, *_titles()[name], rows[0].get("standard", ""), entries)


def choices(name: str) -> list[tuple[str, Promise]]:
    """Pairs for a form field, in the list's order, labels in the language active when shown."""
    return [(code, lazystr(entry)) for code, entry in code_list(name).entries.items()]


def codes(name: str) -> list[str]:
    """The codes of a list, in its order."""
    return list(code_list(name).entries)


def label(name: str, code: str) -> Promise:
    """The name of a code, in the language active when shown; KeyError if there is none."""
    return lazystr(code_list(name).entries[code])


def label_zh(name: str, code: str) -> str:
    """The Chinese name of a code for official paper and ledgers; "" for a code left empty."""
    return code_list(name).entries[code].zh if code else ""
