"""Forms of surveys: starting a visit, deciding on one, giving it to others, settling."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import clock
from foundation.codelists import choices
from foundation.forms import DateField, Form
from surveys.services.assignments import visitors_of

APPROVE, RETURN = "approve", "return"


class StartForm(Form):
    """Why the household is visited."""

    kind = forms.ChoiceField(
        label=_("Reason for the visit"),
        choices=lambda: choices("visit_kind"),
        initial="1",
        widget=forms.RadioSelect,
    )


class DecisionForm(Form):
    """The leader's decision on a visit; returning it needs a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(APPROVE, _("Approve")), (RETURN, _("Return for correction"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When you return it: what is to be mended"),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == RETURN and not (cleaned.get("opinion") or "").strip():
            self.add_error("opinion", _("Write what is to be mended"))
        return cleaned


class GiveUpForm(Form):
    """Why nobody needs a stranded draft any more."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class SettleForm(Form):
    """What came of a follow-up."""

    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: reached by telephone, a new visit is agreed for Friday"),
    )


class PersonField(forms.ModelChoiceField):
    """One investigator, with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.unit or obj.area.name}）"


class PairForm(Form):
    """Who visits the households, and by when."""

    first = PersonField(label=_("First investigator"), queryset=User.objects.none())
    second = PersonField(label=_("Second investigator"), queryset=User.objects.none())
    due_on = DateField(label=_("Visit by"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [person.pk for person in visitors_of(by)]
        people = User.objects.filter(pk__in=keys).select_related("area").order_by("area_id", "name")
        for name in ("first", "second"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["due_on"].initial = clock.today() + datetime.timedelta(days=14)
        for field in self.fields.values():
            field.width = "is-all"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Two different people make a visit."))
        return cleaned
