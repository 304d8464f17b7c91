"""The conditions of the register list as an address, and as chips one can take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.area_choice import AreaChoice, area_choice
from foundation.faults import Text
from households.filters import HouseholdFilter, sort_fields
from households.models import Household
from households.reach import in_reach

SEARCH, AREA, SORT = "q", "area", "sort"
# What a saved filter never keeps: the search box may hold a name or a number.
NOT_KEPT = (SEARCH, "page", "saved", "all")


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in force: what it is about, its words, and the address without it."""

    about: Text
    words: Text
    address: str


@dataclass(frozen=True)
class Conditions:
    """The conditions one user asked the list for, with the rows they leave."""

    user: Any
    filters: HouseholdFilter
    areas: AreaChoice
    asked: QueryDict

    @property
    def are_valid(self) -> bool:
        return not self.filters.form.errors

    @property
    def rows(self):
        """The households, in the order asked for."""
        found = self.filters.qs
        if len(self.areas.path) > 1:
            found = found.within(self.areas.chosen)
        else:
            found = in_reach(found, self.user, self.areas.chosen, household="pk")
        return found.order_by(*sort_fields(self.asked.get(SORT, "")))

    @property
    def query(self) -> str:
        """The address's query of what is in force, nothing empty, nothing unknown."""
        return self.asked.urlencode()

    @property
    def kept_query(self) -> str:
        """The same without what a saved filter does not keep."""
        return _without(self.asked, *NOT_KEPT).urlencode()

    def chips(self) -> list[Chip]:
        """Everything that narrows the list."""
        return [
            Chip(about, words, "?" + (_less(self.asked, name, value).urlencode() or "all=1"))
            for name, value, about, words in self._in_force()
        ]

    def sentences(self) -> list[tuple[str, str]]:
        """(condition, its words joined): for the explanation of an exported file."""
        said: dict[str, list[str]] = {}
        for name, _value, about, words in self._in_force():
            if name != AREA:
                said.setdefault(str(about), []).append(str(words))
        return [(about, "、".join(words)) for about, words in said.items()]

    def _in_force(self) -> Iterator[tuple[str, str, Text, Text]]:
        """(parameter, value, label, words) of each condition."""
        if AREA in self.asked:
            yield AREA, self.areas.value, _("Area"), self.areas.chosen.name
        for field in self.filters.form:
            value = self.filters.form.cleaned_data.get(field.name)
            if value in forms.Field.empty_values or value is False:
                continue
            listed = dict(getattr(field.field, "choices", ()))
            for one in value if isinstance(value, list) else [value]:
                # What the box may hold is its label's business; a chip says only that it was used.
                about = _("Looked for") if field.name == SEARCH else field.label
                yield field.name, str(one), about, _worded(one, listed)


def conditions(user: Any, asked: QueryDict) -> Conditions:
    """What ``asked`` (``?kind=01&has=80``) means for ``user``; nothing outside the user's area."""
    areas = area_choice(user, asked.get(AREA))
    filters = HouseholdFilter(asked, Household.objects.for_list())
    filters.is_valid()  # what is in force can be read even before the rows are
    known = QueryDict(mutable=True)
    for name in filters.filters:
        values = [value for value in asked.getlist(name) if value.strip()]
        if values:
            known.setlist(name, values)
    if len(areas.path) > 1:
        known[AREA] = areas.value
    if asked.get(SORT, "").strip():
        known[SORT] = asked.get(SORT, "")
    return Conditions(user, filters, areas, known)


def _worded(value: Any, listed: dict[Any, Text]) -> Text:
    if value is True:
        return _("yes")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return listed.get(str(value), str(value))


def _without(asked: QueryDict, *names: str) -> QueryDict:
    left = asked.copy()
    for name in names:
        left.pop(name, None)
    return left


def _less(asked: QueryDict, name: str, value: str) -> QueryDict:
    """Without one value of a condition; ``kind_all`` means nothing without two kinds."""
    left = asked.copy()
    rest = [one for one in asked.getlist(name) if one != value]
    # A value the form read differently from how it was typed (a number, a date) is its only one.
    if rest and len(rest) < len(asked.getlist(name)):
        left.setlist(name, rest)
    else:
        left.pop(name, None)
    if name == "kind" and len(left.getlist("kind")) < 2:
        left.pop("kind_all", None)
    return left
