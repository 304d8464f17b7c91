"""Forms that hide a household from somebody, or open it to somebody, for a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, User
from foundation import clock
from foundation.forms import DateField, Form


class WhomForm(Form):
    """One person by user name, or one office by its area code; never both."""

    username = forms.CharField(
        label=_("User name"), max_length=40, required=False, help_text=_("Of one person, or")
    )
    office_code = forms.CharField(
        label=_("Office, by area code"),
        max_length=12,
        required=False,
        help_text=_("everybody of one office: 12 digits."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_username(self) -> User | None:
        typed = self.cleaned_data["username"].strip()
        found = User.objects.filter(username=typed).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("Nobody has this user name: compare with the user list."))
        return found

    def clean_office_code(self) -> Area | None:
        typed = self.cleaned_data["office_code"].strip()
        found = Area.objects.filter(code=typed).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("No area has this code: it has 12 digits."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("username")) == bool(cleaned.get("office_code")):
            self.add_error("username", _("Name one person or one office."))
        return cleaned

    def fields_to_save(self) -> dict[str, Any]:
        return {
            "user": self.cleaned_data["username"],
            "office": self.cleaned_data["office_code"],
            "reason": self.cleaned_data["reason"],
            "until": self.cleaned_data.get("until"),
        }


class CloseDoorForm(WhomForm):
    until = DateField(label=_("Until"), required=False, help_text=_("Empty: for good."))


class GiveGrantForm(WhomForm):
    until = DateField(label=_("Until"))

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < clock.today():
            raise forms.ValidationError(_("This day is past: choose a later one."))
        return day
