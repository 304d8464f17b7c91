"""Choosing an area (地区选择) level by level, never outside the chooser's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models.areas import Area, Level

EVERY = {
    Level.COUNTY: _("All counties"),
    Level.TOWNSHIP: _("All townships"),
    Level.VILLAGE: _("All villages"),
}


@dataclass(frozen=True)
class AreaChoice:
    """What the component ``area_picker`` draws.

    ``above`` cannot be left (the chooser's own area is below), ``path`` runs from the chooser's
    area to the chosen one, ``children`` are the next level.
    """

    name: str
    above: Sequence[Area]
    path: Sequence[Area]
    children: Sequence[Area]

    @property
    def chosen(self) -> Area:
        return self.path[-1]

    @property
    def value(self) -> str:
        return self.chosen.code

    @property
    def every_label(self) -> str | Promise:
        """The words for "not narrowed further": 全部乡镇."""
        return EVERY[Level(self.children[0].level)] if self.children else ""


def area_choice(user, code: str | None = "", *, name: str = "area") -> AreaChoice:
    """The choice as it stands; an unknown code or one outside the user's area means the whole."""
    chosen = user.area
    if code and code != chosen.code and user.area.contains(code):
        chosen = Area.objects.filter(code=code).first() or chosen
        if chosen.successor_id and user.area.contains(chosen.successor_id):
            chosen = chosen.successor  # an address kept from before a change of divisions
    line = [chosen.code[:4] + "0" * 8, chosen.county_code, chosen.township_code, chosen.code]
    above_and_path = list(Area.objects.filter(code__in=line).order_by("code"))
    own = next(i for i, area in enumerate(above_and_path) if area.code == user.area_id)
    children = Area.objects.current(timezone.localdate()).filter(parent=chosen).order_by("code")
    return AreaChoice(name, above_and_path[:own], above_and_path[own:], list(children))
