"""Forms about the household as a whole: registering it and changing its file."""

import uuid
from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from foundation.codelists import choices
from foundation.contact import mask_phone, parse_bank_account, parse_phone
from foundation.faults import InputError
from foundation.form_sections import CLEAR, Fold, Section, SectionedForm
from foundation.formats import mask_account
from foundation.forms import DateField
from foundation.identity import mask_identity, parse_identity
from foundation.names import normalise_name
from households import blocks
from households.forms import SeenForm
from households.models.households import DmClass, Household, UrbanRural
from households.person_forms import optional
from households.sealed_forms import SecretsForm


class HouseholdForm(SectionedForm, SeenForm):
    """What the file says about the household as a whole."""

    urban_rural = forms.ChoiceField(
        label=_("Urban or rural"),
        choices=UrbanRural.choices,
        widget=forms.RadioSelect,
        help_text=_("Decides the standard; it is not always the kind of hukou."),
    )
    residence_address = forms.CharField(label=_("Residence address"), max_length=200)
    hukou_address = forms.CharField(
        label=_("Registered address"),
        max_length=200,
        required=False,
        help_text=_("Only when it differs from the residence."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    applicant_name = forms.CharField(
        label=_("Applicant"),
        max_length=50,
        required=False,
        help_text=_("Only when it is not the head of household."),
    )
    agent_name = forms.CharField(label=_("Agent of the applicant"), max_length=50, required=False)
    agent_relation = optional(_("Agent's relation to the applicant"), "relation")
    agent_phone = forms.CharField(label=_("Telephone of the agent"), max_length=30, required=False)
    agent_identity = forms.CharField(
        label=_("Identity number of the agent"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    poverty_cause = optional(_("Main difficulty"), "poverty_cause")
    poverty_causes = forms.MultipleChoiceField(
        label=_("Further difficulties"),
        choices=lambda: choices("poverty_cause"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    relapse_kind = forms.ChoiceField(
        label=_("Relapse monitoring"), choices=lambda: choices("relapse_kind"), required=False
    )
    is_registered_poor = forms.BooleanField(label=_("Registered poor, lifted"), required=False)
    dm_class = forms.ChoiceField(
        label=_("Re-check class"), choices=[("", _("Not set")), *DmClass.choices], required=False
    )
    card_no = forms.CharField(label=_("Aid certificate number"), max_length=20, required=False)
    account_kind = optional(_("Kind of account"), "bank_account_kind")
    account_bank = forms.CharField(label=_("Bank"), max_length=80, required=False)
    account_branch = forms.CharField(label=_("Branch"), max_length=80, required=False)
    account_name = forms.CharField(label=_("Account name"), max_length=50, required=False)
    account_no = forms.CharField(label=_("Account number"), max_length=40, required=False)
    account_agreement_on = DateField(
        label=_("Payee agreement filed on"),
        required=False,
        help_text=_("When a guardian or an institution receives the money."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    SECTIONS = (
        Section(
            _("Home and telephone"),
            ("area", "urban_rural", "residence_address", "hukou_address", "phone"),
        ),
        Section(
            _("Hardship"),
            ("poverty_cause", "relapse_kind", "dm_class", "card_no", "is_registered_poor", "note"),
            (Fold(_("Further difficulties"), ("poverty_causes",)),),
        ),
        Section(
            _("Payment"),
            ("account_kind", "account_bank", "account_branch", "account_name", "account_no"),
            (
                Fold(
                    _("Somebody outside the household receives the money"),
                    ("account_agreement_on",),
                ),
            ),
        ),
        Section(
            _("Applicant and agent"),
            (),
            (
                Fold(
                    _("Somebody else applies, or on the applicant's behalf"),
                    (
                        "applicant_name",
                        "agent_name",
                        "agent_relation",
                        "agent_phone",
                        "agent_identity",
                    ),  # fmt: skip
                ),
            ),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("urban_rural", "residence_address", "hukou_address"):
            self.fields[name].width = "is-2"
        self.fields["poverty_causes"].width = "is-all"

    def clean_applicant_name(self) -> str:
        return normalise_name(self.cleaned_data["applicant_name"])

    def clean_agent_name(self) -> str:
        return normalise_name(self.cleaned_data["agent_name"])

    def clean_account_name(self) -> str:
        return normalise_name(self.cleaned_data["account_name"])

    def clean_phone(self) -> str:
        return _read(parse_phone, self.cleaned_data["phone"])

    def clean_agent_phone(self) -> str:
        return _read(parse_phone, self.cleaned_data["agent_phone"])

    def clean_agent_identity(self) -> str:
        return _read(_parse_identity, self.cleaned_data["agent_identity"])

    def clean_account_no(self) -> str:
        return _read(parse_bank_account, self.cleaned_data["account_no"])

    def clean_relapse_kind(self) -> str:
        return self.cleaned_data["relapse_kind"] or "0"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        main, others = cleaned.get("poverty_cause"), cleaned.get("poverty_causes", [])
        cleaned["poverty_causes"] = [code for code in others if code != main]
        for name, message in blocks.impossible(cleaned, on=clock.today()):
            self.add_error(name, message)
        return cleaned

    def judge_account(self, number: str, names: Collection[str]) -> None:
        """Where the money goes: ``number`` as it would stand, ``names`` the members' names."""
        cleaned = self.cleaned_data
        for name, message in blocks.account(cleaned.get("account_kind"), number):
            self.add_error(name, message)
        holder, agreement_on = cleaned.get("account_name"), cleaned.get("account_agreement_on")
        if "account_agreement_on" not in self.errors:
            for name, message in blocks.payee(holder, agreement_on, names):
                self.add_error(name, message)


class ChangeHouseholdForm(SecretsForm, HouseholdForm):
    """Numbers are shown masked: an empty box keeps what is there, the box beside it empties it."""

    SECRETS = {
        "phone": mask_phone,
        "account_no": mask_account,
        "agent_phone": mask_phone,
        "agent_identity": mask_identity,
    }

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        self.household = household
        kwargs.setdefault("initial", self.values_of(household))
        super().__init__(*args, **kwargs)
        self.say_what_is_on_file(household)

    @classmethod
    def values_of(cls, household: Household) -> dict[str, Any]:
        names = [n for n in cls.base_fields if n not in (*cls.SECRETS, "seen_at")]
        values = {name: getattr(household, name) for name in names}
        return values | {"seen_at": household.updated_at.isoformat()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        on_file = self.household.account_no
        kept = "" if cleaned.get(f"{CLEAR}account_no") else on_file
        number = cleaned.get("account_no") or kept
        facts = ("account_kind", "account_name", "account_agreement_on")
        if number != on_file or any(
            cleaned.get(name) != getattr(self.household, name) for name in facts
        ):
            names = self.household.members.active().values_list("name", flat=True)
            self.judge_account(number, set(names))
        return cleaned

    def fields_to_save(self) -> dict[str, Any]:
        return self.without_kept(self.cleaned_data)


class RegisterForm(HouseholdForm):
    """A new household: the village that manages it comes first.

    ``token`` is the page's own: what is sent twice with it is registered once.
    """

    area = forms.ModelChoiceField(
        label=_("Village or community"), queryset=Area.objects.none(), empty_label=_("Choose")
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    field_order = ("area",)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"urban_rural": UrbanRural.RURAL, "relapse_kind": "0"})
        super().__init__(*args, **kwargs)
        villages = Area.objects.villages().within(user.area).current(clock.today())
        self.fields["area"].queryset = villages
        if user.area.level == "village":
            self.fields["area"].initial = user.area_id

    def fields_to_save(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n not in ("seen_at", "token")}


def _parse_identity(typed: str) -> str:
    return parse_identity(typed, on=clock.today()).number


def _read(parse: Callable[[str], str], typed: str) -> str:
    if not typed:
        return ""
    try:
        return parse(typed)
    except InputError as error:
        raise forms.ValidationError(error.message, code=error.code) from error
