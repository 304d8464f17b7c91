"""Forms of the acts on a case, one per act that asks for something."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, User
from accounts.permissions import PERMISSIONS
from foundation import clock
from foundation.forms import DateField, Form
from petitions.forms import code_field, limit, long_text, widen
from petitions.models import PetitionCase


class ActForm(Form):
    """A form about one case; acts that ask for nothing use it as it is."""

    def __init__(self, *args: Any, case: PetitionCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        widen(
            self, *[n for n in self.fields if isinstance(self[n].field.widget, forms.RadioSelect)]
        )
        for name in self.fields:
            known = getattr(case, name, None)
            if known not in (None, "") and self.fields[name].initial is None:
                self.fields[name].initial = known

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in list(data.items()):
            is_day = isinstance(self.fields.get(name), DateField) and value
            if is_day and value > clock.today():
                self.add_error(name, _("This day has not come yet."))
        return data


class ReasonForm(ActForm):
    """Declining, extending, returning: the reason is told to those concerned."""

    reason = long_text(label=_("Grounds"), max_length=1000)


class AssignForm(ActForm):
    """Who answers for the case: lead official (包案领导), unit, handler, keeper of contact."""

    lead_name = forms.CharField(label=_("Case lead official"), max_length=50)
    lead_duty = forms.CharField(label=_("Duty of the lead official"), max_length=60)
    lead_level = code_field("interviewer_level", label=_("Level of the lead official"))
    responsible_unit = forms.CharField(label=_("Responsible unit"), max_length=80)
    handler = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Handler"), empty_label=None
    )
    keeper = forms.CharField(
        label=_("Responsible for keeping contact"), max_length=50, required=False
    )
    risk = code_field("petition_risk", label=_("Risk level"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self, "handler", handlers_of(self.case))


class RecordForm(ActForm):
    """One line of the log."""

    happened_on = DateField(label=_("Day"), initial=timezone.localdate)
    text = long_text(label=_("What was done"), max_length=2000)


class ReplyForm(ActForm):
    """What the written opinion says (W46 处理意见书)."""

    facts = long_text(6, label=_("Facts found"), max_length=4000)
    policy_basis = long_text(3, label=_("Policy basis"), max_length=2000)
    opinion = long_text(5, label=_("Handling opinion"), max_length=4000)


class DeliverForm(ActForm):
    """How the written opinion reached the petitioner."""

    delivered_on = DateField(label=_("Delivered on"), initial=timezone.localdate)
    delivery = code_field("petition_delivery", label=_("Way of delivery"), radio=True)
    delivered_to = forms.CharField(label=_("Signed for by"), max_length=50, required=False)


class ResolveForm(ActForm):
    """How the matter was resolved (三到位一处理)."""

    result = code_field("petition_result", label=_("Way it was resolved"), radio=True)
    measures = long_text(label=_("Measures taken"), max_length=2000)
    resolved_on = DateField(label=_("Resolved on"), initial=timezone.localdate)
    is_calmed = forms.BooleanField(
        label=_("The petitioner has signed an end of petitioning"), required=False
    )
    review = code_field(
        "petition_review", label=_("Review and re-examination"), radio=True, initial="0"
    )
    satisfaction = code_field("petition_satisfaction", label=_("Satisfaction"), required=False)
    keeper = forms.CharField(
        label=_("Responsible for keeping contact"), max_length=50, required=False
    )


class ProposeForm(ActForm):
    """The lead official has signed the strike-off form."""

    lead_signed_on = DateField(label=_("Signed by the lead official on"))


class RevealForm(Form):
    """What the full numbers are needed for; recorded."""

    reason = forms.CharField(label=_("What are they needed for?"), max_length=200)


def handlers_of(case: PetitionCase):
    """People who may handle the case: of its own office or above it, never of the one reported."""
    line = [case.area_id, Area(code=case.area_id).county_code, case.area_id[:4] + "0" * 8]
    roles = PERMISSIONS["petitions.handle_case"]
    people = User.objects.filter(
        is_active=True, is_machine=False, area_id__in=line, roles__role__in=roles
    )
    if case.complained_office is not None:
        low, high = case.complained_office.code_range
        people = people.exclude(area_id__gte=low, area_id__lte=high)
    return people.distinct().order_by("-area_id", "name")
