"""Villages and townships by the names offices write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.plain import narrow

_VILLAGE_ENDS = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会委?|村民委会|居民委员会|家属委员会|村委会|居委会|家委会"
    r"|生活区|社区|村|屯|委会)$"
)
_PEOPLE = re.compile(r"(?:满族|朝鲜族|蒙古族|锡伯族|回族|民族)$")
_COUNTY_ENDS = re.compile(r"(?:[县市区]|自治县)$")
_TOWN_ENDS = re.compile(r"(?:街道办事处|人民政府|镇政府|乡政府|办事处|街道|镇|乡)$")


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places answer to the name; ``codes`` and ``names`` say which."""

    codes: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    name: str
    parent: str


class Places:
    """The divisions an office may file under, found by names.

    ``areas`` are (code, name, short name, parent code): villages and what lies above them. Names
    are found with and without what kind of place they are (村委会, 社区, 镇 …), and with the
    county or township written in front.
    """

    def __init__(self, areas: Iterable[tuple[str, str, str, str | None]]) -> None:
        self._by_code: dict[str, _Place] = {}
        self._counties: dict[str, str] = {}
        self._towns: dict[str, set[str]] = {}
        self._villages: dict[str, set[str]] = {}
        self._found: dict[tuple[str, str, str], str | Ambiguous | None] = {}
        for code, name, short_name, parent in areas:
            self._by_code[code] = _Place(code, name, parent or "")
            is_village = not code.endswith("000")
            if code.endswith("000000") and not code.endswith("00000000"):
                self._counties[code] = narrow(name)
            known = self._villages if is_village else self._towns
            ends = _VILLAGE_ENDS if is_village else _TOWN_ENDS
            words = {name, short_name, *_stems(name, ends)}
            if is_village:
                words |= _kinds_of_village(name)
            for word in words - {""}:
                known.setdefault(narrow(word), set()).add(code)

    def find(self, town: str, village: str, *, within: str = "") -> str | Ambiguous | None:
        """The code of a village; ``town`` may be blank, ``within`` a code it must lie below."""
        key = (town, village, within)
        if key not in self._found:
            if len(self._found) > 100_000:
                self._found.clear()
            self._found[key] = self._find(narrow(town), narrow(village), within)
        return self._found[key]

    def has(self, code: str) -> bool:
        """Whether a village has this code."""
        return code in self._by_code and not code.endswith("000")

    def is_town(self, town: str) -> bool:
        """Whether a township (or a place above it) answers to this name."""
        return bool(self._codes(self._towns, narrow(town), _TOWN_ENDS))

    def is_town_of(self, town: str, village: str) -> bool:
        """Whether a village lies in the township (or place above it) of this name."""
        codes = self._codes(self._towns, narrow(town), _TOWN_ENDS)
        return any(is_within(village, code) for code in codes)

    def is_above(self, code: str) -> bool:
        """Whether a township or a place above one has this code."""
        return code in self._by_code and code.endswith("000")

    @property
    def knows_counties(self) -> bool:
        return bool(self._counties)

    def counties(self, word: str) -> tuple[str, ...]:
        """The codes of counties of this name, with or without 县, 市, 区, or 铁岭市 in front."""
        plain = narrow(word)
        bare = _COUNTY_ENDS.sub("", plain)
        return tuple(
            code
            for code, name in self._counties.items()
            if plain.endswith(name) or (len(bare) > 1 and bare == _COUNTY_ENDS.sub("", name))
        )

    def full_name(self, code: str) -> str:
        """``宝力镇宝力村民委员会``, without what lies above the township."""
        place = self._by_code[code]
        above = self._by_code.get(place.parent)
        return (above.name if above else "") + place.name

    def _find(self, town: str, village: str, within: str) -> str | Ambiguous | None:
        if village.isdigit() and self.has(village):
            return village
        towns = self._codes(self._towns, town, _TOWN_ENDS) if town else set()
        if town and not towns:
            return None
        below = _significant(within)
        starts = tuple(_significant(code) for code in towns) or ("",)
        tiers = [*self._tiers(self._villages, village, _VILLAGE_ENDS), self._after_town(village)]
        found: set[str] = set()
        for tier in tiers:
            found = {c for c in tier if c.startswith(below) and c.startswith(starts)}
            if found:
                break
        if len(found) == 1:
            return next(iter(found))
        if not found:
            return None
        codes = tuple(sorted(found))
        return Ambiguous(codes, tuple(self.full_name(code) for code in codes))

    def _after_town(self, village: str) -> set[str]:
        """宝力镇宝力村: the township, and perhaps the county, stand in front."""
        found: set[str] = set()
        for cut in range(2, len(village) - 1):
            towns = self._towns.get(village[:cut])
            if not towns:
                continue
            rest = village[cut:]
            starts = tuple(_significant(town) for town in towns)
            tiers = [*self._tiers(self._villages, rest, _VILLAGE_ENDS), self._after_town(rest)]
            below = ({code for code in tier if code.startswith(starts)} for tier in tiers)
            found |= next((tier for tier in below if tier), set())
        return found

    def _tiers(
        self, known: dict[str, set[str]], word: str, ends: re.Pattern[str]
    ) -> list[set[str]]:
        """Places of exactly this name first, then those whose name is the same but for its end."""
        kinds = _kinds_of_village(word) if known is self._villages else set()
        return [known.get(name, set()) for name in (word, *kinds, *_stems(word, ends))]

    def _codes(self, known: dict[str, set[str]], word: str, ends: re.Pattern[str]) -> set[str]:
        if not word:
            return set()
        for tier in self._tiers(known, word, ends):
            if tier:
                return tier
        if known is self._towns:  # 昌图县宝力镇
            for cut in range(2, len(word) - 1):
                inner = known.get(word[cut:])
                if inner and known.get(word[:cut]):
                    return inner
        return set()


def spellings(name: str, *, is_village: bool, is_county: bool = False) -> list[set[str]]:
    """What one place is called: its very name first, then its kind said otherwise, then none.

    宝力村民委员会 is 宝力村 and, where nothing else is called so, 宝力.
    """
    ends = _VILLAGE_ENDS if is_village else _COUNTY_ENDS if is_county else _TOWN_ENDS
    kinds = _kinds_of_village(name) if is_village else set()
    return [{narrow(name)}, kinds, set(_stems(name, ends))]


def _stems(name: str, ends: re.Pattern[str]) -> list[str]:
    """宝力村民委员会 is also 宝力村 and 宝力; never a single character."""
    plain = narrow(name)
    stem = ends.sub("", plain)
    if stem == plain or len(stem) < 2:
        return []
    bare = _PEOPLE.sub("", stem)
    return [stem, bare] if bare != stem and len(bare) > 1 else [stem]


def _kinds_of_village(name: str) -> set[str]:
    """宝力村民委员会 is 宝力村, 青年居委会 is 青年社区: a town may have both of one name."""
    stem = _VILLAGE_ENDS.sub("", narrow(name))
    end = narrow(name)[len(stem) :]
    if not stem or stem.endswith("村"):
        return set()
    return (
        {f"{stem}村"} if "村" in end else {f"{stem}社区"} if "社区" in end or "居" in end else set()
    )


def is_within(code: str, above: str) -> bool:
    """Whether a place is ``above`` or lies below it; everything lies below ""."""
    return code.startswith(_significant(above))


def _significant(code: str) -> str:
    """The digits all places below share."""
    for length in (4, 6, 9):
        if code.endswith("0" * (12 - length)) and len(code) == 12:
            return code[:length]
    return code
