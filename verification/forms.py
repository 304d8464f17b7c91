"""Forms of rounds, extracts and findings."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms import DateField, Form, MoneyField
from verification import rules
from verification.models import Finding
from verification.services.layouts import current_layouts

LARGEST = 2 << 30
SUFFIXES = (".csv", ".txt")


def _not_in_future(day: datetime.date) -> None:
    if day > clock.today():
        raise forms.ValidationError(_("This day lies in the future"), code="future")


class OpenRoundForm(Form):
    """Which half-year the round is for: the running one or the one before."""

    period = forms.ChoiceField(label=_("Half-year"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = rules.half_of(today)
        self.fields["period"].choices = [(half.code, half.name) for half in (now, now.before)]
        self.fields["period"].initial = now.code

    def clean_period(self) -> rules.Half:
        return rules.half_from(self.cleaned_data["period"])


class ExtractForm(Form):
    """An agency's file with its control sheet."""

    layout = forms.ChoiceField(label=_("Agency"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or TXT, as the agency delivered it. It is destroyed after comparing."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )
    data_date = DateField(
        label=_("Data as of"),
        help_text=_("The day the agency's data stand at"),
        validators=[_not_in_future],
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._layouts = {str(layout.pk): layout for layout in current_layouts()}
        self.fields["layout"].choices = [
            (key, f"{layout.agency.name} · {item_label(layout.item)}")
            for key, layout in self._layouts.items()
        ]

    def clean_layout(self):
        return self._layouts[self.cleaned_data["layout"]]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError(
                _("Choose a CSV or TXT file; save a workbook as CSV first"), code="suffix"
            )
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 2 GB; split it by county"), code="size"
            )
        return file


ITEMS = {"vehicles": _("Motor vehicles")}


def item_label(item: str) -> str:
    """The words of an item."""
    return str(ITEMS.get(item, item))


class ConcludeForm(Form):
    """What the township found on the spot."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion of the township"),
        choices=rules.Conclusion.choices,
        widget=forms.RadioSelect,
    )
    account = forms.CharField(
        label=_("What was found on the spot"),
        max_length=1000,
        help_text=_("Whom you met, what you saw, which papers prove it"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    verified_on = DateField(label=_("Verified on"), validators=[_not_in_future])
    verifier_first = forms.CharField(label=_("First verifier"), max_length=50)
    verifier_second = forms.CharField(label=_("Second verifier"), max_length=50)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, second = data.get("verifier_first"), data.get("verifier_second")
        if first and second and first.strip() == second.strip():
            self.add_error("verifier_second", _("Two different verifiers must sign"))
        return data


class DecideForm(Form):
    """The county agrees or returns."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("confirm", _("Agree with the conclusion")),
            ("return", _("Return for another verification")),
        ],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decision") == "return" and not data.get("opinion", "").strip():
            self.add_error("opinion", _("Write what must be verified again"))
        return data


class MonthInput(forms.DateInput):
    """The browser's month picker; values travel as 2021-06."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(attrs={"placeholder": "2021-06"}, format="%Y-%m")


class CloseForm(Form):
    """How the finding is dealt with."""

    action = forms.ChoiceField(label=_("Treatment"), widget=forms.RadioSelect)
    effective_month = forms.DateField(
        label=_("From the month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=MonthInput(),
        error_messages={"invalid": _("Write the month as year-month, like 2021-06")},
    )
    recovered = MoneyField(label=_("Money recovered"), required=False, unit=_("yuan"))

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        allowed = rules.ACTIONS_AFTER.get(finding.conclusion, ())
        self.fields["action"].choices = [(action.value, action.label) for action in allowed]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            fault = rules.treatment_fault(
                self.finding.conclusion,
                data["action"],
                data.get("effective_month"),
                data.get("recovered"),
            )
            if fault:
                self.add_error(*fault)
        return data
