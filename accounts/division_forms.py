"""Shape and wording of a change of divisions (行政区划撤并)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from foundation.forms import DateField, Form

DIGITS = _("Twelve digits.")


class ChangeForm(Form):
    """The approving document and the first day."""

    document = forms.CharField(
        label=_("Approving document"),
        max_length=200,
        help_text=_("Number and title of the approval by the provincial or city government"),
    )
    effective_on = DateField(label=_("In force from"))


class RenameForm(Form):
    """Another name; the code stays."""

    name = forms.CharField(label=_("New name"), max_length=60)


class CodeForm(Form):
    """A code and a name."""

    code = forms.CharField(label=_("Code"), min_length=12, max_length=12, help_text=DIGITS)
    name = forms.CharField(label=_("Name of the division"), max_length=60)


class SucceedForm(Form):
    """Where everything of a division goes: into a neighbour, or to another code."""

    into = forms.ChoiceField(label=_("Merge into"), required=False)
    new_code = forms.CharField(
        label=_("or take the code"),
        max_length=12,
        required=False,
        help_text=_("For a township become a town, or transferred to another county."),
    )
    name = forms.CharField(
        label=_("Name of the division"),
        max_length=60,
        required=False,
        help_text=_("Only with a code that is new."),
    )
    parent = forms.CharField(
        label=_("Code of the division above"),
        max_length=12,
        required=False,
        help_text=_("Only when it is another one than now."),
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        neighbours = Area.objects.current(clock.today()).filter(parent_id=area.parent_id)
        rows = neighbours.exclude(pk=area.pk).order_by("code").values_list("code", "name")
        choices = [("", _("none of these")), *((code, f"{name} {code}") for code, name in rows)]
        into: Any = self.fields["into"]
        into.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("into")) == bool(cleaned.get("new_code")):
            self.add_error("into", _("Choose a neighbour, or enter a code."))
        return cleaned

    def target(self) -> dict[str, str]:
        """What ``services.divisions.add_succeed`` wants to know."""
        typed = self.cleaned_data
        if typed["into"]:
            return {"new_code": typed["into"]}
        return {"new_code": typed["new_code"], "name": typed["name"], "parent": typed["parent"]}
