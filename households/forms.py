"""Forms of the household file: every mistake said beside its field, nothing typed is lost."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from foundation.codelists import choices
from foundation.contact import parse_bank_account, parse_phone
from foundation.faults import InputError
from foundation.forms import DateField, Form
from households.models.households import DmClass, Household, UrbanRural
from households.person_forms import optional


class SeenForm(Form):
    """A form that knows which version of the row its page showed (optimistic lock)."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen_at(self) -> datetime.datetime | None:
        typed = self.cleaned_data["seen_at"]
        try:
            return datetime.datetime.fromisoformat(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(_("Open the page again before saving.")) from error

    def show_clash(self, current: dict[str, Any], seen_at: datetime.datetime, who: str) -> None:
        """Say beside each differing field what somebody else saved; what was typed stays."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_at")] = seen_at.isoformat()
        message = gettext(
            "%(who)s has meanwhile saved “%(value)s” here: save again to keep yours,"
            " or take theirs."
        )
        for name, field in self.fields.items():
            if name == "seen_at" or name not in current or name not in self.cleaned_data:
                continue
            if (self.cleaned_data[name] or "") != (current[name] or ""):
                shown = self.shown_value(field, current[name])
                self.add_error(name, message % {"who": who, "value": shown})
        if not self.errors:
            text = gettext("%(who)s has meanwhile saved this page: look through it and save again.")
            self.add_error(None, text % {"who": who})

    @staticmethod
    def shown_value(field: forms.Field, value: Any) -> Any:
        if isinstance(field, forms.ChoiceField) and not isinstance(value, list):
            return dict(flatten_choices(field.choices)).get(value, value)
        return value if value not in (None, "") else gettext("nothing")


class HouseholdForm(SeenForm):
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
    poverty_cause = optional(_("Main difficulty"), "poverty_cause")
    relapse_kind = forms.ChoiceField(
        label=_("Relapse monitoring"), choices=lambda: choices("relapse_kind"), required=False
    )
    is_registered_poor = forms.BooleanField(label=_("Registered poor, lifted"), required=False)
    dm_class = forms.ChoiceField(
        label=_("Re-check class"), choices=[("", _("Not set")), *DmClass.choices], required=False
    )
    card_no = forms.CharField(label=_("Aid certificate number"), max_length=20, required=False)
    account_name = forms.CharField(label=_("Account name"), max_length=50, required=False)
    account_bank = forms.CharField(label=_("Bank and branch"), max_length=80, required=False)
    account_no = forms.CharField(label=_("Account number"), max_length=40, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_phone(self) -> str:
        return _read(parse_phone, self.cleaned_data["phone"])

    def clean_account_no(self) -> str:
        return _read(parse_bank_account, self.cleaned_data["account_no"])

    def clean_relapse_kind(self) -> str:
        return self.cleaned_data["relapse_kind"] or "0"


class ChangeHouseholdForm(HouseholdForm):
    """Phone and account are shown masked: an empty box keeps what is there."""

    KEPT = ("phone", "account_no")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.values_of(household))
        super().__init__(*args, **kwargs)
        for name in self.KEPT:
            if getattr(household, name):
                self.fields[name].help_text = _("On file. Leave empty to keep it.")

    @classmethod
    def values_of(cls, household: Household) -> dict[str, Any]:
        names = [n for n in cls.base_fields if n not in (*cls.KEPT, "seen_at")]
        values = {name: getattr(household, name) for name in names}
        return values | {"seen_at": household.updated_at.isoformat()}

    def fields_to_save(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "seen_at" and not (name in self.KEPT and not value)
        }


class RegisterForm(HouseholdForm):
    """A new household: the village that manages it comes first."""

    area = forms.ModelChoiceField(
        label=_("Village or community"), queryset=Area.objects.none(), empty_label=_("Choose")
    )
    field_order = ("area",)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"urban_rural": UrbanRural.RURAL, "relapse_kind": "0"})
        super().__init__(*args, **kwargs)
        villages = Area.objects.villages().within(user.area).current(clock.today())
        self.fields["area"].queryset = villages
        if user.area.level == "village":
            self.fields["area"].initial = user.area_id

    def fields_to_save(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n not in ("seen_at", "area")}


class NarrowForm(Form):
    """A form of few fields in a narrow box, one below the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.width = "is-all"


class ChangeHeadForm(Form):
    """What the former head is to the new one."""

    former_relation = forms.ChoiceField(label=_("The former head is to the new head"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relations = [pair for pair in choices("relation") if pair[0] not in ("01", "02")]
        self.fields["former_relation"].choices = [("", _("Choose")), *relations]


class AddKindForm(Form):
    """A kind the household belongs to from a day on; the tick appears when a rule asks for it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices("household_kind"))
    since = DateField(label=_("Since"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    is_confirmed = forms.BooleanField(
        label=_("Different people of the household hold them: add it all the same"),
        widget=forms.HiddenInput,
        required=False,
    )

    def ask_to_confirm(self) -> None:
        """Show the tick by which the clerk says that different people hold the two kinds."""
        self.fields["is_confirmed"].widget = forms.CheckboxInput()


class ChangeKindForm(NarrowForm):
    """The first day of a kind and its reason, mended."""

    since = DateField(label=_("Since"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndKindForm(NarrowForm):
    """The last day of a kind, and why."""

    until = DateField(label=_("Last day"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)


def _read(parse, typed: str) -> str:
    if not typed:
        return ""
    try:
        return parse(typed)
    except InputError as error:
        raise forms.ValidationError(error.message, code=error.code) from error
