"""Makes areas, users and changes of divisions for tests."""

import csv
import datetime

from accounts.management.commands.load_areas import SHIPPED
from accounts.models import Area, DivisionChange, DivisionChangeItem, User, UserRole
from accounts.services import areas, divisions

PASSWORD = "Nuanxin-2026"


def load_real_areas() -> None:
    with open(SHIPPED, encoding="utf-8", newline="") as source:
        areas.load(rows=csv.DictReader(source), valid_from=datetime.date(2020, 1, 1))


def user(role, area_code: str, username: str, name: str = "测试员", **fields) -> User:
    """A user with one role in one area (created once per test)."""
    found = User.objects.filter(username=username).first()
    if found:
        return found
    made = User.objects.create_user(
        username, PASSWORD, name=name, area=Area.objects.get(pk=area_code), **fields
    )
    UserRole.objects.create(user=made, role=role)
    return User.objects.select_related("area").get(pk=made.pk)


def division_change(by: User, **fields) -> DivisionChange:
    """A prepared change of divisions without items."""
    facts = {"document": "辽民函〔2026〕12号", "effective_on": datetime.date(2026, 1, 1), **fields}
    return divisions.prepare(by=by, **facts)


def division_item(by: User) -> DivisionChangeItem:
    """宝力镇 about to be renamed."""
    change = division_change(by)
    divisions.add_rename(change=change, code="211224105000", name="新宝力镇")
    return change.items.get()
