"""Records of the demo families' economy, and the counties' assessment standards they are by."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random

from accounts.models import Area, User
from demo.bulk import Load
from demo.clock import Clock
from demo.register import Home
from households.economy import months_before
from households.models import (
    AssessmentStandard,
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    Member,
    RigidExpense,
    Supporter,
)
from households.models.records import Record

YIELDS = {
    ("crop", "maize"): 620, ("crop", "rice"): 780, ("crop", "soybean"): 430,
    ("livestock_kind", "sheep"): 260, ("livestock_kind", "pig"): 310, ("trade", "farmhand"): 1500,
}  # fmt: skip
SHARE, SHOWN_SHARE, SHOWN = 0.08, 0.5, "211224105000"  # 宝力镇, where the tour begins
PENSION_AGE = 60
Standards = Mapping[tuple[str, str, str], AssessmentStandard]


def set_standards(clock: Clock) -> Standards:
    """What every county takes a mu or an animal to bring in, since the year before."""
    since = datetime.date(clock.on.year - 1, 1, 1)
    made = [
        AssessmentStandard(
            area=county, kind=kind, item=item, net_income=Decimal(value), valid_from=since,
            source_doc="演示数据",
        )
        for county in Area.objects.counties().order_by("pk")
        for (kind, item), value in YIELDS.items()
    ]  # fmt: skip
    AssessmentStandard.objects.bulk_create(made)
    return {(row.area_id, row.kind, row.item): row for row in made}


def keep_records(
    load: Load, rng: Random, clock: Clock, standards: Standards, homes: Sequence[Home], by: User
) -> None:
    """Put the records of some families on the way."""
    shown = bool(homes) and homes[0].village.township.pk == SHOWN
    for home in homes:
        if home.is_followed and rng.random() < (SHOWN_SHARE if shown else SHARE):
            for row in _records(rng, clock, standards, home):
                load.add(row, by=by)
                load.act("record.added", row, by=by, at=row.created_at)


def _records(rng: Random, clock: Clock, standards: Standards, home: Home) -> Iterator[Record]:
    window = months_before(clock.on)
    year = {"period_from": window.first, "period_to": window.last}
    yield _made(home, Housing, kind="1", structure=rng.choice("124"), rooms=rng.randint(2, 4),
                danger_grade=rng.choice("ABBC"), floor_area=Decimal(rng.randint(42, 96)),
                heating="2", period_from=home.household.registered_on)  # fmt: skip
    for member in home.members:
        yield from _pensions(rng, clock, home, member, year)
    if not home.village.is_urban:
        yield from _farming(rng, standards, home, year)
    if rng.random() < 0.4:
        paid = Decimal(rng.randint(8, 90) * 100)
        yield _made(home, RigidExpense, kind="medical", member=home.members[0], amount=paid,
                    evidence="医院结算单", **year)  # fmt: skip


def _pensions(
    rng: Random, clock: Clock, home: Home, member: Member, year: dict
) -> Iterator[Record]:
    """The two parts of a resident's pension, and a child elsewhere who must support."""
    if (member.age_on(clock.on) or 0) < PENSION_AGE:
        return
    yield _made(home, IncomeItem, member=member, category="4", kind="402",
                gross=Decimal(rng.randint(20, 60) * 12), source="2", **year)  # fmt: skip
    yield _made(home, IncomeItem, member=member, category="4", exclude_code="basic_pension",
                gross=Decimal(118 * 12), source="2", **year)  # fmt: skip
    if member.is_head and rng.random() < 0.5:
        yield _made(home, Supporter, name=f"{member.name[0]}某", duty="elder", relation="20",
                    member=member, family_size=rng.randint(2, 4), job="务工", ability="yes",
                    monthly_income=Decimal(rng.randint(26, 48) * 100), is_authorized=True,
                    authorized_on=home.household.registered_on,
                    period_from=home.household.registered_on)  # fmt: skip


def _farming(rng: Random, standards: Standards, home: Home, year: dict) -> Iterator[Record]:
    county = home.village.county.pk
    if rng.random() < 0.7:
        crop = rng.choice(("maize", "maize", "rice", "soybean"))
        standard = standards[county, "crop", crop]
        yield _made(home, LandItem, use="self", crop=crop, mu=Decimal(rng.randint(6, 30)) / 2,
                    net_per_mu=standard.net_income, standard=standard, **year)  # fmt: skip
    else:
        yield _made(home, LandItem, use="rented_out", mu=Decimal(rng.randint(6, 30)) / 2,
                    rent=Decimal(rng.randint(15, 60) * 100), **year)  # fmt: skip
    if rng.random() < 0.2:
        standard = standards[county, "livestock_kind", "sheep"]
        yield _made(home, LivestockItem, kind="sheep", heads=rng.randint(2, 9),
                    net_per_head=standard.net_income, standard=standard, **year)  # fmt: skip


def _made(home: Home, model: type[Record], **fields: object) -> Record:
    household = home.household
    moment = household.created_at + datetime.timedelta(minutes=5)
    return model(
        household=household, area_id=household.area_id, created_at=moment, updated_at=moment,
        **fields,
    )  # fmt: skip
