"""Forms of the register list: saved filters and chosen columns."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from foundation.forms import Form
from households.columns import COLUMNS, HEAD
from households.conditions import conditions
from households.forms import NarrowForm
from households.models.code_mappings import Standard
from households.services.exports import PLAIN


class ChangeFilterForm(NarrowForm):
    """The name of a saved filter, and who opens the list with it."""

    name = forms.CharField(label=_("Name of the filter"), max_length=30)
    is_default = forms.BooleanField(label=_("Open the list with it"), required=False)
    is_shared = forms.BooleanField(
        label=_("Share it with the colleagues of my office"), required=False
    )


class SaveFilterForm(ChangeFilterForm):
    """The same with the conditions themselves, which the page carries along."""

    query = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_query(self) -> str:
        asked = conditions(self.by, QueryDict(self.cleaned_data["query"]))
        if not asked.are_valid or not asked.kept_query:
            raise forms.ValidationError(_("Choose conditions in the list first."))
        return asked.kept_query


class ColumnsForm(Form):
    """Which columns the list shows; ``order`` fields say where each stands."""

    def __init__(self, *args: Any, shown: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = [key for key in COLUMNS if key not in shown and key != HEAD.key]
        self.keys = [key for key in shown if key != HEAD.key] + rest
        for place, key in enumerate(self.keys, start=1):
            self.fields[f"show_{key}"] = forms.BooleanField(
                label=str(COLUMNS[key].label), required=False, initial=key in shown
            )
            self.fields[f"order_{key}"] = forms.IntegerField(
                label=_("Place of: %(label)s") % {"label": str(COLUMNS[key].label)},
                required=False,
                initial=place,
                min_value=1,
                max_value=99,
                widget=forms.NumberInput(attrs={"class": "nx-place"}),
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """(tick, place) of each column, for the page."""
        return [(self[f"show_{key}"], self[f"order_{key}"]) for key in self.keys]

    def chosen(self) -> list[str]:
        """The ticked columns by their places; only after ``is_valid``."""
        answers = self.cleaned_data
        ticked = [key for key in self.keys if answers[f"show_{key}"]]
        return sorted(ticked, key=lambda key: answers[f"order_{key}"] or 99)


class ExportForm(NarrowForm):
    """Having the list made as a file: with a token against pressing twice, and the purpose."""

    query = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    standard = forms.ChoiceField(
        label=_("Codes of"),
        help_text=_("Codes without a pair stand in our words and are listed on the last sheet."),
        choices=[("", _("This system, in words")), *Standard.choices],
        required=False,
    )
    purpose = forms.CharField(
        label=_("To show full identity numbers and telephones, write what for"),
        help_text=_("Left empty, numbers are masked. The purpose is recorded and printed."),
        required=False,
        min_length=4,
        max_length=60,
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may(by, PLAIN) and not self.data.get("purpose"):
            del self.fields["purpose"]
