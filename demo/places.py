"""How the households of the demo city are spread over its villages."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from accounts.models import Area

# Parts of a hundred by size and hardship of the counties (domain section 15).
COUNTY_WEIGHTS = {
    "211224": 31, "211282": 19, "211221": 15, "211223": 13, "211202": 11, "211281": 6, "211204": 5,
}  # fmt: skip
MAIN_TOWNSHIP, MAIN_WEIGHT, MAIN_FULL = "211224105", 8, 20_000


@dataclass(frozen=True)
class Village:
    """A village with what the registers need to know of the places above it."""

    area: Area
    township: Area
    county: Area

    @property
    def is_urban(self) -> bool:
        """Residents' committees have numbers below 200; those of state farms are rural."""
        return self.area.pk[9:] < "200" and not self.area.name.endswith("家委会")

    @property
    def short_name(self) -> str:
        name = self.area.name
        for ending in ("村村民委员会", "村民委员会", "居民委员会"):
            if name.endswith(ending):
                return name.removesuffix(ending) + ("社区" if ending[0] == "居" else "村")
        return name

    @property
    def address(self) -> str:
        return f"{self.county.name}{self.township.name}{self.short_name}"


def villages_by_township() -> dict[Area, list[Village]]:
    """All villages of the city by township: the main one, then in the order of their codes."""
    found: dict[Area, list[Village]] = {}
    areas = Area.objects.villages().select_related("parent__parent").order_by("code")
    for area in sorted(areas, key=lambda area: not area.pk.startswith(MAIN_TOWNSHIP)):
        village = Village(area, area.parent, area.parent.parent)
        found.setdefault(village.township, []).append(village)
    return found


def spread(rng: Random, villages: list[Village], count: int) -> Counter[str]:
    """Households for each village code, by county.

    In a small city the main township has up to eight times its share, so that it is alive; from
    twenty thousand households on it is like the others.
    """
    extra = max(1.0, MAIN_WEIGHT * (1 - count / MAIN_FULL))
    sizes: Counter[str] = Counter(village.county.pk[:6] for village in villages)
    weights = [
        COUNTY_WEIGHTS[village.area.pk[:6]] / sizes[village.area.pk[:6]]
        * (extra if village.area.pk.startswith(MAIN_TOWNSHIP) else 1)
        for village in villages
    ]  # fmt: skip
    codes = [village.area.pk for village in villages]
    return Counter(rng.choices(codes, weights, k=count))
