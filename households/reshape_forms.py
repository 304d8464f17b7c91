"""Forms that split a household, merge two, or take a merging back."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.change_forms import ActForm, ConfirmForm, KindsField, WideChoice
from households.models import Household
from households.services.changes import records
from households.services.changes.merging import Merging
from households.services.changes.splitting import Splitting


class SplitForm(ActForm):
    """Who sets up a household of their own, under which head, with which kinds."""

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(m.pk), m.name) for m in household.members.active().order_by("pk")]
        self.fields["who"] = WideChoices(label=_("Who leaves this file?"), choices=people)
        self.fields["head"] = WideChoice(
            label=_("Head of the new household"), choices=people, widget=forms.RadioSelect
        )
        self.fields["rest_head"] = WideChoice(
            label=_("Head of this file, if the present head leaves"),
            choices=[("", _("The head stays")), *people],
            required=False,
        )
        self.fields["address"] = forms.CharField(
            label=_("Residence address of the new household"),
            max_length=200,
            required=False,
            help_text=_("Empty: the same as here."),
        )
        kinds = records.open_kinds(household)
        if kinds:
            self.fields["kinds_kept"] = KindsField(label=_("Kinds that stay here"), kinds=kinds)
            self.fields["kinds_gone"] = KindsField(
                label=_("Kinds the new household takes"), kinds=kinds, ticked=False
            )
        self.order_fields(["who", "head", "rest_head", "on", "reason", *self.fields])

    def splitting(self, answers: ConfirmForm | None = None) -> Splitting:
        """What was said, with what was answered beneath the preview."""
        cleaned = self.cleaned_data
        return Splitting(
            who=[int(pk) for pk in cleaned["who"]],
            head=int(cleaned["head"]),
            on=cleaned["on"],
            reason=cleaned["reason"],
            rest_head=int(cleaned["rest_head"]) if cleaned["rest_head"] else None,
            relations=answers.relations if answers else {},
            is_confirmed=answers is not None and answers.is_confirmed,
            kinds_kept=[int(pk) for pk in cleaned.get("kinds_kept", ())],
            kinds_gone=[int(pk) for pk in cleaned.get("kinds_gone", ())],
            address=cleaned["address"],
        )


class WideChoices(forms.MultipleChoiceField):
    """Boxes to tick, on the whole line."""

    widget = forms.CheckboxSelectMultiple
    width = "is-all"


class MergeForm(ActForm):
    """The other file, and which of the two stays."""

    other = forms.CharField(
        label=_("Number of the other file"),
        max_length=22,
        help_text=_("22 digits; it stands on the other household's page."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stays = forms.ChoiceField(
        label=_("Which file stays?"),
        choices=[("this", _("This file; the other goes into it")), ("other", _("The other file"))],
        initial="this",
        widget=forms.RadioSelect,
    )
    field_order = ("other", "stays", "on", "reason")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household

    def clean_other(self) -> Household:
        typed = self.cleaned_data["other"].strip()
        found = Household.objects.select_related("area").filter(household_no=typed).first()
        if found is None:
            raise forms.ValidationError(_("No file in your area has this number: compare it."))
        if found.pk == self.household.pk:
            raise forms.ValidationError(_("This is the same file: name the other one."))
        return found

    def merging(self, answers: ConfirmForm | None = None) -> Merging:
        """What was said, with what was answered beneath the preview."""
        cleaned = self.cleaned_data
        files = (self.household, cleaned["other"])
        survivor, gone = files if cleaned["stays"] == "this" else files[::-1]
        said = Merging(survivor, gone, cleaned["on"], cleaned["reason"])
        if answers is None:
            return said
        return replace(
            said,
            relations=answers.relations,
            same=answers.same,
            is_confirmed=answers.is_confirmed,
        )
