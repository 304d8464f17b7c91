"""Forms about one person: identity numbers, sex, birth dates, certificates and their agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.codelists import choices
from foundation.contact import parse_disability_certificate, parse_phone
from foundation.faults import InputError
from foundation.forms import DateField, Form
from foundation.identity import OLDEST, IdentityNumber, full_years, parse_identity
from foundation.names import normalise_name
from households.models import Member
from households.models.members import IdentityKind
from households.services import registration
from households.services.people import HEAD_RELATIONS


def optional(label: Any, name: str, **kwargs: Any) -> forms.ChoiceField:
    """A choice from a code list that may stay open."""
    return forms.ChoiceField(
        label=label,
        choices=lambda: [("", _("Not known")), *choices(name)],
        required=False,
        **kwargs,
    )


class IdentityField(forms.CharField):
    """Asked of everybody; whether it may stay empty depends on the kind of document."""

    def validate(self, value: str) -> None:
        """The form judges an empty one, together with the kind of document."""


class PersonForm(Form):
    """What registering a person needs: name, number, sex, birth date, phone."""

    name = forms.CharField(label=_("Name"), max_length=50)
    identity_kind = forms.ChoiceField(
        label=_("Identity document"),
        choices=lambda: choices("identity_kind"),
        initial=IdentityKind.RESIDENT,
    )
    identity_number = IdentityField(
        label=_("Identity number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("", _("From the number")), ("1", _("Male")), ("2", _("Female"))],
        required=False,
    )
    birth_on = DateField(label=_("Date of birth"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        self.member = member
        self.known: IdentityNumber | None = None
        self.duplicate_of: Any = None
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = normalise_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Enter the name."))
        return name

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return _read("phone", parse_phone, typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "identity_number" in cleaned:
            self._clean_identity(cleaned)
        return cleaned

    @property
    def number_on_file(self) -> str:
        return self.member.identity_number if self.member else ""

    def _clean_identity(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned["identity_number"] or self.number_on_file
        if cleaned.get("identity_kind") == IdentityKind.NONE:
            if cleaned["identity_number"]:
                self.add_error(
                    "identity_kind", _("There is a number: choose the document it is from.")
                )
            cleaned["identity_number"] = ""
            self._require_sex_and_birth(cleaned)
        elif not typed:
            if cleaned.get("identity_kind") == IdentityKind.RESIDENT:
                self.add_error("identity_number", _("Enter the identity number."))
            else:
                self._require_sex_and_birth(cleaned)
        else:
            self._judge_number(cleaned, typed)

    def _judge_number(self, cleaned: dict[str, Any], typed: str) -> None:
        try:
            self.known = parse_identity(typed, on=clock.today())
        except InputError as error:
            self.add_error("identity_number", forms.ValidationError(error.message, error.code))
            return
        if cleaned["identity_number"]:
            cleaned["identity_number"] = self.known.number
            cleaned["is_converted"] = self.known.converted
        self._compare_with_number(cleaned, self.known)
        try:
            registration.refuse_duplicate(
                self.known.number, besides=self.member.pk if self.member else None
            )
        except registration.DuplicateIdentity as error:
            self.duplicate_of = error.household
            self.add_error("identity_number", forms.ValidationError(error.message, error.code))

    def _compare_with_number(self, cleaned: dict[str, Any], known: IdentityNumber) -> None:
        if cleaned.get("sex") and cleaned["sex"] != known.sex:
            message = _("The identity number says otherwise: compare digit 17 with the card.")
            self.add_error("sex", message)
        if cleaned.get("birth_on") and cleaned["birth_on"] != known.birth_on:
            message = _("The identity number says otherwise: compare digits 7 to 14 with the card.")
            self.add_error("birth_on", message)
        if "sex" in cleaned:
            cleaned["sex"] = known.sex
        if "birth_on" in cleaned:
            cleaned["birth_on"] = known.birth_on

    def _require_sex_and_birth(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("sex") and "sex" not in self.errors:
            self.add_error("sex", _("Without an identity number: choose the sex."))
        born = cleaned.get("birth_on")
        if born is None:
            if "birth_on" not in self.errors:
                self.add_error("birth_on", _("Without an identity number: enter the birth date."))
        elif born > clock.today():
            self.add_error("birth_on", _("This day is still to come: correct the birth date."))
        elif full_years(born, clock.today()) > OLDEST:
            self.add_error("birth_on", _("The person would be older than 120: correct the year."))


class RelativeForm(PersonForm):
    """A further member: what they are to the head comes along."""

    relation = forms.ChoiceField(
        label=_("Relation to the head"), error_messages={"required": _("Choose the relation.")}
    )
    field_order = ("name", "relation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relations = [pair for pair in choices("relation") if pair[0] not in HEAD_RELATIONS]
        self.fields["relation"].choices = [("", _("Choose")), *relations]


class RelativeFormSet(forms.BaseFormSet):
    """The further members of a new household; nobody twice."""

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            if form.known is None or self._should_delete_form(form):
                continue
            if form.known.number in seen:
                form.add_error("identity_number", _("This person is in the list above already."))
            seen.add(form.known.number)

    @property
    def people(self) -> list[dict[str, Any]]:
        """What was typed about each, without the rows left empty or struck out."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.has_changed() and not self._should_delete_form(form)
        ]


RelativesFormSet = forms.formset_factory(
    RelativeForm, formset=RelativeFormSet, extra=0, can_delete=True, max_num=30, validate_max=True
)


def _read(name: str, parse: Any, typed: str) -> str:
    try:
        return parse(typed)
    except InputError as error:
        raise forms.ValidationError(error.message, code=error.code) from error


def read_certificate(typed: str, number: str) -> Any:
    """Take a certificate number apart, or raise what the field shows."""
    try:
        return parse_disability_certificate(typed, on=clock.today(), identity_number=number)
    except InputError as error:
        raise forms.ValidationError(error.message, code=error.code) from error
