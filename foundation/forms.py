"""Forms by the design: classes, hints, errors and units are wired here, not in each template."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.faults import InputError
from foundation.money import MoneyError, parse_yuan

YUAN_A_MONTH = _("yuan/month")
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, CHECKS):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class DesignBoundField(BoundField):
    """A field of a form on the page, which knows how the stylesheet wants it drawn."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden and "class" not in attrs:
            own = widget.attrs.get("class", "")
            wanted = _control_class(widget)
            attrs["class"] = own if wanted in own.split() else f"{own} {wanted}".strip()
        if isinstance(widget, (forms.TextInput, forms.NumberInput)):
            mode = self._input_mode()
            if mode and "inputmode" not in widget.attrs:
                attrs["inputmode"] = mode
        attrs.pop("required", None)
        return attrs

    def _input_mode(self) -> str:
        if isinstance(self.field, forms.IntegerField) and not isinstance(
            self.field, (forms.DecimalField, forms.FloatField)
        ):
            return "numeric"
        return "decimal" if isinstance(self.field, forms.DecimalField) else ""

    @property
    def kind(self) -> str:
        """Which drawing: ``check`` (one box), ``checks``, ``choices``, ``unit`` or ``plain``."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "checks"
        if isinstance(widget, forms.RadioSelect):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        return "unit" if self.unit else "plain"

    @property
    def unit(self) -> str | Promise:
        return getattr(self.field, "unit", "")

    @property
    def width(self) -> str:
        """Class of the place in the four-column grid: empty, ``is-2`` or ``is-all``."""
        wide = "is-all" if isinstance(self.field.widget, forms.Textarea) else ""
        return getattr(self.field, "width", wide)

    @property
    def first_id(self) -> str:
        """Id of the first thing a keyboard can reach: where the error summary leads."""
        if self.kind in {"choices", "checks"}:
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class DesignRenderer(TemplatesSetting):
    """Renders ``{{ form }}`` and ``{{ field.as_field_group }}`` with our own components."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = DesignBoundField


def _say_what_to_fill_in(name: str, field: forms.Field) -> None:
    """Name the field in its "required" message, unless the form has words of its own."""
    stock = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") != stock:
        return
    choosing = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
    words = _("Choose: {label}") if choosing else _("Fill in: {label}")
    if isinstance(field, forms.BooleanField):
        words = _("Tick when it is so: {label}")
    label = field.label if field.label is not None else pretty_name(name)
    field.error_messages["required"] = format_lazy(words, label=label)


class DesignMixin:
    """What all our forms share: no colon after labels, no browser pop-ups."""

    label_suffix = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Check with words that name each field, those that a form adds by itself as well."""
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            _say_what_to_fill_in(name, field)
        super().full_clean()  # type: ignore[misc]


def to_mend(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id of the field, what to do) of every error; form-wide ones first, with an empty id."""
    lines = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        where = getattr(field, "first_id", field.id_for_label)
        lines += [(where, str(message)) for message in field.errors]
    return lines


class Form(DesignMixin, forms.Form):
    """Base of every form of the site that is not about one model."""

    def say_refused(self, error: InputError) -> None:
        """Show why a service refused: beside the field it names, else above the form."""
        self.add_error(error.code if error.code in self.fields else None, str(error))


class ModelForm(DesignMixin, forms.ModelForm):
    """Base of every form about one model."""


class UnitField(forms.DecimalField):
    """A number with its unit drawn behind it: mu (亩), square metres, people."""

    widget = forms.TextInput

    def __init__(self, *, unit: str | Promise = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write a number, for example 1200 or 1200.50")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.replace(",", "").replace("，", "").strip()
        return super().to_python(value)


class MoneyField(forms.DecimalField):
    """Yuan with two places, never negative; ``unit`` says per what (default: 元/月)."""

    widget = forms.TextInput

    def __init__(self, *, unit: str | Promise = YUAN_A_MONTH, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(max_digits=12, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_yuan(str(value))
        except MoneyError as error:
            raise ValidationError(str(error), code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class DateInput(forms.DateInput):
    """The browser's own date picker; values travel as 2021-06-18."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day, chosen in the browser's date picker."""

    widget = DateInput
    default_error_messages = {"invalid": _("Write the date as year-month-day, like 2021-06-18")}
