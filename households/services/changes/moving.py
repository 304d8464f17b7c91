"""Moving a household to another village of the same county (县内迁移): effective at once."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import Area, User
from accounts.models.areas import Level
from accounts.models.users import Role
from accounts.scope import area_scope
from accounts.services.messages import tell
from foundation.faults import InputError
from households import stakes
from households.models import ChangeKind, Household, HouseholdChange
from households.services.changes import plans, records
from households.services.changes.plans import Plan


def plan(*, household: Household, to: Area, on: datetime.date, by: User) -> Plan:
    """What the move would do. Raises InputError."""
    _check(household, to, on)
    words = _("The file, its members and everything under way go from {old} to {new}.")
    made = Plan(lines=[format_lazy(words, old=household.area.full_name, new=to.full_name)])
    if not by.area.contains(to.code):
        words = _("{office} will not see the file any more; {new} is told at once.")
        office, new = by.area.name, _township(to).name
        made.lines.append(format_lazy(words, office=office, new=new))
    made.lines.append(_("The file number stays as it is."))
    return plans.with_stakes(made, household, stakes.Act.MOVE, on)


@transaction.atomic
def move(
    *,
    by: User,
    household: Household,
    to: Area,
    on: datetime.date,
    reason: str,
    address: str = "",
) -> HouseholdChange | None:
    """Change the managing village within the county; twice does it once (``None``).

    The officer's own scope must hold the file; the county's scope is declared only to write the
    rows that now lie with the receiving township. Raises InputError.
    """
    (locked,) = records.lock(household)
    if locked.area_id == to.code:
        return None
    _check(locked, to, on)
    stakes.refuse_blocking(locked, stakes.Act.MOVE, on)
    with area_scope(Area.objects.get(pk=to.county_code)):
        made = relocate(
            by=by, household=locked, to=to, on=on, reason=reason, address=address,
            kind=ChangeKind.MOVED,
        )  # fmt: skip
        stakes.follow(locked, stakes.Act.MOVE, on, by=by)
    tell(
        to=officers(_township(to), Role.TOWNSHIP_CASEWORKER),
        sentence=gettext_noop("Household file %(number)s has moved into your township."),
        figures={"number": locked.household_no},
        url=reverse("households:household", args=[locked.pk]),
    )
    return made


def relocate(
    *,
    by: User,
    household: Household,
    to: Area,
    on: datetime.date,
    reason: str,
    address: str,
    kind: ChangeKind,
) -> HouseholdChange:
    """Put a locked file under another village; its children follow by their pair keys.

    For the named services that declare a scope which holds both places.
    """
    old = household.area
    household.area = to
    household.residence_address = address or household.residence_address
    household.save(update_fields=["area", "residence_address", "updated_at"])
    return records.note(
        by=by, kind=kind, household=household, on=on, reason=reason, from_area=old, to_area=to
    )


def officers(office: Area, *roles: Role) -> Iterable[User]:
    """The people of one office who hold one of some roles."""
    found = User.objects.filter(area_id=office.code, is_active=True, roles__role__in=roles)
    return found.distinct()


def _township(village: Area) -> Area:
    return Area.objects.get(pk=village.township_code)


def _check(household: Household, to: Area, on: datetime.date) -> None:
    records.refuse_closed(household)
    records.refuse_future(on)
    if to.level != Level.VILLAGE:
        raise InputError("to", _("Choose the village or community that manages the household."))
    if to.code == household.area_id:
        raise InputError("to", _("The household lies in this village already."))
    if to.county_code != household.area.county_code:
        raise InputError("to", _("Another county: propose a hand-over instead."))
