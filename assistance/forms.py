"""What people type when they act on applications and standards."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Area
from accounts.models.areas import Level
from assistance.models import Conclusion, Outcome, PolicyValue, Programme
from assistance.models.policies import Reach
from assistance.rules.facts import Status
from assistance.services.facts import ABLE, NOBODY_ABLE, SUPPORTERS, Doubt
from foundation import clock
from foundation.forms import DateField, Form
from households.models import Household

LARGEST_REPORT = 10 * 1024 * 1024
PDF = b"%PDF-"


def opinion(label, *, required=True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
    return forms.CharField(label=label, max_length=1000, required=required, widget=area)


class StartForm(Form):
    """Who applies, and for what; the findings' proposal is chosen beforehand."""

    applicant_id = forms.ChoiceField(label=_("Applicant"))
    programme = forms.ChoiceField(label=_("Programme applied for"), choices=Programme.choices)

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        adults = [m for m in household.members.active() if (m.age_on(today) or 99) >= 16]
        self.fields["applicant_id"].choices = [(m.pk, m.name) for m in adults]

    def clean_applicant_id(self):
        return int(self.cleaned_data["applicant_id"])


class ReasonForm(Form):
    """The opinion of an act; ``required`` as its move says."""

    reason = opinion(_("Opinion"))

    def __init__(self, *args, required: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required


class BareForm(Form):
    """An act that asks nothing but to be meant."""


class CheckForm(Form):
    """The report of the information check, typed in by the county checker."""

    report_no = forms.CharField(label=_("Report number"), max_length=60)
    checked_on = DateField(label=_("Date of the report"))
    conclusion = forms.ChoiceField(
        label=_("Conclusion of the check"), choices=Conclusion.choices, widget=forms.RadioSelect
    )
    note = opinion(_("What was found"), required=False)
    report = forms.FileField(
        label=_("The report as PDF"), required=False, help_text=_("At most 10 MB; kept encrypted")
    )

    def clean_checked_on(self):
        day = self.cleaned_data["checked_on"]
        if day > clock.today():
            raise ValidationError(_("The report cannot be dated later than today"))
        return day

    def clean_report(self):
        report = self.cleaned_data["report"]
        if report is None:
            return None
        if report.size > LARGEST_REPORT:
            raise ValidationError(_("The file is larger than 10 MB: scan it in grey"))
        if report.read(len(PDF)) != PDF:
            raise ValidationError(_("Choose the report as a PDF file"))
        report.seek(0)
        return report

    def act(self) -> dict:
        """The arguments of ``applications.record_check``."""
        data = dict(self.cleaned_data)
        report = data.pop("report")
        if report:
            data |= {"report": report.read(), "report_name": report.name[:120]}
        return data


class InvestigationForm(Form):
    """What the investigation ruled: supporters outside, and property that may break a limit."""

    supporters = forms.ChoiceField(
        label=_("Legal supporters outside the household"),
        choices=[
            (ABLE, _("There are some who can support")),
            (NOBODY_ABLE, _("There are none, or none who can support")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Children, parents, grandchildren, brothers and sisters by law"),
    )
    supporters_reason = forms.CharField(label=_("Who they are, or why not"), max_length=200)

    def __init__(self, *args, doubts: list[Doubt], **kwargs):
        super().__init__(*args, **kwargs)
        self.doubts = doubts
        for number, doubt in enumerate(doubts):
            self.fields[f"status_{number}"] = forms.ChoiceField(
                label=doubt.label,
                choices=[
                    (Status.UPHELD, _("Counts as property")),
                    (Status.EXEMPTED, _("Exempted")),
                ],
                widget=forms.RadioSelect,
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=_("Why"), max_length=200, required=False
            )

    def clean(self):
        data = super().clean()
        for number in range(len(self.doubts)):
            exempted = data.get(f"status_{number}") == Status.EXEMPTED
            if exempted and not data.get(f"why_{number}"):
                self.add_error(f"why_{number}", _("Write why it is exempted"))
        return data

    def act(self) -> dict:
        """The arguments of ``applications.record_investigation``."""
        data = self.cleaned_data
        rulings = {SUPPORTERS: {"status": data["supporters"], "reason": data["supporters_reason"]}}
        for number, doubt in enumerate(self.doubts):
            rulings[doubt.path] = {
                "status": data[f"status_{number}"],
                "reason": data[f"why_{number}"],
            }
        return {"rulings": rulings}


class NoticeForm(Form):
    place = forms.CharField(
        label=_("Where the notice is posted"),
        max_length=100,
        help_text=_("Such as the notice board of the village committee"),
    )


class ObjectionForm(Form):
    text = opinion(_("What is objected"))


class SettleForm(Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[pair for pair in Outcome.choices if pair[0]],
        widget=forms.RadioSelect,
    )
    finding = opinion(_("What was found"))


class DecideForm(Form):
    """The panel of the dossier: one of the open moves, and the opinion."""

    move = forms.ChoiceField(
        label=pgettext_lazy("application", "Decision"), widget=forms.RadioSelect
    )
    reason = opinion(_("Opinion"), required=False)

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(name, move.label) for name, move in moves.items()]
        if len(moves) == 1:
            self.fields["move"].initial = next(iter(moves))


class StandardForm(Form):
    """A new dated value; the one in force ends the day before."""

    key = forms.ChoiceField(label=_("Parameter"))
    area = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Area.objects.filter(level__in=[Level.CITY, Level.COUNTY]),
        empty_label=None,
    )
    urban_rural = forms.ChoiceField(
        label=_("Urban or rural"), choices=Reach.choices, required=False
    )
    value = forms.CharField(label=_("Value"), max_length=120)
    valid_from = DateField(label=_("Valid from"))
    source_doc = forms.CharField(
        label=_("Source document"), max_length=200, help_text=_("Title and number")
    )
    is_confirmed = forms.BooleanField(
        label=_("The document is published and confirmed by the bureau"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = PolicyValue.objects.order_by("key").values_list("key", flat=True).distinct()
        self.fields["key"].choices = [(key, key_label(key)) for key in known]

    def clean(self):
        data = super().clean()
        value, key = data.get("value", ""), data.get("key", "")
        if value and key.endswith(("_standard", "_year", "_multiple", "_ratio", "_months")):
            try:
                if Decimal(value.replace(",", "")) < 0:
                    self.add_error("value", _("The value cannot be less than zero"))
                data["value"] = value.replace(",", "")
            except InvalidOperation:
                self.add_error("value", _("Write the value in digits, such as 744 or 1.5"))
        if key.endswith("_standard") and not data.get("urban_rural"):
            self.add_error("urban_rural", _("A standard is for urban or for rural households"))
        return data


KEYS = {
    "dibao_standard": _("Dibao standard"),
    "tekun_standard": _("Basic living standard of tekun persons"),
    "low_income_multiple": _("Low-income line, times the dibao standard"),
    "fin_asset_months": _("Financial assets a head, in months of the standard"),
    "max_homes": _("Homes allowed"),
    "allowed_vehicles": _("Vehicles allowed"),
    "listed_kinds": _("Property not allowed"),
    "business_kinds": _("Businesses not allowed"),
    "purchase_lookback_months": _("Purchases looked back on, months"),
    "work_cost_mode": _("Cost of employment: basis"),
    "work_cost_rate": _("Cost of employment: rate"),
    "rigid_deduction_rate": _("Deduction for illness and disability: rate"),
    "support_preset": _("Formula of support payments"),
    "child_support_rate": _("Child support: rate for one child"),
    "child_support_cap": _("Child support: at most"),
    "single_person_disease_multiple": _("Single-person dibao, seriously ill: times the standard"),
    "single_person_disability_multiple": _("Single-person dibao, disabled: times the standard"),
    "single_person_bands": _("Single-person dibao: shares of the standard"),
    "rigid_ratio": _("Unavoidable spending to income"),
    "dibao_minimum_share": _("Least dibao, share of the standard"),
    "temporary_yearly_limit": _("Temporary assistance, times a year"),
    "disposable_income_year": _("Disposable income a head last year"),
    "urban_disposable_income_year": _("Urban disposable income a head last year"),
    "complaint_phone": _("Complaint phone"),
    "temporary_multiple:sudden": _("Temporary assistance, sudden hardship: times the standard"),
    "temporary_multiple:expenditure": _("Temporary assistance, expenses: times the standard"),
    "exclude": _("Income not counted: %(code)s"),
}


def key_label(key: str):
    """The name of a parameter; excluded incomes carry their own name."""
    family, _colon, code = key.partition(":")
    if family == "exclude":
        return KEYS["exclude"] % {"code": EXCLUDED.get(code, code)}
    return KEYS.get(key, key)


EXCLUDED = {
    "special_care": _("special-care pension"),
    "family_planning": _("family-planning award"),
    "scholarship": _("scholarship"),
    "bravery_award": _("award for bravery"),
    "social_assistance": _("social-assistance money and goods"),
    "disability_subsidy": _("two subsidies for the disabled"),
    "old_age_allowance": _("old-age allowance"),
    "care_fee": _("care fee"),
    "funeral_grant": _("funeral grant"),
    "student_grant": _("student grant"),
    "housing_fund": _("housing fund paid by the employer"),
    "injury_compensation": _("injury compensation beyond living costs"),
    "medical_insurance": _("medical and other social insurance"),
    "basic_pension": _("basic pension of residents"),
}
