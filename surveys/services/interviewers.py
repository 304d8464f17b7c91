"""Acts on the investigators of a visit (调查人)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from accounts.models.areas import Area
from accounts.models.users import Role
from foundation.codelists import codes
from foundation.faults import InputError
from surveys.models import Interviewer, Visit
from surveys.services.editable import editable_visit


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
        name, unit, duty = user.name, user.unit or user.area.name, user.duty
    if not name.strip():
        raise InputError("name", _("Write the investigator's name"))
    if level not in codes("interviewer_level"):
        raise InputError("level", _("Choose the investigator's level"))
    added = Interviewer.objects.create(
        uuid=interviewer_uuid, visit=visit, household_id=visit.household_id,
        area_id=visit.area_id, user=user, name=name.strip()[:50], unit=unit.strip()[:80],
        duty=duty.strip()[:40], level=level,
    )  # fmt: skip
    audit.record(by=by, action="visit.interviewer_added", target=visit, detail={"name": added.name})
    return added


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
    """Users of the household's village and township who may be its investigators."""
    return colleagues_of(visit.area_id)


def colleagues_of(area_code: str) -> list[User]:
    """Users of a village and its township who may be investigators there."""
    village = Area.objects.select_related("parent").get(pk=area_code)
    township = village.parent or village
    return list(
        User.objects.within(township)
        .filter(
            is_active=True,
            is_machine=False,
            roles__role__in=[
                Role.VILLAGE_CLERK, Role.TOWNSHIP_CASEWORKER, Role.TOWNSHIP_LEADER,
            ],
        )
        .distinct()
        .order_by("name")
    )  # fmt: skip
