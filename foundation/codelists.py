"""National and local code lists (代码表), one CSV file each in ``foundation/codes``.

Files are ``code,zh,en[,standard]``: the national standard is named where there is one. What a
list has no code for is stored as "".
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language

_FOLDER = Path(__file__).resolve().parent / "codes"


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
    """One whole list; ``standard`` is the national standard it comes from, or ""."""

    name: str
    standard: str
    entries: dict[str, Code]


def names() -> list[str]:
    """The names of all lists."""
    return sorted(path.stem for path in _FOLDER.glob("*.csv"))


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
    return CodeList(name, rows[0].get("standard", ""), entries)


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
