"""Long forms in cards: sections with headings, and parts that stay folded while they are empty.

Folding is the browser's own ``details``, so that nothing depends on scripts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from foundation.forms import Form

CLEAR = "clear_"  # prefix of the box that empties a field whose value is never written in the page
EMPTY: tuple[Any, ...] = (None, "", "0", False, [])


@dataclass(frozen=True)
class Fold:
    """Fields that concern few: shown when one of them is filled or must be mended."""

    title: str | Promise
    names: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One card of a form."""

    title: str | Promise
    names: tuple[str, ...] = ()
    folds: tuple[Fold, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section or fold as it is drawn."""

    title: str | Promise
    fields: list[BoundField]
    is_open: bool = False
    folds: list["Part"] = field(default_factory=list)


class SectionedForm(Form):
    """A form that says in ``SECTIONS`` where its fields stand; every visible field must stand once.

    ``{% include "components/form_sections.html" %}`` draws it.
    """

    SECTIONS: tuple[Section, ...] = ()
    marks_required = True  # few fields are: those are marked, not the many others

    def sections(self) -> Iterator[Part]:
        """The sections that have a field in this form."""
        for section in self.SECTIONS:
            folds = [self._fold(fold) for fold in section.folds]
            part = Part(
                section.title, self._bound(section.names), folds=[f for f in folds if f.fields]
            )
            if part.fields or part.folds:
                yield part

    def _fold(self, fold: Fold) -> Part:
        fields = self._bound(fold.names)
        filled = any(bound.errors or bound.value() not in EMPTY for bound in fields)
        on_file = any(bound.name.startswith(CLEAR) for bound in fields)
        return Part(fold.title, fields, is_open=filled or on_file)

    def _bound(self, names: Iterable[str]) -> list[BoundField]:
        wanted = [own for name in names for own in (name, CLEAR + name)]
        return [self[name] for name in wanted if name in self.fields]
