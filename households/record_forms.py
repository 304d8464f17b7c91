"""Forms of a family's economy: one per kind of record; what belongs together stands together."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.codelists import choices, codes
from foundation.forms import YUAN_A_MONTH, DateField, MoneyField, UnitField
from households.economy import months_before
from households.forms import NarrowForm, SeenForm
from households.models import Household
from households.models.property import VEHICLE
from households.models.records import DECLARED, ESTIMATED, Record
from households.person_forms import optional
from households.services.people import HEAD_RELATIONS

A_YEAR, YUAN, IN_PERIOD = _("yuan/year"), _("yuan"), _("yuan in the period")
PLATELESS = ("electric", "disability", "other")  # vehicle_kind
NEVER_A_KIND = ("housing_fund", "injury_compensation")  # grounds for part of another income


def chosen(label: Any, name: str, **options: Any) -> forms.ChoiceField:
    """A choice from a code list that has to be made."""
    pairs: Any = lambda: [("", _("Choose")), *choices(name)]  # noqa: E731
    return forms.ChoiceField(label=label, choices=pairs, **options)


def ticked(label: Any, name: str, **options: Any) -> forms.ChoiceField:
    """A choice of a few, laid out side by side."""
    listed: Any = lambda: choices(name)  # noqa: E731
    return forms.ChoiceField(label=label, choices=listed, widget=forms.RadioSelect, **options)


def day_may_stay_open(label: Any, **options: Any) -> DateField:
    return DateField(label=label, required=False, **options)


class RecordForm(SeenForm):
    """What every record asks: whose, where the statement comes from, what proves it."""

    member = forms.TypedChoiceField(label=_("Whose"), coerce=int, empty_value=None, required=False)
    source = ticked(_("Source"), "income_source", initial=DECLARED)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=200, required=False,
        help_text=_("Papers seen, or why an amount is estimated"),
    )  # fmt: skip
    SECRET: tuple[str, ...] = ()
    NOBODY: Any = _("The whole family")
    last_fields: tuple[str, ...] = ("source", "evidence")

    def __init__(
        self, *args: Any, household: Household, record: Record | None = None, **kwargs: Any
    ) -> None:
        if record is not None:
            kwargs.setdefault("initial", self.values_of(record))
        self.record = record
        super().__init__(*args, **kwargs)
        people = [(m.pk, m.name) for m in household.members.active().order_by("pk")]
        if record is not None and record.member and not record.member.is_active:
            people.append((record.member.pk, record.member.name))
        if "member" in self.fields:
            empty = _("Choose") if self.fields["member"].required else self.NOBODY
            choose: Any = self.fields["member"]
            choose.choices = [("", empty), *people]
        first = [name for name in self.fields if name not in self.last_fields]
        self.order_fields([*first, *self.last_fields])
        for name in self.SECRET:
            if record is not None and getattr(record, name):
                self.fields[name].help_text = _("On file. Leave empty to keep it.")

    @classmethod
    def values_of(cls, record: Record) -> dict[str, Any]:
        names = [n for n in cls.base_fields if n not in (*cls.SECRET, "seen_at", "member")]
        values = {name: getattr(record, name) for name in names}
        return values | {"member": record.member_id, "seen_at": record.updated_at.isoformat()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and first > clock.today():
            self.add_error("period_from", _("This day is still to come: correct the date."))
        if first and last and last < first:
            self.add_error("period_to", _("The last day lies before the first."))
        if cleaned.get("source") == ESTIMATED and not cleaned.get("evidence"):
            self.add_error("evidence", _("Write why the amount is estimated, and how."))
        return cleaned

    def fields_to_save(self) -> dict[str, Any]:
        """What to hand to the service: secrets left empty are kept."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("seen_at", None)
        cleaned["member_id"] = cleaned.pop("member", None)
        for name in self.SECRET:
            if not cleaned.get(name) and self.record is not None:
                cleaned.pop(name, None)
        return cleaned


class PeriodForm(RecordForm):
    """A record of a period, by default the twelve months before this one."""

    period_from = DateField(label=_("From"))
    period_to = DateField(label=_("To"))
    last_fields = ("period_from", "period_to", "source", "evidence")

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        if record is None:
            window = months_before(clock.today())
            kwargs.setdefault("initial", {"period_from": window.first, "period_to": window.last})
        super().__init__(*args, record=record, **kwargs)


def _income_choices() -> list[Any]:
    """Kinds by category, and what never counts under a heading of its own."""
    kinds, grounds = choices("income_kind"), choices("income_exclusion")
    groups: list[Any] = [("", _("Choose"))]
    for category, label in choices("income_category"):
        groups.append((label, [pair for pair in kinds if pair[0].startswith(category)]))
    never = [pair for pair in grounds if pair[0] not in NEVER_A_KIND]
    return [*groups, (_("Never counted (民发〔2021〕57号, art. 13)"), never)]


class IncomeForm(PeriodForm):
    """An income: gross and cost in the period, and whether it counts."""

    member = forms.TypedChoiceField(label=_("Whose"), coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind of income"), choices=_income_choices)
    gross = MoneyField(label=_("Gross income"), unit=IN_PERIOD)
    cost = MoneyField(
        label=_("Cost of earning it"), unit=IN_PERIOD, required=False,
        help_text=_("Costs, taxes, contributions"),
    )  # fmt: skip
    exclude_code = forms.ChoiceField(
        label=_("Not counted because"),
        choices=lambda: [("", _("It counts")), *choices("income_exclusion")],
        required=False,
    )

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        values = super().values_of(record)
        return values | {"kind": record.kind or record.exclude_code}

    def fields_to_save(self) -> dict[str, Any]:
        data = super().fields_to_save()
        data["cost"] = data["cost"] or 0
        if data["kind"] in codes("income_exclusion"):
            data |= {"exclude_code": data["kind"], "kind": ""}
        return data


class LandForm(PeriodForm):
    """Land: the yield is asked where the family farms it, the rent where others do for money."""

    kind = ticked(_("Kind of land"), "land_kind", initial="contracted")
    use = ticked(_("Use"), "land_use")
    mu = UnitField(label=_("Size of the land"), unit=_("mu"), max_digits=8)
    crop = optional(_("Crop"), "crop", help_text=_("Where the family farms it"))
    net_per_mu = MoneyField(
        label=_("Net yield of one mu"), unit=A_YEAR, required=False,
        help_text=_("Empty: by the county's standard"),
    )  # fmt: skip
    rent = MoneyField(
        label=_("Rent received"), unit=A_YEAR, required=False, help_text=_("Where rented out")
    )

    def clean_mu(self) -> Any:
        if self.cleaned_data["mu"] <= 0:
            raise forms.ValidationError(_("Write the size in mu, such as 10.5."))
        return self.cleaned_data["mu"]


class LivestockForm(PeriodForm):
    kind = ticked(_("Kind of animal"), "livestock_kind")
    heads = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000)
    net_per_head = MoneyField(
        label=_("Net income of one"), unit=A_YEAR, required=False,
        help_text=_("Empty: by the county's standard"),
    )  # fmt: skip


class ExpenseForm(PeriodForm):
    """Unavoidable spending after insurance, medical aid and commercial cover."""

    kind = chosen(_("Kind of expense"), "expense_kind")
    amount = MoneyField(
        label=_("Paid by the family"), unit=IN_PERIOD,
        help_text=_("After insurance and aid"),
    )  # fmt: skip


class BelongingForm(RecordForm):
    """What property of every kind is asked; begins when it was bought, or when it is entered."""

    NOBODY = _("The family together")
    value = MoneyField(label=_("Worth"), unit=YUAN, required=False)
    bought_on = day_may_stay_open(_("Bought or obtained on"))
    exemption_code = forms.ChoiceField(
        label=_("Exempted because"),
        choices=lambda: [("", _("Not exempted")), *choices("property_exemption")],
        required=False,
    )
    last_fields = ("value", "bought_on", "exemption_code", "source", "evidence")

    def clean_bought_on(self) -> datetime.date | None:
        return _past(self.cleaned_data["bought_on"])


class PropertyForm(BelongingForm):
    kind = forms.ChoiceField(
        label=_("Kind of property"),
        choices=lambda: [
            ("", _("Choose")), *(p for p in choices("property_kind") if p[0] != VEHICLE)
        ],
    )  # fmt: skip
    name = forms.CharField(label=_("Name or place"), max_length=80, required=False)
    identifier = forms.CharField(
        label=_("Registration number"), max_length=40, required=False,
        help_text=_("Of the deed; credit code of a business; last 4 digits of an account"),
    )  # fmt: skip
    floor_area = UnitField(label=_("Floor area"), unit=_("m²"), max_digits=8, required=False)
    built_in = forms.IntegerField(
        label=_("Year built"), min_value=1900, max_value=2100, required=False
    )


class VehicleForm(BelongingForm):
    """A vehicle is property of kind 04 with its registration."""

    vehicle_kind = chosen(_("Kind of vehicle"), "vehicle_kind")
    identifier = forms.CharField(
        label=_("Number plate"), max_length=20, required=False,
        help_text=_("Such as 辽M and 5 characters"),
    )  # fmt: skip
    vehicle_status = ticked(_("State"), "vehicle_status", initial="1")
    name = forms.CharField(label=_("Make and model"), max_length=80, required=False)
    first_registered_on = day_may_stay_open(_("First registered on"))
    invoice_price = MoneyField(label=_("Invoice price"), unit=YUAN, required=False)

    def clean_first_registered_on(self) -> datetime.date | None:
        return _past(self.cleaned_data["first_registered_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_plate = cleaned.get("vehicle_kind", "") not in ("", *PLATELESS)
        if has_plate and not cleaned.get("identifier") and "identifier" not in self.errors:
            self.add_error("identifier", _("Write the plate as on the vehicle."))
        return cleaned

    def fields_to_save(self) -> dict[str, Any]:
        return super().fields_to_save() | {"kind": VEHICLE}


class HousingForm(RecordForm):
    """Where the family lives."""

    NOBODY = _("The family together")
    kind = chosen(_("Kind of housing"), "housing_kind")
    structure = optional(_("Structure"), "housing_structure")
    danger_grade = optional(_("Danger grade"), "danger_grade")
    rooms = forms.IntegerField(label=_("Rooms"), min_value=0, max_value=99, required=False)
    floor_area = UnitField(label=_("Floor area"), unit=_("m²"), max_digits=8, required=False)
    heating = optional(_("Heating"), "heating_kind")
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False,
        help_text=_("Only when it differs from the residence."),
    )  # fmt: skip
    is_relocation = forms.BooleanField(label=_("To be demolished"), required=False)
    period_from = day_may_stay_open(_("Lives there since"), help_text=_("Empty: since today"))
    last_fields = ("period_from", "source", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].label = _("Owner or tenant")

    def fields_to_save(self) -> dict[str, Any]:
        data = super().fields_to_save()
        if not data["period_from"]:
            del data["period_from"]
        return data


class SupporterForm(RecordForm):
    """A supporter outside the household; the number is never written into the page."""

    SECRET = ("identity_number",)
    NOBODY = _("Everybody in the family")
    name = forms.CharField(label=_("Name"), max_length=50)
    identity_number = forms.CharField(
        label=_("Identity number"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    duty = chosen(_("Kind of duty"), "support_duty")
    relation = forms.ChoiceField(label=_("Relation to the supported person"))
    family_size = forms.IntegerField(
        label=_("Own family size"), min_value=1, max_value=30, initial=1
    )
    labour_count = forms.IntegerField(
        label=_("Of them able to work"), min_value=0, max_value=30, required=False
    )
    job = forms.CharField(label=_("Job"), max_length=80, required=False)
    monthly_income = MoneyField(
        label=_("Income of their household"), unit=YUAN_A_MONTH, required=False
    )
    own_monthly_income = MoneyField(label=_("Own income"), unit=YUAN_A_MONTH, required=False)
    property_note = forms.CharField(label=_("Property"), max_length=200, required=False)
    ability = ticked(_("Able to support"), "support_ability")
    exempt_reason = optional(_("Why exempt"), "support_exemption")
    agreed_monthly = MoneyField(
        label=_("Agreed or judged amount"), unit=YUAN_A_MONTH, required=False
    )
    agreed_basis = optional(_("Laid down in"), "support_basis")
    computed_monthly = MoneyField(label=_("Amount worked out"), unit=YUAN_A_MONTH, required=False)
    is_authorized = forms.BooleanField(
        label=_("Authorization for the check signed"), required=False
    )
    authorized_on = day_may_stay_open(_("Signed on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].label = _("Must support")
        relations = [pair for pair in choices("relation") if pair[0] not in HEAD_RELATIONS]
        relation: Any = self.fields["relation"]
        relation.choices = [("", _("Choose")), *relations]
        self.order_fields(["name", "identity_number", "member", "duty", "relation"])

    def clean_authorized_on(self) -> datetime.date | None:
        return _past(self.cleaned_data["authorized_on"])


class EndRecordForm(NarrowForm):
    """The last day of a record, and why it ends."""

    ended_on = DateField(label=_("Last day"), initial=clock.today)
    end_reason = forms.ChoiceField(
        label=_("Reason"), choices=lambda: choices("record_end"), widget=forms.RadioSelect
    )
    end_note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean_ended_on(self) -> datetime.date:
        day = _past(self.cleaned_data["ended_on"])
        assert day is not None  # the field is required
        return day


def _past(day: datetime.date | None) -> datetime.date | None:
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("This day is still to come: correct the date."))
    return day
