"""Forms of pairs of codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices
from households.forms import NarrowForm
from households.models import CodeMapping


class PairForm(NarrowForm):
    """One pair of a list: ours, theirs, and which one is written and read."""

    code = forms.ChoiceField(label=_("Our code"))
    ext_code = forms.CharField(label=_("Their code"), max_length=20)
    ext_name = forms.CharField(label=_("Their name"), max_length=60, required=False)
    is_for_export = forms.BooleanField(
        label=_("Write this one on export"), required=False, initial=True
    )
    is_for_import = forms.BooleanField(
        label=_("Read it as this one on import"), required=False, initial=True
    )
    note = forms.CharField(label=_("Note"), max_length=60, required=False)

    def __init__(
        self, *args: Any, code_list: str, mapping: CodeMapping | None = None, **kwargs: Any
    ) -> None:
        if mapping is not None:
            kwargs.setdefault("initial", {n: getattr(mapping, n) for n in self.base_fields})
        super().__init__(*args, **kwargs)
        pairs = [(code, f"{code} {name}") for code, name in choices(code_list)]
        self.fields["code"].choices = [("", _("Choose")), *pairs]
        if mapping is not None:
            # Which codes a pair joins is what it is: another pair is another row.
            for name in ("code", "ext_code"):
                self.fields[name].disabled = True


class TableForm(NarrowForm):
    """A filled-in table of pairs."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Export the table first: it lists every code; fill in 对方代码 and send it."),
    )
