"""Forms of petition cases: every mistake said beside its field, nothing typed is lost."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from accounts.models.areas import Level
from foundation import clock, codelists
from foundation.contact import parse_phone
from foundation.faults import InputError
from foundation.forms import DateField, Form
from foundation.identity import parse_identity
from petitions.models import PetitionCase


def code_field(name: str, *, required: bool = True, radio: bool = False, **kwargs: Any):
    """A choice from a code list; ``radio`` lays few choices side by side."""
    if radio:
        kwargs["widget"] = forms.RadioSelect
        return forms.ChoiceField(
            choices=partial(codelists.choices, name), required=required, **kwargs
        )
    return forms.ChoiceField(
        choices=lambda: [("", "—"), *codelists.choices(name)], required=required, **kwargs
    )


def long_text(rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def times_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=999, initial=0, **kwargs)


class AreaField(forms.ModelChoiceField):
    """A county or township, with its full name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.full_name or obj.name


def limit(form: forms.Form, name: str, queryset: Any) -> None:
    """Offer only these rows in a field of ``form``."""
    field: Any = form.fields[name]
    field.queryset = queryset


def widen(form: forms.Form, *names: str) -> None:
    """Give these fields two columns of the grid."""
    for name in names:
        field: Any = form.fields[name]
        field.width = "is-2"


def offices_within(area: Area):
    """The city, counties and townships from ``area`` down."""
    levels = [Level.CITY, Level.COUNTY, Level.TOWNSHIP]
    return Area.objects.within(area).filter(level__in=levels).order_by("code")


class FactsForm(Form):
    """What registering and mending a case have in common."""

    source = code_field("petition_source", label=_("Source of the petition"))
    source_system = forms.CharField(
        label=_("Source system"),
        max_length=60,
        required=False,
        help_text=_("For example: Liaoning 8890, provincial petition system"),
    )
    original_no = forms.CharField(label=_("Original number"), max_length=60, required=False)
    petitioner = forms.CharField(label=_("Petitioner"), max_length=50)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    people = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=9999, initial=1)
    times_beijing = times_field(label=_("Visits to Beijing"))
    times_province = times_field(label=_("Visits to the province"))
    times_city = times_field(label=_("Visits to the city"))
    summary = long_text(label=_("What is brought forward"), max_length=2000)
    demand = long_text(3, label=_("Demand"), max_length=1000)
    complained_office = AreaField(
        queryset=Area.objects.none(),
        label=_("Office complained about"),
        required=False,
        empty_label=_("None"),
        help_text=_("Nobody of this office will see that the case exists."),
    )
    risk = code_field("petition_risk", label=_("Risk level"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        limit(self, "complained_office", offices_within(user.area))
        widen(self, "address", "complained_office", "note")

    def clean_petitioner(self) -> str:
        return "".join(self.cleaned_data["petitioner"].split())

    def clean_phone(self) -> str:
        return _read(parse_phone, self.cleaned_data["phone"])


class RegisterForm(FactsForm):
    """Registering a case (信访登记)."""

    area = AreaField(
        queryset=Area.objects.none(),
        label=_("County or township responsible"),
        empty_label=None,
    )
    received_on = DateField(label=_("Received on"), initial=timezone.localdate)
    identity_number = forms.CharField(label=_("Identity number"), max_length=30, required=False)
    matter = code_field(
        "petition_matter",
        label=_("Kind of matter"),
        help_text=_("The author of a report is kept confidential."),
    )
    previous_no = forms.CharField(
        label=_("Earlier case number"),
        max_length=40,
        required=False,
        help_text=_("Of a repeat petition. Left empty, the same person and matter are looked up."),
    )
    field_order = [
        "source", "source_system", "original_no", "received_on", "petitioner", "identity_number",
        "phone", "people", "matter", "previous_no", "address", "area", "complained_office",
        "summary", "demand", "times_beijing", "times_province", "times_city", "risk", "note",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self, "area", offices_within(self.user.area))
        self.fields["area"].initial = self.user.area_id

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_identity_number(self) -> str:
        read = partial(parse_identity, on=clock.today())
        return str(_read(read, self.cleaned_data["identity_number"]))

    def clean_previous_no(self) -> PetitionCase | None:
        typed = self.cleaned_data["previous_no"].strip().upper()
        if not typed:
            return None
        found = PetitionCase.objects.filter(case_no=typed).first()
        if found is None:
            message = _("No case of this number is in your area: look at the number again.")
            raise forms.ValidationError(message)
        return found

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        data["previous"] = data.pop("previous_no")
        return data


class ChangeForm(FactsForm):
    """Mending what was registered; a hidden petitioner is not asked about."""

    PERSON = ("petitioner", "phone", "address")

    def __init__(self, *args: Any, case: PetitionCase, hides_person: bool, **kwargs: Any) -> None:
        initial = {name: getattr(case, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        if hides_person:
            for name in self.PERSON:
                del self.fields[name]


def _read(parser: Any, typed: str) -> Any:
    if not typed.strip():
        return ""
    try:
        return parser(typed)
    except InputError as error:
        raise forms.ValidationError(str(error), code=error.code) from error
