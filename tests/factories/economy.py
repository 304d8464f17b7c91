"""Makes records of a household's economy for tests, and the counties' assessment standards."""

import datetime
from decimal import Decimal

from accounts import scope
from foundation.encryption import digest
from households.models import (
    AssessmentStandard,
    Household,
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)

FROM, TO = datetime.date(2025, 11, 1), datetime.date(2026, 10, 31)
YEAR = {"period_from": FROM, "period_to": TO}


def _made(model, of: Household, **fields):
    with scope.whole_city("test data"):
        return model.objects.create(**{"household": of, "area_id": of.area_id} | fields)


def head_of(of: Household):
    with scope.whole_city("test data"):
        return of.members.get(relation__in=("01", "02"))


def income(of: Household, **fields) -> IncomeItem:
    """12,000 yuan of wages in a year, 600 of them cost."""
    row = {"category": "1", "kind": "101", "gross": Decimal(12_000), "cost": Decimal(600)}
    row |= {"member": fields.pop("member", None) or head_of(of), **YEAR}
    return _made(IncomeItem, of, **row | fields)


def land(of: Household, **fields) -> LandItem:
    row = {"use": "self", "mu": Decimal("10.5"), "crop": "maize", "net_per_mu": Decimal(400)}
    return _made(LandItem, of, **row | YEAR | fields)


def livestock(of: Household, **fields) -> LivestockItem:
    row = {"kind": "sheep", "heads": 6, "net_per_head": Decimal(260)}
    return _made(LivestockItem, of, **row | YEAR | fields)


def belonging(of: Household, **fields) -> PropertyItem:
    row = {"kind": "08", "value": Decimal(3_500), "identifier": "6780", "period_from": FROM}
    return _made(PropertyItem, of, **row | fields)


def vehicle(of: Household, plate="辽M12345", **fields) -> PropertyItem:
    row = {"kind": "04", "vehicle_kind": "car", "vehicle_status": "1", "identifier": plate}
    return belonging(of, **row | {"value": Decimal(8_000)} | fields)


def housing(of: Household, **fields) -> Housing:
    row = {"kind": "1", "structure": "2", "danger_grade": "B", "rooms": 3, "period_from": FROM}
    return _made(Housing, of, **row | {"floor_area": Decimal(62)} | fields)


def expense(of: Household, **fields) -> RigidExpense:
    return _made(RigidExpense, of, **{"kind": "medical", "amount": Decimal(4_800)} | YEAR | fields)


def supporter(of: Household, name="韩建军", number="", **fields) -> Supporter:
    row = {"duty": "elder", "relation": "20", "ability": "yes", "family_size": 3}
    made = Supporter(household=of, area_id=of.area_id, name=name, period_from=FROM, **row | fields)
    if number:
        made.identity_number, made.identity_digest = number, digest(number, purpose="identity")
    with scope.whole_city("test data"):
        made.save()
    return made


def assessment(item="maize", kind="crop", area="211224000000", **fields) -> AssessmentStandard:
    """600 yuan a mu of maize in 昌图县 since the beginning of 2025."""
    row = {"net_income": Decimal(600), "valid_from": datetime.date(2025, 1, 1)}
    row |= {"source_doc": "昌民发〔2025〕3号"}
    return AssessmentStandard.objects.create(area_id=area, kind=kind, item=item, **row | fields)


def change(row, **fields):
    """Change a record past the services."""
    with scope.whole_city("test data"):
        type(row).objects.filter(pk=row.pk).update(**fields)
    return row
