"""The form that sets an income assessment standard of a county."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from accounts.models.areas import Level
from foundation.codelists import choices
from foundation.forms import DateField, Form, MoneyField
from households.models.assessments import UNITS, AssessmentKind


def _items() -> list[Any]:
    """Every crop, animal and trade under its heading with the unit; keys are kind.code."""
    return [
        ("", _("Choose")),
        *(
            (
                f"{kind.label} · {UNITS[kind]}",
                [(f"{kind.value}.{code}", label) for code, label in choices(kind.value)],
            )
            for kind in AssessmentKind
        ),
    ]


class AssessmentForm(Form):
    """What one mu, one animal or one month of work is taken to bring in, from a day on."""

    area = forms.ModelChoiceField(label=_("Place"), queryset=Area.objects.none(), empty_label=None)
    item = forms.ChoiceField(label=_("Item"), choices=_items)
    net_income = MoneyField(
        label=_("Net income"), unit=_("yuan"),
        help_text=_("A mu or a head in a year; casual work in a month"),
    )  # fmt: skip
    valid_from = DateField(label=_("Valid from"))
    source_doc = forms.CharField(
        label=_("Source document"), max_length=200, help_text=_("Title and number")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["area"]
        places.queryset = Area.objects.within(user.area).filter(
            level__in=[Level.CITY, Level.COUNTY]
        )

    def fields_to_save(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["kind"], _dot, data["item"] = data["item"].partition(".")
        return data
