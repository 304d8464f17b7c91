"""Acts on the investigators of a visit (调查人)."""

import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from accounts.models.areas import Area, Level
from accounts.models.users import Role
from foundation import clock
from foundation.codelists import codes
from foundation.faults import InputError
from surveys.models import Campaign, Interviewer, RosterCadre, Visit
from surveys.models.campaigns import line_of
from surveys.services.editable import editable_visit
from surveys.services.roster import LEVELS

VISITORS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_CASEWORKER, Role.TOWNSHIP_LEADER)


@transaction.atomic
def add_interviewer(
    *,
    visit_uuid: uuid.UUID | str,
    by: User,
    interviewer_uuid: uuid.UUID | str,
    user: User | None = None,
    name: str = "",
    unit: str = "",
    duty: str = "",
    level: str = "3",
) -> Interviewer:
    """Name one more investigator: a user, or a person with unit, duty and level.

    Adding the same uuid or the same user again gives the one there is. Raises InputError without
    a name, MoveRefused when the visit is no longer a draft.
    """
    visit = editable_visit(visit_uuid)
    known = visit.interviewers.filter(uuid=interviewer_uuid).first()
    if known is None and user is not None:
        known = visit.interviewers.filter(user=user).first()
    if known is not None:
        return known
    if user is not None:
        added = of_account(visit, user)
    elif not name.strip():
        raise InputError("name", _("Write the investigator's name"))
    elif level not in codes("interviewer_level"):
        raise InputError("level", _("Choose the investigator's level"))
    else:
        added = Interviewer(
            visit=visit, household_id=visit.household_id, area_id=visit.area_id,
            name=name.strip()[:50], unit=unit.strip()[:80], duty=duty.strip()[:40], level=level,
        )  # fmt: skip
    added.uuid = interviewer_uuid
    added.save(force_insert=True)
    audit.record(by=by, action="visit.interviewer_added", target=visit, detail={"name": added.name})
    return added


def of_account(visit: Visit, user: User) -> Interviewer:
    """A user as an investigator of a visit, not yet saved: the level is that of the user's place.

    The one way in which accounts become investigators, whoever names them.
    """
    return Interviewer(
        visit=visit, household_id=visit.household_id, area_id=visit.area_id, user=user,
        name=user.name[:50], unit=(user.unit or user.area.name)[:80], duty=user.duty[:40],
        level=LEVELS[Level(user.area.level)],
    )  # fmt: skip


@transaction.atomic
def remove_interviewer(
    *, visit_uuid: uuid.UUID | str, by: User, interviewer_uuid: uuid.UUID | str
) -> None:
    """Take an investigator off a draft, with the signature. One not there is left so."""
    visit = editable_visit(visit_uuid)
    found = visit.interviewers.filter(uuid=interviewer_uuid).first()
    if found is None:
        return
    found.delete()
    audit.record(
        by=by, action="visit.interviewer_removed", target=visit, detail={"name": found.name}
    )


def colleagues(visit: Visit) -> list[User]:
    """Who may be an investigator of the visit, with an account."""
    return colleagues_of(visit.area_id)


def colleagues_of(area_code: str) -> list[User]:
    """Users who may be investigators in a village.

    Those of the village and its township who record visits, and the cadres of whatever campaign
    runs there in whose own place the village lies: the county's and the city's visit too.
    """
    village = Area.objects.select_related("parent").get(pk=area_code)
    here = User.objects.within(village.parent or village).filter(roles__role__in=VISITORS)
    today = clock.today()
    cadres = RosterCadre.objects.active_in(today, today).filter(
        campaign__in=Campaign.objects.running(today, area_code),
        area__in=line_of(village),
        user__isnull=False,
    )
    either = Q(pk__in=here.values("pk")) | Q(pk__in=cadres.values("user"))
    people = User.objects.filter(either, is_active=True, is_machine=False)
    return list(people.order_by("name", "pk"))
