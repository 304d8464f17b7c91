"""Forms that move a household: within the county, or to another one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from foundation import clock
from households.change_forms import ActForm
from households.forms import NarrowForm


def villages_of(county_code: str) -> list[Any]:
    """The villages of a county as grouped choices, one group per township."""
    county = Area.objects.get(pk=county_code)
    inside = Area.objects.within(county).current(clock.today()).order_by("code")
    groups: dict[str, list[tuple[str, str]]] = {}
    towns = {town.code: town.name for town in inside.townships()}
    for village in inside.villages():
        if village.parent_id in towns:
            groups.setdefault(towns[village.parent_id], []).append((village.code, village.name))
    return [("", _("Choose")), *groups.items()]


class VillageField(forms.ChoiceField):
    """One village of a county; cleans to the area."""

    def __init__(self, *, county_code: str, **kwargs: Any) -> None:
        super().__init__(choices=villages_of(county_code), **kwargs)

    def clean(self, value: Any) -> Area:
        return Area.objects.get(pk=super().clean(value))


class MoveForm(ActForm):
    """The village that manages the household from now on."""

    address = forms.CharField(
        label=_("New residence address"),
        max_length=200,
        required=False,
        help_text=_("Empty: the address on file stays."),
    )

    def __init__(self, *args: Any, county_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = VillageField(
            label=_("Goes to the village or community"), county_code=county_code
        )
        self.order_fields(["to", "on", "reason", "address"])


class HandOverForm(ActForm):
    """The county the file is offered to."""

    to_county = forms.ModelChoiceField(
        label=_("Receiving county"), queryset=Area.objects.none(), empty_label=_("Choose")
    )
    address = forms.CharField(label=_("New residence address"), max_length=200, required=False)
    field_order = ("to_county", "on", "reason", "address")

    def __init__(self, *args: Any, county_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = Area.objects.counties().current(clock.today())
        field = self.fields["to_county"]
        field.queryset = counties.exclude(pk=county_code)  # type: ignore[attr-defined]


class AcceptForm(ActForm):
    """The village that manages the file in the receiving county."""

    def __init__(self, *args: Any, county_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.fields["to"] = VillageField(
            label=_("Village or community that manages the file"), county_code=county_code
        )
        self.order_fields(["to", "on"])


class DeclineForm(NarrowForm):
    """Why the receiving county does not take the file."""

    reason = forms.CharField(label=_("Reason for declining"), max_length=200)
