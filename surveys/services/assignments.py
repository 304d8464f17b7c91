"""Acts on visits to make (走访任务): two investigators, a day, taken up when the visit begins."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.access import may
from accounts.models import User
from accounts.models.users import Role
from foundation import clock
from foundation.faults import InputError
from households.models import Household
from households.services.changes.records import refuse_closed
from surveys.models import Campaign, Visit, VisitAssignment
from surveys.models.assignments import VisitAssignmentQuerySet
from surveys.services import interviewers

VISITORS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_CASEWORKER)


def visitors_of(user: User) -> list[User]:
    """Who can be sent from the user's office: active people who record visits there."""
    people = User.objects.within(user.area).filter(
        is_active=True, is_machine=False, roles__role__in=VISITORS
    )
    return list(people.select_related("area").distinct().order_by("area_id", "name"))


@transaction.atomic
def assign_visit(
    *, by: User, household: Household, first: User, second: User, due_on: datetime.date
) -> VisitAssignment | None:
    """Have two people visit a household by a day; None where a visit is open or assigned already.

    A running campaign claims it. Raises InputError for the same person twice, for who does not
    record visits in the household's place, a day that is over, or a closed file.
    """
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    refuse_closed(locked)
    if first.pk == second.pk:
        raise InputError("second", _("Two different people make a visit."))
    if due_on < clock.today():
        raise InputError("due_on", _("This day is over."))
    for person in (first, second):
        if not may(person, "surveys.record_visit") or not person.area.contains(locked.area_id):
            raise InputError("first", _("%(name)s makes no visits there") % {"name": person.name})
    known = VisitAssignment.objects.filter(household=locked).open().exists()
    if known or Visit.objects.filter(household=locked).open().exists():
        return None
    made = VisitAssignment.objects.create(
        household=locked, area_id=locked.area_id, first=first, second=second, due_on=due_on,
        campaign=Campaign.objects.running(clock.today(), locked.area_id).first(),
        assigned_by=by,
    )  # fmt: skip
    detail = {"due_on": due_on.isoformat()}
    audit.record(by=by, action="visit.assigned", target=made, detail=detail)
    return made


@transaction.atomic
def withdraw(*, by: User, household_id: int, made_id: int) -> bool:
    """Take an assignment back; False once the visit has begun."""
    rows = VisitAssignment.objects.filter(pk=made_id, household_id=household_id)
    return withdraw_open(by=by, rows=rows) > 0


@transaction.atomic
def withdraw_open(*, by: User, rows: VisitAssignmentQuerySet) -> int:
    """Take back those of ``rows`` that nobody has begun; returns how many."""
    found = list(rows.open().select_for_update(of=("self",)).order_by("pk"))
    VisitAssignment.objects.filter(pk__in=[one.pk for one in found]).update(
        withdrawn_at=clock.now()
    )
    for one in found:
        audit.record(by=by, action="visit.assignment_withdrawn", target=one)
    return len(found)


@transaction.atomic
def note_printed(*, by: User, rows: Sequence[VisitAssignment]) -> None:
    """Note in each household's trail that it stands on a printed list."""
    for row in rows:
        audit.record(by=by, action="visit.list_printed", target=row)


def take_up(*, visit: Visit, by: User) -> None:
    """Tie a visit that begins to its assignment; the partner becomes the second investigator.

    Called in the transaction that begins the visit.
    """
    rows = VisitAssignment.objects.select_for_update(of=("self",)).open()
    found = rows.filter(household_id=visit.household_id).first()
    if found is None:
        return
    found.visit = visit
    found.save(update_fields=["visit"])
    partner = found.partner_of(by)
    if partner is not None:
        interviewers.of_account(visit, partner).save(force_insert=True)
