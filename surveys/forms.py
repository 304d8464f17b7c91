"""Forms of surveys: starting a visit, deciding on one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices
from foundation.forms import Form

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
