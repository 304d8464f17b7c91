"""Finds the place a roster names: by code, by full path, or by a name nothing else there has."""

import datetime
from dataclasses import dataclass

from accounts.models import Area
from accounts.models.areas import Level
from foundation.plain import narrow
from households.importing.places import spellings
from surveys.models.campaigns import line_of

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Places:
    """The places that answer to what was typed: one, none, or several to choose from."""

    areas: tuple[Area, ...]

    @property
    def only(self) -> Area | None:
        return self.areas[0] if len(self.areas) == 1 else None

    @property
    def names(self) -> str:
        """``昌图县宝力镇、开原市…``, the first of them."""
        return "、".join(area.full_name or area.name for area in self.areas[:MOST_NAMED])


class AreaNames:
    """The divisions inside ``within`` as people write them.

    宝力镇, 昌图县宝力镇, 铁岭市昌图县宝力镇, 宝力: what stands in front may skip a level. A place
    of exactly the name goes before one whose name differs in its kind (村民委员会 for 村).
    """

    def __init__(self, within: Area, on: datetime.date) -> None:
        self.within = within
        self._areas = {a.code: a for a in Area.objects.current(on).within(within).order_by("code")}
        above = Area.objects.filter(code__in=line_of(within)).exclude(code__in=self._areas)
        self._known = self._areas | {area.code: area for area in above}
        self._tiers: list[dict[str, list[Area]]] = [{}, {}, {}]
        for area in self._areas.values():
            for tier, words in zip(self._tiers, _words(area), strict=True):
                for word in words:
                    tier.setdefault(word, []).append(area)
        self._found: dict[str, Places] = {}

    def find(self, typed: str) -> Places:
        """The places of the most exact kind that answer to the text."""
        word = narrow(typed)
        if word not in self._found:
            self._found[word] = Places(tuple(self._find(word)))
        return self._found[word]

    def _find(self, word: str) -> list[Area]:
        if word.isdecimal():
            coded = self._areas.get(word.ljust(12, "0"))
            return [coded] if coded else []
        for tier in self._tiers:
            found = {
                area.code: area
                for cut in range(len(word))
                for area in tier.get(word[cut:], ())
                if self._is_path(word[:cut], self._line(area))
            }
            if found:
                return [found[code] for code in sorted(found)]
        return []

    def _line(self, area: Area) -> list[Area]:
        """What lies above a place, the highest first."""
        codes = dict.fromkeys(line_of(area))
        return [self._known[code] for code in codes if code != area.code and code in self._known]

    def _is_path(self, front: str, line: list[Area]) -> bool:
        """Whether the text names places of the line one after the other, none or some skipped."""
        if not front:
            return True
        return any(
            self._is_path(front[len(word) :], line[place + 1 :])
            for place, area in enumerate(line)
            for words in _words(area)
            for word in words
            if front.startswith(word)
        )


def _words(area: Area) -> list[set[str]]:
    is_county = area.level in (Level.CITY, Level.COUNTY)
    return spellings(area.name, is_village=area.level == Level.VILLAGE, is_county=is_county)
