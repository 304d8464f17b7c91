"""Fields whose value is never written into a page: kept when left empty, emptied deliberately."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.form_sections import CLEAR
from foundation.forms import Form


class SecretsForm(Form):
    """A form of a row with sealed columns, named in ``SECRETS`` with what masks them.

    What is on file is shown masked; an empty box keeps it. Unless it is in ``NOT_CLEARABLE``, a
    box beside it takes it out of the file.
    """

    SECRETS: Mapping[str, Callable[[str], str]] = {}
    NOT_CLEARABLE: tuple[str, ...] = ()

    def say_what_is_on_file(self, row: Any) -> None:
        """Call once the fields are there, with the row that the page changes."""
        for name, mask in self.SECRETS.items():
            value = getattr(row, name)
            if not value:
                continue
            text = gettext("On file: %(masked)s. Leave empty to keep it.")
            self.fields[name].help_text = text % {"masked": mask(value)}
            self.fields[name].required = False
            if name not in self.NOT_CLEARABLE:
                label = _("Take it out of the file")
                self.fields[CLEAR + name] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.SECRETS:
            if cleaned.get(CLEAR + name) and self[name].data:
                message = _("Write a new one, or take it out of the file, not both.")
                self.add_error(CLEAR + name, message)
        return cleaned

    def without_kept(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What to save: secrets left empty stay out, unless they are to leave the file."""
        saved = {n: v for n, v in cleaned.items() if n != "seen_at" and not n.startswith(CLEAR)}
        for name in self.SECRETS:
            if not saved.get(name) and not cleaned.get(CLEAR + name):
                saved.pop(name, None)
        return saved
