"""The registration page's forms as one: the household, its head, the other members."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.forms import MultipleChoiceField
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.faults import InputError
from households.household_forms import RegisterForm
from households.person_forms import PersonForm, RelativeForm, RelativesFormSet
from households.services import registration

MOST = 30
CSRF = "csrfmiddlewaretoken"


class RegistrationForms:
    """What is typed on the registration page; valid only as a whole."""

    def __init__(self, typed: QueryDict | None, user: Any, **unbound: Any) -> None:
        self.is_bound = typed is not None
        self.home = RegisterForm(typed, user=user, **unbound.get("home", {}))
        self.head = PersonForm(typed, prefix="head", **unbound.get("head", {}))
        self.relatives = RelativesFormSet(typed, prefix="members", **unbound.get("relatives", {}))

    @classmethod
    def with_one_more(cls, typed: QueryDict, user: Any) -> "RegistrationForms":
        """The page as typed with one more empty member, for browsers without scripts."""
        count = typed.get("members-TOTAL_FORMS", "0")
        rows = min(int(count), MOST) if count.isascii() and count.isdigit() else 0
        people = [_typed(RelativeForm, typed, f"members-{row}") for row in range(rows)]
        return cls(
            None,
            user,
            home={"initial": _typed(RegisterForm, typed, "")},
            head={"initial": _typed(PersonForm, typed, "head")},
            relatives={"initial": [*people, {"identity_kind": "1"}]},
        )

    def is_valid(self) -> bool:
        if not self.is_bound:
            return False
        parts = [self.home.is_valid(), self.head.is_valid(), self.relatives.is_valid()]
        return all(parts) and not self._head_listed_again() and self._account_is_fit()

    @property
    def page(self) -> str:
        """The page's own key, "" before it is sent; without a token each time is another page."""
        if not self.is_bound:
            return ""
        return str(self.home.cleaned_data.get("token") or uuid.uuid4())

    @property
    def asked(self) -> str:
        """Everything typed on the page."""
        typed = self.home.data.lists() if isinstance(self.home.data, QueryDict) else ()
        return json.dumps(sorted(pair for pair in typed if pair[0] != CSRF))

    def fields_to_save(self) -> dict[str, Any]:
        """What to hand to the service; only after ``is_valid``."""
        return {
            "head": self.head.cleaned_data,
            "members": self.relatives.people,
            **self.home.fields_to_save(),
        }

    def say_refused(self, error: InputError) -> None:
        """Show a refusal of the service where it belongs."""
        if isinstance(error, registration.DuplicateIdentity):
            for form in self.people:
                if form.known and form.known.number == error.number:
                    form.duplicate_of = error.household
                    form.add_error("identity_number", error.message)
                    return
        if isinstance(error, registration.PageReused):
            self.home.data = self.home.data.copy()
            self.home.data["token"] = str(uuid.uuid4())
        field = error.code if error.code in self.home.fields else None
        self.home.add_error(field, error.message)

    @property
    def people(self) -> list[PersonForm]:
        return [self.head, *self.relatives]

    @property
    def errors(self) -> bool:
        """Whether anything must be mended, for the summary and the page's title."""
        return self.is_bound and any(form.errors for form in [*self.people, self.home])

    def non_field_errors(self) -> list[str]:
        own = [str(message) for message in self.relatives.non_form_errors()]
        parts = [*self.people, self.home]
        return own + [str(message) for form in parts for message in form.non_field_errors()]

    def __iter__(self) -> Iterator[BoundField]:
        """Every field of the page, for the summary of what to mend."""
        for form in [*self.people, self.home]:
            yield from form

    def _account_is_fit(self) -> bool:
        people = [self.head.cleaned_data, *self.relatives.people]
        number = self.home.cleaned_data["account_no"]
        self.home.judge_account(number, {person["name"] for person in people})
        return not self.home.errors

    def _head_listed_again(self) -> bool:
        if self.head.known is None:
            return False
        number = self.head.known.number
        again = [form for form in self.relatives if form.known and form.known.number == number]
        for form in again:
            form.add_error("identity_number", _("This is the head's own number."))
        return bool(again)


def _typed(form: Any, typed: QueryDict, prefix: str) -> dict[str, str | list[str]]:
    names = {name: f"{prefix}-{name}" if prefix else name for name in form.base_fields}
    several = {n for n, f in form.base_fields.items() if isinstance(f, MultipleChoiceField)}
    return {
        name: typed.getlist(key) if name in several else typed[key]
        for name, key in names.items()
        if key in typed
    }
