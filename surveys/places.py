"""The places of a visit's content a person can point at: sections, rows, answers (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.content import blank, is_asked, rows
from surveys.fields import Field, Section
from surveys.merge import value_at
from surveys.reading import in_words, row_title
from surveys.schema import SECTION, SECTIONS

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A path of the content (``section``, ``section.row``, ``….field``) and its words."""

    path: str
    label: str
    group: str


def places(content: Content) -> Iterator[Place]:
    """Every place of the content in the order of the form; questions not asked are none."""
    for section in SECTIONS:
        if section.is_hidden:
            continue
        group = str(section.label)
        yield Place(section.name, group, group)
        if section.shape == "single":
            yield from _answers(section, section.name, content.get(section.name, {}), "", group)
            continue
        for row_id, row in rows(content, section.name):
            path, title = f"{section.name}.{row_id}", row_title(section, row_id, row, content)
            yield Place(path, title or group, group)
            yield from _answers(section, path, row, title, group)


def is_place(content: Content, path: str) -> bool:
    """Whether somebody can point at the path in this content."""
    return any(place.path == path for place in places(content))


def place_words(path: str, *contents: Content) -> str:
    """Where a path is: section · row · question. The first content that has the row names it."""
    name, *rest = path.split(".")
    section = SECTION.get(name)
    if section is None:
        return path
    words = [str(section.label)]
    if section.shape != "single" and rest:
        row_id = rest.pop(0)
        holder = next((c for c in contents if row_id in c.get(name, {})), None)
        if holder is not None:
            whole = {**blank(), **holder}
            words.append(row_title(section, row_id, holder[name][row_id], whole))
    asked = section.field(rest[0]) if rest else None
    return " · ".join([word for word in (*words, str(asked.label) if asked else "") if word])


def has_changed(path: str, before: Content, after: Content) -> bool:
    """Whether what stands at the path is another answer; an emptied answer and none are one."""
    return _plain(value_at(before, path)) != _plain(value_at(after, path))


def words_at(content: Content, path: str) -> str:
    """The answer at a path as people read it; of a row or a section its answers in one line."""
    name, *rest = path.split(".")
    section, value = SECTION.get(name), value_at(content, path)
    if section is None or value is None:
        return ""
    whole = {**blank(), **content}
    if section.shape == "single" or len(rest) == 2:
        if rest:
            asked = section.field(rest[-1])
            return in_words(asked, value, whole) if asked else ""
        return _in_one_line(section, value, whole)
    if len(rest) == 1:
        return _in_one_line(section, value, whole)
    return "；".join(
        filter(None, (row_title(section, row_id, row, whole) for row_id, row in value.items()))
    )


def _answers(
    section: Section, path: str, row: Mapping[str, Any], title: str, group: str
) -> Iterator[Place]:
    for asked in section.fields_of(path.rpartition(".")[2]):
        is_key = asked.name == "member" and asked.kind != "member"
        if not is_key and not asked.is_hidden and is_asked(asked, row):
            label = f"{title} · {asked.label}" if title else str(asked.label)
            yield Place(f"{path}.{asked.name}", label, group)


def _in_one_line(section: Section, row: Mapping[str, Any], content: Content) -> str:
    said = ((asked, _words(asked, row, content)) for asked in section.fields)
    return "；".join(f"{asked.label} {words}" for asked, words in said if words)


def _words(asked: Field, row: Mapping[str, Any], content: Content) -> str:
    return in_words(asked, row.get(asked.name), content) if not asked.is_given else ""


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None} or None
    return None if value in (None, "", []) else value
