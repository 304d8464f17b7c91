"""Forms of reports: what to put into a ledger, and why numbers must stand in full."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.ledger_requests import LedgerFilters
from accounts.models import Area
from foundation.forms import DateField, Form
from reports.registry import Entry
from reports.services.ledger_files import PLAIN

SHORTEST, LONGEST = 4, 60


class LedgerFilterForm(Form):
    """The rows of a ledger: kind and dates; the area comes from the area picker."""

    kind = forms.ChoiceField(required=False)
    since = DateField(required=False)
    until = DateField(required=False)

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        if entry.kind_label:
            choices = [("", _("All kinds")), *entry.kinds()]
            self.fields["kind"] = forms.ChoiceField(
                label=entry.kind_label, choices=choices, required=False
            )
        else:
            del self.fields["kind"]
        if entry.dates_label:
            words = {"what": entry.dates_label}
            self.fields["since"].label = _("%(what)s from") % words
            self.fields["until"].label = _("%(what)s until") % words
        else:
            del self.fields["since"], self.fields["until"]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day must not be before the first"))
        return cleaned

    def filters(self, area: Area, on, *, is_plain: bool = False) -> LedgerFilters:
        """What was asked, for the area chosen; only after ``is_valid``."""
        asked = self.cleaned_data
        return LedgerFilters(
            area=area,
            on=on,
            kind=asked.get("kind") or "",
            since=asked.get("since"),
            until=asked.get("until"),
            is_plain=is_plain,
        )


class LedgerRequestForm(LedgerFilterForm):
    """The same, sent to be made: with a token against pressing twice, and the purpose."""

    area = forms.CharField(widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    purpose = forms.CharField(
        label=_("To show full identity numbers, write what for"),
        help_text=_("Left empty, numbers are masked. The purpose is recorded and printed."),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        for name in ("kind", "since", "until"):
            if name in self.fields:
                self.fields[name].widget = forms.HiddenInput()
        if not may(by, PLAIN) and not self.data.get("purpose"):
            del self.fields["purpose"]

    def clean_area(self):
        code = self.cleaned_data["area"]
        area = Area.objects.filter(code=code).first() if self.by.area.contains(code) else None
        if area is None:
            raise forms.ValidationError(_("Choose an area inside your own"))
        return area

    def clean_purpose(self):
        purpose = self.cleaned_data["purpose"].strip()
        if purpose and len(purpose) < SHORTEST:
            raise forms.ValidationError(_("Write the purpose in at least four characters"))
        return purpose
