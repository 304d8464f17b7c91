"""What somebody asks for when sharing visits out, read from the page's address."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import clock
from foundation.codelists import choices
from foundation.faults import Text
from foundation.forms import DateField, Form
from surveys.services import assignments
from surveys.services.sharing import BY_HAND, BY_LOAD, BY_VILLAGE, EVERY, UNCOVERED, Wish

FEWEST_PAIRS, MOST_PAIRS, MOST_SHOWN = 3, 40, 6
DAYS = 14


class ShareForm(Form):
    """Which households, how, and by when; the pairs and the area stand beside it."""

    which = forms.ChoiceField(
        label=_("Which households"),
        choices=[
            (UNCOVERED, _("Targets of the running campaign not visited yet")),
            (EVERY, _("All on the register")),
        ],
        widget=forms.RadioSelect,
        initial=UNCOVERED,
    )
    method = forms.ChoiceField(
        label=_("How they are shared out"),
        choices=[
            (BY_VILLAGE, _("A village to a pair")),
            (BY_LOAD, _("Everybody equally much")),
            (BY_HAND, _("I choose the pair of each village")),
        ],
        widget=forms.RadioSelect,
        initial=BY_VILLAGE,
    )
    due_on = DateField(label=_("Visit by"))
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds"),
        choices=lambda: choices("household_kind"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].width = "is-all"  # type: ignore[attr-defined]

    def clean_due_on(self) -> datetime.date:
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("This day is over."))
        return day


class Sharing:
    """The page's state: the form, the rows of pairs and, when all is right, the wish."""

    def __init__(self, query: QueryDict, by: User, area: str):
        self.people = assignments.visitors_of(by)
        self.is_asked = "method" in query
        initial = {"due_on": clock.today() + datetime.timedelta(days=DAYS)}
        self.form = ShareForm(query if self.is_asked else None, initial=initial)
        self.area, self.query = area, query
        self.rows = self._rows(query) if self.is_asked else self._usual()
        wanted = max(FEWEST_PAIRS, len(self.rows) + ("more" in query))
        self.rows += [{"first": None, "second": None, "error": ""}] * (wanted - len(self.rows))
        self.rows = self.rows[:MOST_PAIRS]

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        return tuple(
            (row["first"], row["second"]) for row in self.rows if row["first"] and row["second"]
        )

    @property
    def is_foldable(self) -> bool:
        """Many pairs in which nothing is to be mended need not stand open."""
        wrong = any(row["error"] for row in self.rows)
        return len(self.pairs) > MOST_SHOWN and not wrong and "more" not in self.query

    @property
    def is_valid(self) -> bool:
        return (
            self.is_asked
            and self.form.is_valid()
            and bool(self.pairs)
            and not any(row["error"] for row in self.rows)
        )

    @property
    def wish(self) -> Wish:
        """Only while ``is_valid``."""
        given = self.form.cleaned_data
        return Wish(
            area=self.area,
            which=given["which"],
            method=given["method"],
            due_on=given["due_on"].isoformat(),
            pairs=self.pairs,
            kinds=tuple(given["kinds"]),
            chosen=self._chosen(),
        )

    def _rows(self, query: QueryDict) -> list[dict[str, Any]]:
        """The pairs as they were chosen, each with what is wrong; unknown people are nobody."""
        known = {str(person.pk): person.pk for person in self.people}
        rows, seen = [], set()
        for one, other in zip(query.getlist("first"), query.getlist("second"), strict=False):
            first, second = known.get(one), known.get(other)
            error: Text = ""
            if not first and not second:
                continue
            if not first or not second:
                error = _("Choose both people of the pair")
            elif first == second:
                error = _("Two different people make a visit.")
            elif frozenset((first, second)) in seen:
                error = _("This pair is there already")
            seen.add(frozenset((first, second)))
            rows.append({"first": first, "second": second, "error": error})
        return rows

    def _usual(self) -> list[dict[str, Any]]:
        """To begin with: each village's clerk with one of the office, else the office in pairs."""
        office = [one for one in self.people if not one.area_id[9:].strip("0")]
        clerks = [one for one in self.people if one not in office]
        if clerks and office:
            found = [(office[n % len(office)], clerk) for n, clerk in enumerate(clerks)]
        else:
            found = list(zip(self.people[::2], self.people[1::2], strict=False))
        return [{"first": one.pk, "second": two.pk, "error": ""} for one, two in found][:MOST_PAIRS]

    def _chosen(self) -> tuple[tuple[str, int], ...]:
        found = []
        for name in self.query:
            value = str(self.query[name])
            if name.startswith("village-") and value.isascii() and value.isdigit():
                found.append((name.removeprefix("village-"), int(value)))
        return tuple(found)
