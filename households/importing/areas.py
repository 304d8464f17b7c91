"""Where a household is filed: county, township, village and code of its rows must agree."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.importing.cells import Value
from households.importing.faults import Findings
from households.importing.places import Ambiguous, Places, is_within


class _Wrong(Exception):
    """The place cannot be told: ``key`` is the column at fault."""

    def __init__(self, key: str, code: str, message: Any) -> None:
        super().__init__(code)
        self.key, self.code, self.message = key, code, message


class AreaReader:
    """Finds the village of a household; ``default`` is where those without one belong.

    Nothing that a row says of its place is passed over: what contradicts the office's area, or
    another cell, is a fault.
    """

    def __init__(self, places: Places, default: str, columns: Mapping[str, int]) -> None:
        self.places, self.default, self.columns = places, default, columns
        self.around = default[:9] + "000" if places.has(default) else default

    def read(self, said: Mapping[str, Value], row: int, findings: Findings) -> str:
        """The code of the village; "" with a fault noted when it cannot be told."""
        county, town, village, code = (
            str(said.get(f"area.{name}") or "") for name in ("county", "town", "village", "code")
        )
        try:
            within = self._of_county(county)
            coded = self._of_code(code, within)
            if self.places.has(coded):
                self._compare(coded, town, village)
                return coded
            return self._of_names(town, village, coded or within)
        except _Wrong as wrong:
            # A cell that could not be read has its fault already.
            if not any(fault.field == wrong.key for fault in findings.faults):
                place = self.columns.get(wrong.key)
                findings.fault(row, place, wrong.key, wrong.code, wrong.message)
            return ""

    def _of_county(self, county: str) -> str:
        """What the village must lie in: the named county, inside the office's own area."""
        if not county or not self.places.knows_counties:
            return self.around
        for code in self.places.counties(county):
            if is_within(self.around, code):
                return self.around
            if is_within(code, self.around):
                return code
        message = _("“{county}” is not in your area: correct it, or leave these rows out.")
        text = format_lazy(message, county=county)
        raise _Wrong("area.county", "other_county", text)

    def _of_code(self, code: str, within: str) -> str:
        """The place with this code, a village or one above; "" where none is given."""
        if not code:
            return ""
        whole = code.ljust(12, "0") if code.isdecimal() and len(code) in (4, 6, 9) else code
        # A whole code is not held to the default village's township: it says where to file.
        if self.places.has(whole) and (within == self.around or is_within(whole, within)):
            return whole
        if self.places.is_above(whole):
            if is_within(whole, within):
                return whole
            if is_within(within, whole):
                return within
        message = _("There is no place with code {code} in your area: correct it.")
        text = format_lazy(message, code=code)
        raise _Wrong("area.code", "unknown_division", text)

    def _compare(self, coded: str, town: str, village: str) -> None:
        """Code and names must mean one place."""
        name = self.places.full_name(coded)
        if village:
            found = self.places.find(town, village)
            codes = found.codes if isinstance(found, Ambiguous) else (found,)
            is_one = coded in codes
        else:
            is_one = not town or self.places.is_town_of(town, coded)
        if not is_one:
            message = _("The code means {place}, the name another place: correct one of them.")
            text = format_lazy(message, place=name)
            raise _Wrong("area.code", "code_differs", text)

    def _of_names(self, town: str, village: str, within: str) -> str:
        if not village:
            return self._without_village(town, within)
        found = self.places.find(town, village, within=within)
        if isinstance(found, str):
            return found
        if isinstance(found, Ambiguous):
            message = _("Several places are called “{village}”: name the township. {places}")
            text = format_lazy(message, village=village, places="、".join(found.names[:6]))
            raise _Wrong("area.village", "ambiguous_village", text)
        if town and not self.places.is_town(town):
            message = _("There is no township “{town}” in your area: correct it.")
            raise _Wrong("area.town", "unknown_town", format_lazy(message, town=town))
        message = _("There is no village or community “{village}” there: correct the name.")
        text = format_lazy(message, village=village)
        raise _Wrong("area.village", "unknown_village", text)

    def _without_village(self, town: str, within: str) -> str:
        """The default village, unless the row says that it belongs elsewhere."""
        own = self.places.has(self.default) and is_within(self.default, within)
        if own and (not town or self.places.is_town_of(town, self.default)):
            return self.default
        message = _("The village or community is missing: name it.")
        raise _Wrong("area.village", "no_village", message)
