"""Acts on the place where a visit was made, and what the village's other visits say of it."""

import uuid

from django.db import transaction

from accounts import audit
from accounts.models import User
from surveys.models import Visit
from surveys.models.places import Placed
from surveys.place_check import Point
from surveys.services.editable import editable_visit

# The newest are enough for a middle, and quickly unsealed.
NEWEST = 200


@transaction.atomic
def note_place(*, visit_uuid: uuid.UUID | str, place: Point, by: User) -> Visit:
    """Note where the form was begun; the first place stays. Raises MoveRefused."""
    visit = editable_visit(visit_uuid)
    if visit.place_sealed is None:
        take_place(visit, place)
        audit.record(by=by, action="visit.place_noted", target=visit)
    return visit


def take_place(visit: Visit, place: Point) -> None:
    """Keep the place with a locked visit that has none yet, and judge it."""
    if visit.place_sealed is not None:
        return
    visit.place = place
    judged_by_village(visit, visit)
    visit.save(update_fields=["place_sealed", "place_state", "distance"])


def judged_by_village(row: Placed, visit: Visit) -> None:
    """Judge the row's place by the approved visits of the visit's village."""
    row.judge_place(village_points(visit) if row.place_sealed is not None else [])


def village_points(visit: Visit) -> list[Point]:
    """Where the newest approved visits of the same village were made, this one left out."""
    others = Visit.objects.approved().filter(area_id=visit.area_id, place_sealed__isnull=False)
    rows = others.exclude(pk=visit.pk).order_by("-approved_at")
    found = (other.place for other in rows.only("seal_id", "place_sealed")[:NEWEST])
    return [place for place in found if place is not None]
