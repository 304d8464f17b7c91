"""A visit's content in words: what was answered, and what differs from the last visit (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from foundation.codelists import code_list
from foundation.faults import Text
from foundation.money import format_yuan
from surveys.choices import Benefit
from surveys.content import blank, is_asked, is_blank, number, rows
from surveys.counting import USUAL, Terms
from surveys.fields import Field, Section
from surveys.figures import summary
from surveys.schema import PARTS, SECTIONS

Content = Mapping[str, Any]
TITLED_BY = ("kind", "form", "tenure", "use", "plant", "member", "owner")


class Answer(NamedTuple):
    """One answered question in words, and where it stands."""

    label: str
    words: str
    path: str


@dataclass(frozen=True)
class Entry:
    """One row of a section (or the section itself, untitled): its answered questions in words."""

    title: str
    path: str
    answers: list[Answer]


@dataclass(frozen=True)
class Chapter:
    """One section of the visit."""

    name: str
    label: str
    part: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """One answer that is not what the last approved visit found; blanks are empty texts.

    ``change`` is how much an amount rose or fell, with its sign; "" where it cannot be said.
    """

    part: int
    path: str
    place: str
    before: str
    after: str
    change: str = ""


class FigureChange(NamedTuple):
    """One figure of the family then and now; ``change`` has its sign and is "" when none."""

    label: Text
    before: str
    after: str
    change: str


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
                path = ".".join(filter(None, (section.name, *place)))
                titled = _titled(section, place, before, after)
                change = _change(section, place, before, after)
                changed.append(Difference(section.part, path, titled, was, now, change))
    return changed


def by_part(changed: list[Difference]) -> list[tuple[Text, list[Difference]]]:
    """The differences under the names of the parts they stand in."""
    found = ((label, [one for one in changed if one.part == part]) for part, label in PARTS.items())
    return [(label, rows) for label, rows in found if rows]


def figure_changes(before: Content, after: Content, terms: Terms = USUAL) -> list[FigureChange]:
    """The figures of the family that are not what they were at the last visit."""
    old, new = (summary({**blank(), **one}, terms) for one in (before, after))
    amounts = (
        (_("Income per person"), old.per_capita, new.per_capita),
        (_("Family income a month"), old.monthly_income, new.monthly_income),
        (_("Large expenses a year"), old.yearly_expenses, new.yearly_expenses),
    )
    counts = (
        (_("Family size"), old.family_size, new.family_size),
        (_("Able to work"), old.labour_count, new.labour_count),
        (_("Disabled persons"), old.disabled_count, new.disabled_count),
    )
    return [
        *(
            FigureChange(label, format_yuan(was), format_yuan(now), signed(now - was))
            for label, was, now in amounts
            if was != now
        ),
        *(
            FigureChange(label, str(was), str(now), f"{now - was:+d}")
            for label, was, now in counts
            if was != now
        ),
    ]


def signed(amount: Decimal) -> str:
    """An amount with its sign: ``+120.00``, ``-3.50``."""
    return f"{'-' if amount < 0 else '+'}{format_yuan(abs(amount))}"


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
        answers = _answered(section, "", content[section.name], content)
        yield Entry("", section.name, answers)
        return
    for row_id, row in rows(content, section.name):
        path = f"{section.name}.{row_id}"
        answers = _answered(section, row_id, row, content)
        if section.shape == "benefits" and row.get("received") is not True:
            continue
        yield Entry(row_title(section, row_id, row, content), path, answers)


def _answered(
    section: Section, row_id: str, row: Mapping[str, Any], content: Content
) -> list[Answer]:
    path = f"{section.name}.{row_id}" if row_id else section.name
    return [
        Answer(str(asked.label), words, f"{path}.{asked.name}")
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


def _change(section: Section, place: tuple[str, str], before: Content, after: Content) -> str:
    row_id, name = place
    asked = section.field(name)
    if asked is None or asked.kind != "money":
        return ""
    was, now = (
        number((part.get(row_id, {}) if row_id else part).get(name))
        for part in (before.get(section.name, {}), after.get(section.name, {}))
    )
    return signed(now - was) if was is not None and now is not None else ""
