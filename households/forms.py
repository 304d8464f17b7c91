"""Forms of the household file: every mistake said beside its field, nothing typed is lost."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices
from foundation.forms import DateField, Form


class SeenForm(Form):
    """A form that knows which version of the row its page showed (optimistic lock)."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen_at(self) -> datetime.datetime | None:
        typed = self.cleaned_data["seen_at"]
        try:
            return datetime.datetime.fromisoformat(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(_("Open the page again before saving.")) from error

    def show_clash(self, current: dict[str, Any], seen_at: datetime.datetime, who: str) -> None:
        """Say beside each differing field what somebody else saved; what was typed stays."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_at")] = seen_at.isoformat()
        message = gettext(
            "%(who)s has meanwhile saved “%(value)s” here: save again to keep yours,"
            " or take theirs."
        )
        for name, field in self.fields.items():
            if name == "seen_at" or name not in current or name not in self.cleaned_data:
                continue
            if (self.cleaned_data[name] or "") != (current[name] or ""):
                shown = self.shown_value(field, current[name])
                self.add_error(name, message % {"who": who, "value": shown})
        if not self.errors:
            text = gettext("%(who)s has meanwhile saved this page: look through it and save again.")
            self.add_error(None, text % {"who": who})

    @staticmethod
    def shown_value(field: forms.Field, value: Any) -> Any:
        if isinstance(field, forms.ChoiceField):
            names: dict[Any, Any] = dict(flatten_choices(field.choices))
            several = value if isinstance(value, list) else [value]
            return "、".join(str(names.get(one, one)) for one in several) or gettext("nothing")
        return value if value not in (None, "") else gettext("nothing")


class NarrowForm(Form):
    """A form of few fields in a narrow box, one below the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.width = "is-all"


class ChangeHeadForm(Form):
    """What the former head is to the new one."""

    former_relation = forms.ChoiceField(label=_("The former head is to the new head"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relations = [pair for pair in choices("relation") if pair[0] not in ("01", "02")]
        self.fields["former_relation"].choices = [("", _("Choose")), *relations]


class AddKindForm(Form):
    """A kind the household belongs to from a day on; the tick appears when a rule asks for it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices("household_kind"))
    since = DateField(label=_("Since"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    is_confirmed = forms.BooleanField(
        label=_("Different people of the household hold them: add it all the same"),
        widget=forms.HiddenInput,
        required=False,
    )

    def ask_to_confirm(self) -> None:
        """Show the tick by which the clerk says that different people hold the two kinds."""
        self.fields["is_confirmed"].widget = forms.CheckboxInput()


class ChangeKindForm(NarrowForm):
    """The first day of a kind and its reason, mended."""

    since = DateField(label=_("Since"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndKindForm(NarrowForm):
    """The last day of a kind, and why."""

    until = DateField(label=_("Last day"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)
