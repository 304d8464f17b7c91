"""A visit's photos in words: what, when, where, by whom, and what to look at twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from surveys.models import PhotoKind, PlaceState, Step, Visit, VisitPhoto
from surveys.models.places import Placed
from surveys.photo_rules import missing
from surveys.place_check import Point
from surveys.services.places import village_points


@dataclass(frozen=True)
class Shown:
    """One photo with its place in words; ``is_far`` asks for a second look."""

    photo: VisitPhoto
    place: str
    note: str
    is_far: bool


def gallery(visit: Visit) -> dict[str, Any]:
    """What ``surveys/_photos.html`` shows; of an approved visit as it was judged then."""
    rows: QuerySet[VisitPhoto] = visit.photos.for_gallery()
    photos = list(rows)
    shown = in_words(visit, photos)
    return {
        "photos": shown,
        "photos_missing": missing_labels(visit, photos),
        "photos_far": sum(one.is_far for one in shown),
        "photos_without_place": sum(one.photo.place_sealed is None for one in shown),
        "visit_place": place_words(visit.place),
        "visit_place_note": place_note(visit),
    }


def in_words(visit: Visit, photos: list[VisitPhoto]) -> list[Shown]:
    """The photos with their places; until the approval judged by what is known now."""
    if visit.step != Step.APPROVED:
        judge_places(visit, photos, village_points(visit))
    return [
        Shown(
            photo,
            place_words(photo.place),
            place_note(photo),
            photo.place_state == PlaceState.OUTSIDE,
        )
        for photo in photos
    ]


def judge_places(visit: Visit, photos: Iterable[VisitPhoto], others: Sequence[Point]) -> None:
    """Until the approval: where visit and photos lie by what is known of the village now."""
    if visit.step != Step.APPROVED:
        for row in (visit, *photos):
            row.judge_place(others)


def missing_labels(visit: Visit, photos: list[VisitPhoto]) -> list[str]:
    """The kinds a visit with this result should have and has not."""
    kinds = [photo.kind for photo in photos]
    return [str(PhotoKind(kind).label) for kind in missing(kinds, visit.result)]


def place_words(place: Point | None) -> str:
    """Degrees with five places (a metre), and how many metres they may be off."""
    if place is None:
        return _("No position")
    return _("%(latitude)s° N, %(longitude)s° E, ±%(accuracy)s m") % {
        "latitude": f"{place.latitude:.5f}",
        "longitude": f"{place.longitude:.5f}",
        "accuracy": round(place.accuracy),
    }


def place_note(row: Placed) -> str:
    """How the place lies to the village's other visits."""
    if row.place_sealed is None:
        return ""
    if row.distance is None:
        return _("Too few visits of this village have a place to compare with")
    away = {"km": f"{row.distance / 1000:.1f}"}
    if row.place_state == PlaceState.OUTSIDE:
        return _("%(km)s km from the village's other visits: far") % away
    return _("%(km)s km from the middle of the village's other visits") % away
