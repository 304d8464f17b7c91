"""The register of the demo city: households, members and kinds, with history, audit, numbers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from stdnum import luhn

from accounts.models import User
from demo import bulk
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
class Registrar:
    """Registers families township by township."""

    rng: Random
    clock: Clock
    numbers: Numbers
    phones: int = 0

    def register(self, plan: Sequence[tuple[Village, int]], by: User) -> list[Home]:
        """Write so many households into each village of one township."""
        homes = [self._home(village) for village, count in plan for _ in range(count)]
        homes.sort(key=lambda home: (home.village.area.pk, home.household.registered_on))
        self._number(homes)
        bulk.give_keys([home.household for home in homes])
        for home in homes:
            self._finish(home)
        self._write(homes, by)
        return homes

    def _home(self, village: Village) -> Home:
        rng = self.rng
        family = make_family(
            rng, self.numbers, county=village.county.pk[:6], urban=village.is_urban,
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
            self.phones += 1
            household.phone = f"1990000{self.phones * 7919 % 10000:04d}"
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

    def _number(self, homes: list[Home]) -> None:
        """Household numbers as the counters of each village and year give them."""
        villages = {home.village.area.pk for home in homes}
        counters = {
            (row.unit_id, row.year): row
            for row in Counter.objects.filter(series=HOUSEHOLD_SERIES, unit_id__in=villages)
        }
        for home in homes:
            code, year = home.village.area.pk, home.household.registered_on.year
            row = counters.setdefault(
                (code, year), Counter(series=HOUSEHOLD_SERIES, unit_id=code, year=year, last=0)
            )
            row.last += 1
            home.household.household_no = f"{code}{year:04d}{row.last:06d}"
        Counter.objects.bulk_create(
            counters.values(), update_conflicts=True, update_fields=["last"],
            unique_fields=["series", "unit", "year"],
        )  # fmt: skip

    def _finish(self, home: Home) -> None:
        """Instants and members; the members are read as people type them."""
        household = home.household
        household.created_at = office_hour(self.rng, household.registered_on)
        household.updated_at = household.created_at
        for data in home.family.people:
            member = Member(household=household, area_id=household.area_id)
            fill(member, data, on=self.clock.on)
            joined = max(household.registered_on, member.birth_on or household.registered_on)
            member.joined_on = joined
            member.created_at = member.updated_at = max(household.created_at, at(joined))
            home.members.append(member)

    def _write(self, homes: list[Home], by: User) -> None:
        members = [member for home in homes for member in home.members]
        kinds = [kind for home in homes for kind in self._kinds(home)]
        bulk.give_keys(members)
        bulk.give_keys(kinds)
        bulk.insert_tracked([home.household for home in homes], by=by)
        bulk.insert_tracked(members, by=by)
        bulk.insert_tracked(kinds, by=by)
        bulk.insert_acts([*self._registered(homes, by), *self._kind_acts(kinds, by)])

    def _registered(self, homes: list[Home], by: User):
        for home in homes:
            household = home.household
            detail = {"members": len(home.members), "number": household.household_no}
            yield bulk.act(
                "household.registered", household, by=by, at=household.created_at, detail=detail
            )

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

    def _kind_acts(self, kinds: list[HouseholdKind], by: User):
        for kind in kinds:
            moment = _registered_at(kind)
            yield bulk.act(
                "household.kind_added", kind, by=by, at=moment, detail={"kind": kind.kind}
            )
            if kind.until:
                yield bulk.act(
                    "household.kind_ended", kind, by=by, at=at(kind.until, 10),
                    detail={"kind": kind.kind},
                )  # fmt: skip


def _registered_at(kind: HouseholdKind) -> datetime.datetime:
    return kind.household.created_at + datetime.timedelta(minutes=2)
