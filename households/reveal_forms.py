"""What a full number is wanted for."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms import NarrowForm

OTHER = "other"
PURPOSES = (
    ("compare", _("Compare with the card")),
    ("apply", _("Handle an application or benefit")),
    ("answer", _("Answer the person or a petition")),
    ("inspect", _("Inspection or audit")),
    (OTHER, _("Something else")),
)
_LONG_NUMBER = re.compile(r"\d{11,}")


class RevealForm(NarrowForm):
    """The purpose of seeing a full number; the answer is recorded."""

    reason = forms.ChoiceField(
        label=_("What do you need the full number for?"),
        choices=PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need the number for.")},
    )
    note = forms.CharField(
        label=_("In words"),
        max_length=100,
        required=False,
        help_text=_("Needed for something else; no identity or phone numbers here."),
    )

    def __init__(self, *args: Any, is_number: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_number:
            self.fields["reason"].label = _("What do you need to know it for?")

    def clean_note(self) -> str:
        note = self.cleaned_data["note"].strip()
        if _LONG_NUMBER.search(note):
            raise forms.ValidationError(_("Write no identity, phone or account numbers here."))
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == OTHER and "note" in cleaned and len(cleaned["note"]) < 4:
            self.add_error("note", _("Say in a few words what you need the number for."))
        return cleaned
