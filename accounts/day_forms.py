"""Shape and wording of a day of the working calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import DateField, Form

WORKING, FREE = "1", "0"


class DayForm(Form):
    """One day and what the published calendar makes of it."""

    day = DateField(label=_("Day"))
    is_working = forms.TypedChoiceField(
        label=_("It is"),
        choices=[(FREE, _("a day off")), (WORKING, _("a working day (made up for)"))],
        coerce=lambda value: value == WORKING,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Holiday"), max_length=100, required=False)
    source = forms.CharField(
        label=_("Source document"),
        max_length=200,
        help_text=_("Such as the notice of the General Office of the State Council"),
    )
