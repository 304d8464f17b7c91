"""The register of the demo city: households, members and kinds, with history, audit, numbers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from stdnum import luhn

from accounts.models import User
from demo.bulk import Load
from demo.clock import Clock, at, office_hour
from demo.families import (
    DIBAO,
    LOW,
    ORPHAN,
    TEKUN,
    Family,
    make_family,
)
from demo.people import Numbers
from demo.places import Village
from foundation.encryption import digest
from households.models import Counter, Household, HouseholdKind, Member
from households.models.households import HouseholdStatus
from households.services.numbers import HOUSEHOLD_SERIES
from households.services.people import fill

PAID = (DIBAO, TEKUN, ORPHAN)
LEFT = {
    HouseholdStatus.MOVED_OUT: "全家迁出本市",
    HouseholdStatus.DEREGISTERED: "家庭收入稳定超过低收入线",
    HouseholdStatus.STOPPED: "家庭收入增加，停止救助",
}
CERTIFICATES = {DIBAO: "低保", TEKUN: "特困", LOW: "低收"}


@dataclass
class Home:
    """A household just written, with what later seeding needs of it."""

    household: Household
    members: list[Member]
    family: Family
    village: Village

    @property
    def is_followed(self) -> bool:
        return self.household.status not in LEFT


@dataclass
class Shelf:
    """What all townships draw from: identity numbers, telephones, household numbers."""

    numbers: Numbers = field(default_factory=Numbers)
    counters: dict[tuple[str, int], Counter] = field(default_factory=dict)
    phones: int = 0

    def household_no(self, village: str, year: int) -> str:
        """The next household number of a village and year, as its counter gives it."""
        row = self.counters.get((village, year))
        if row is None:
            row = Counter(series=HOUSEHOLD_SERIES, unit_id=village, year=year, last=0)
            self.counters[village, year] = row
        row.last += 1
        return f"{village}{year:04d}{row.last:06d}"

    def phone(self) -> str:
        """A number of a block nobody is given."""
        self.phones += 1
        return f"1990000{self.phones * 7919 % 10000:04d}"

    def save(self) -> None:
        """Leave the counters where the services will go on."""
        Counter.objects.bulk_create(
            self.counters.values(), update_conflicts=True, update_fields=["last"],
            unique_fields=["series", "unit", "year"], batch_size=1000,
        )  # fmt: skip


@dataclass
class Registrar:
    """Registers families of one township."""

    load: Load
    rng: Random
    clock: Clock
    shelf: Shelf

    def register(self, plan: Sequence[tuple[Village, int]], by: User) -> list[Home]:
        """Write so many households into each village."""
        homes = [self._home(village) for village, count in plan for _ in range(count)]
        homes.sort(key=lambda home: (home.village.area.pk, home.household.registered_on))
        for home in homes:
            self._finish(home)
            self._write(home, by)
        return homes

    def _home(self, village: Village) -> Home:
        rng = self.rng
        family = make_family(
            rng, self.shelf.numbers, county=village.county.pk[:6], urban=village.is_urban,
            on=self.clock.on,
        )  # fmt: skip
        is_new = rng.random() < 0.03
        days = rng.randrange(3, 60) if is_new else rng.randrange(120, 2600)
        registered = self.clock.ago(days)
        household = Household(
            area=village.area,
            urban_rural="1" if village.is_urban else "2",
            status=self._status(is_new=is_new),
            head_name=family.people[0]["name"],
            family_size=len(family.people),
            poverty_cause=family.cause,
            dm_class=family.dm_class,
            is_registered_poor=family.is_lifted,
            relapse_kind=family.relapse,
            is_demo=True,
            registered_on=registered,
        )
        self._addresses(household, village)
        self._money(household, family, village)
        return Home(household, [], family, village)

    def _status(self, *, is_new: bool) -> str:
        if is_new:
            return HouseholdStatus.TO_SCREEN
        roll = self.rng.random()
        if roll < 0.03:
            return self.rng.choice(list(LEFT))
        return HouseholdStatus.GRACE if roll < 0.035 else HouseholdStatus.REGISTERED

    def _addresses(self, household: Household, village: Village) -> None:
        rng = self.rng
        if village.is_urban:
            place = f"{rng.randint(1, 40)}号楼{rng.randint(1, 6)}单元{rng.randint(1, 7)}0"
            household.residence_address = f"{village.address}{place}{rng.randint(1, 3)}室"
        else:
            household.residence_address = f"{village.address}{rng.randint(1, 9)}组"
        apart = rng.random() < 0.05
        household.hukou_address = (
            f"{village.county.name}{village.township.name}"
            if apart
            else household.residence_address
        )
        if rng.random() < 0.93:
            household.phone = self.shelf.phone()
            household.phone_digest = digest(household.phone, purpose="phone")

    def _money(self, household: Household, family: Family, village: Village) -> None:
        rng, main = self.rng, family.kinds[0]
        if main in CERTIFICATES:
            household.card_no = f"{CERTIFICATES[main]}{rng.randrange(10**8):08d}"
        if main in PAID or rng.random() < 0.4:
            stem = f"62179900{rng.randrange(10**10):010d}"
            household.account_name = household.head_name
            household.account_bank = (
                f"{village.county.name}农村信用合作联社{village.township.name}信用社"
            )
            household.account_no = stem + luhn.calc_check_digit(stem)

    def _finish(self, home: Home) -> None:
        """Instants and members; the members are read as people type them."""
        household, on = home.household, home.household.registered_on
        household.household_no = self.shelf.household_no(home.village.area.pk, on.year)
        household.created_at = office_hour(self.rng, on)
        household.updated_at = household.created_at
        for data in home.family.people:
            member = Member(household=household, area_id=household.area_id)
            fill(member, data, on=self.clock.on)
            joined = max(on, member.birth_on or on)
            member.joined_on = joined
            member.created_at = member.updated_at = max(household.created_at, at(joined))
            home.members.append(member)

    def _write(self, home: Home, by: User) -> None:
        load, household = self.load, home.household
        load.add(household, by=by)
        for member in home.members:
            member.household = household
            load.add(member, by=by)
        detail = {"members": len(home.members), "number": household.household_no}
        load.act("household.registered", household, by=by, at=household.created_at, detail=detail)
        for kind in self._kinds(home):
            load.add(kind, by=by)
            detail = {"kind": kind.kind}
            moment = household.created_at + datetime.timedelta(minutes=2)
            load.act("household.kind_added", kind, by=by, at=moment, detail=detail)
            if kind.until:
                moment = at(kind.until, 10)
                load.act("household.kind_ended", kind, by=by, at=moment, detail=detail)

    def _kinds(self, home: Home) -> list[HouseholdKind]:
        household = home.household
        since = household.registered_on
        left = household.status in LEFT
        until = max(since, self.clock.ago(self.rng.randrange(5, 100))) if left else None
        return [
            HouseholdKind(
                household=household, area_id=household.area_id, kind=kind, since=since,
                until=until, reason=LEFT[HouseholdStatus(household.status)] if left else "",
            )
            for kind in home.family.kinds
        ]  # fmt: skip
