"""Makes households and members for tests: visibly fictitious, region 211299."""

import datetime
import itertools

from accounts import scope
from foundation.encryption import digest
from foundation.identity import make_identity, parse_identity
from foundation.names import given_name, pinyin_initials
from households.models import Household, HouseholdKind, Member

ON = datetime.date(2026, 1, 5)
_sequence = itertools.count(1)
VILLAGE = "211224105200"


def identity(birth_on=datetime.date(1962, 5, 4), *, male=True) -> str:
    """A fictitious identity number nobody else in this test run has."""
    number = next(_sequence)
    return make_identity("211299", birth_on, (number * 2 + male) % 1000 or 1000 - male)


def household(
    area_code: str = VILLAGE, head: str = "韩淑英", *, urban_rural="2", members=(), **fields
) -> Household:
    """A household on the register with its head and further members (name, relation, birth)."""
    with scope.whole_city("test data"):
        made = Household.objects.create(
            household_no=f"T{next(_sequence):021d}",
            area_id=area_code,
            urban_rural=urban_rural,
            head_name=head,
            status="registered",
            family_size=1 + len(members),
            registered_on=ON,
            residence_address="某村 2 组",
            **fields,
        )
        member(made, head, "02", datetime.date(1962, 5, 4))
        for name, relation, birth_on in members:
            member(made, name, relation, birth_on)
    return made


def member(of: Household, name: str, relation: str = "99", birth_on=None, **fields) -> Member:
    number = identity(birth_on or datetime.date(1990, 1, 1))
    known = parse_identity(number, on=ON)
    made = Member(
        household=of,
        area_id=of.area_id,
        name=name,
        given_name=given_name(name),
        initials=pinyin_initials(name),
        relation=relation,
        sex=known.sex,
        birth_on=known.birth_on,
        joined_on=ON,
        **fields,
    )
    made.identity_number = number
    made.identity_digest = digest(number, purpose="identity")
    with scope.whole_city("test data"):
        made.save()
    return made


def kind(of: Household, code: str, since=ON, until=None) -> HouseholdKind:
    with scope.whole_city("test data"):
        return HouseholdKind.objects.create(
            household=of, area_id=of.area_id, kind=code, since=since, until=until
        )
