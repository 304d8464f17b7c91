"""A visit's content in words: what was answered, and what differs from the last visit (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from foundation.codelists import code_list
from surveys.choices import Benefit
from surveys.content import blank, is_asked, is_blank, rows
from surveys.fields import Field, Section
from surveys.schema import SECTIONS

Content = Mapping[str, Any]
TITLED_BY = ("kind", "form", "tenure", "use", "plant", "member", "owner")


@dataclass(frozen=True)
class Entry:
    """One row of a section (or the section itself, untitled): its answered questions in words."""

    title: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Chapter:
    """One section of the visit."""

    name: str
    label: str
    part: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """One answer that is not what the last approved visit found; blanks are empty texts."""

    place: str
    before: str
    after: str


def chapters(content: Content) -> list[Chapter]:
    """The whole content in the order of the form; unanswered questions are left out."""
    return [
        Chapter(section.name, str(section.label), section.part, list(_entries(section, content)))
        for section in SECTIONS
        if not section.is_hidden
    ]


def differences(before: Content, after: Content) -> list[Difference]:
    """What changed between two visits; the header and the conclusion are new each time."""
    changed = []
    for section in SECTIONS:
        if section.name in {"header", "conclusion"} or section.is_hidden:
            continue
        old, new = _answers(section, before), _answers(section, after)
        for place in dict.fromkeys([*new, *old]):
            was, now = old.get(place, ""), new.get(place, "")
            if was != now:
                changed.append(Difference(_titled(section, place, before, after), was, now))
    return changed


def in_words(asked: Field, answer: Any, content: Content) -> str:
    """An answer as people read it."""
    if is_blank(answer):
        return ""
    if asked.kind == "bool" and asked.name.startswith("has_"):
        return _("There is") if answer else _("There is none")
    if asked.kind == "bool":
        return _("Yes") if answer else _("No")
    if asked.kind == "choice":
        return str(dict(asked.choices).get(answer, answer))
    if asked.kind == "multi":
        return "、".join(str(dict(asked.choices).get(code, code)) for code in answer)
    if asked.kind == "member":
        return content["members"].get(answer, {}).get("name", "")
    if asked.kind == "code":
        entry = code_list("relation").entries.get(answer)
        return str(entry) if entry else str(answer)
    return f"{answer} {asked.unit}" if asked.unit else str(answer)


def row_title(section: Section, row_id: str, row: Mapping[str, Any], content: Content) -> str:
    """What tells one row of a section from the others."""
    if section.shape == "benefits":
        return str(Benefit(row_id).label)
    if section.name in {"members", "supporters"}:
        return row.get("name", "")
    words = [
        in_words(asked, row.get(name), content)
        for name in TITLED_BY
        if (asked := section.field(name)) is not None
    ]
    return " ".join(word for word in words if word)


def _entries(section: Section, content: Content) -> Iterator[Entry]:
    if section.shape == "single":
        yield Entry("", _answered(section, "", content[section.name], content))
        return
    for row_id, row in rows(content, section.name):
        answers = _answered(section, row_id, row, content)
        if section.shape == "benefits" and row.get("received") is not True:
            continue
        yield Entry(row_title(section, row_id, row, content), answers)


def _answered(
    section: Section, row_id: str, row: Mapping[str, Any], content: Content
) -> list[tuple[str, str]]:
    return [
        (str(asked.label), words)
        for asked in section.fields_of(row_id)
        if not asked.is_hidden
        if asked.name != "member" or asked.kind == "member"
        if is_asked(asked, row) and (words := in_words(asked, row.get(asked.name), content))
    ]


def _answers(section: Section, content: Content) -> dict[tuple[str, str], str]:
    """Every answer in words by (row id, field name); the row id is empty for single sections."""
    content = {**blank(), **content}
    shelf = {"": content[section.name]} if section.shape == "single" else content[section.name]
    return {
        (row_id, asked.name): words
        for row_id, row in shelf.items()
        for asked in section.fields_of(row_id)
        if not asked.is_given
        if is_asked(asked, row) and (words := in_words(asked, row.get(asked.name), content))
    }


def _titled(section: Section, place: tuple[str, str], before: Content, after: Content) -> str:
    row_id, name = place
    words = [str(section.label)]
    if row_id:
        holder = after if row_id in after.get(section.name, {}) else before
        words.append(row_title(section, row_id, holder[section.name][row_id], holder))
    asked = section.field(name)
    return " · ".join([*words, str(asked.label) if asked else name])
