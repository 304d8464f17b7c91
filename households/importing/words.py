"""The words offices write for codes: 男性, 妻子, 农村低保, 疾病 … besides the lists' own names."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from foundation.codelists import code_list
from foundation.plain import narrow

# Not a code list: classes of re-checking are letters.
DM_CLASSES = ("A", "B", "C")

SOURCE = Path(__file__).resolve().parent.parent / "data" / "import_words.csv"


@cache
def _words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By list: pairs of a word and its code."""
    found: dict[str, list[tuple[str, str]]] = {}
    with SOURCE.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            pairs = ((word, row["code"]) for word in row["words"].split())
            found.setdefault(row["list"], []).extend(pairs)
    return {name: tuple(pairs) for name, pairs in found.items()}


@cache
def lookup(name: str) -> Mapping[str, str]:
    """From every word known for a list (narrow, capital letters) to the code."""
    found: dict[str, str] = {}
    if name == "dm_class":
        found |= {code: code for code in DM_CLASSES}
    else:
        for entry in code_list(name).entries.values():
            for word in (entry.code, entry.code.lstrip("0"), entry.zh, entry.en, *_short(entry.zh)):
                if word:
                    found.setdefault(key_of(word), entry.code)
    for word, code in _words().get(name, ()):
        found.setdefault(key_of(word), code)
    return found


def accepted(name: str, most: int = 12) -> str:
    """The names to choose from, for a message."""
    if name == "dm_class":
        return "、".join(DM_CLASSES)
    shown = [str(entry) for entry in code_list(name).entries.values()]
    return "、".join(shown[:most]) + ("…" if len(shown) > most else "")


def key_of(word: str) -> str:
    """How words are compared: narrow, no blanks, capital letters, no brackets or full stops."""
    return narrow(word).upper().strip("。.,、;:()[]'\"*")


def _short(name: str) -> list[str]:
    """满族 is also 满, 孤儿(…) also 孤儿."""
    short = [name.removesuffix("族")] if name.endswith("族") and len(name) > 1 else []
    bracket = name.find("（")
    return [*short, name[:bracket]] if bracket > 0 else short
