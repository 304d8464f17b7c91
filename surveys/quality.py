"""What of a visit's answers tells how it was made (走访质量): pure functions over the content."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.encryption import digest
from surveys.choices import DONE
from surveys.content import Content, blank, clock_time, is_blank, minutes_between
from surveys.fields import Section
from surveys.schema import SECTIONS
from surveys.validation import hard, validate

# Of every family different, or the day's: alike answers are looked for without them.
NOT_COMPARED = frozenset({"header", "members"})
CHOSEN = frozenset({"choice", "multi", "bool", "code", "money", "number", "count"})
"""Kinds of questions that are compared; names, dates and free words are not."""


@dataclass(frozen=True)
class Reading:
    """What the quality page needs of one visit's content."""

    began: datetime.time | None
    ended: datetime.time | None
    minutes: int | None
    answers_digest: str
    awareness: str
    blocking: int


def read(content: Content, *, on: datetime.date) -> Reading:
    """Read a visit; ``on`` is the day the answers are judged on."""
    content = {**blank(), **content}
    header = content["header"]
    began, ended = clock_time(header.get("started_at")), clock_time(header.get("ended_at"))
    return Reading(
        began=began,
        ended=ended,
        minutes=minutes_between(began, ended),
        answers_digest=answers_digest(content),
        awareness=str(content["conclusion"].get("awareness") or "")[:1],
        blocking=len(hard(validate(content, on=on))),
    )


def answers_digest(content: Content) -> str:
    """A keyed digest of the answers without names, members, dates and free words.

    Equal for two families only where income, land, animals, homes, benefits and needs were all
    written alike, in whatever order. Empty where nobody was met, or nothing but blanks remains.
    """
    if content["header"].get("result") != DONE:
        return ""
    compared = {
        section.name: part
        for section in SECTIONS
        if section.name not in NOT_COMPARED
        and not section.is_hidden
        and (part := _plain(section, content[section.name]))
    }
    if not compared:
        return ""
    return digest(_canonical(compared), purpose="answers")


def _plain(section: Section, part: Mapping[str, Any]) -> Any:
    """A section without what is personal; of repeated rows the answers, sorted, without ids."""
    if section.shape == "single":
        return _answers(section, part)
    rows = {key: kept for key, row in part.items() if (kept := _answers(section, row))}
    return rows if section.shape == "benefits" else sorted(map(_canonical, rows.values()))


def _answers(section: Section, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field.name: row[field.name]
        for field in section.fields
        if field.kind in CHOSEN and not field.is_hidden and not is_blank(row.get(field.name))
    }


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
