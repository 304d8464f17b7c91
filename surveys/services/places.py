"""Acts on the place where a visit was made, and what the village's other visits say of it."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

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
    others = _placed().filter(area_id=visit.area_id).exclude(pk=visit.pk)
    found = (other.place for other in others.order_by("-approved_at")[:NEWEST])
    return [place for place in found if place is not None]


def points_of_villages(areas: Iterable[str]) -> dict[str, list[Point]]:
    """The same for visits that are not approved yet, village by village in one query."""
    found: dict[str, list[Point]] = {area: [] for area in areas}
    newest = Window(
        RowNumber(), partition_by=[F("area_id")], order_by=F("approved_at").desc()
    )  # fmt: skip
    others = _placed().filter(area__in=list(found)).annotate(turn=newest)
    for other in others.filter(turn__lte=NEWEST) if found else ():
        if other.place is not None:
            found[other.area_id].append(other.place)
    return found


def _placed() -> QuerySet[Visit]:
    rows = Visit.objects.approved().filter(place_sealed__isnull=False)
    return rows.only("seal_id", "place_sealed", "area_id").order_by()
