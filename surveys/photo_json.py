"""A photo of a visit as the form in the browser knows it: without its place."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from surveys.models import VisitPhoto


def photo_row(photo: VisitPhoto) -> dict[str, Any]:
    """What it shows, when and by whom it was taken, and where its pictures are."""
    address = {"visit": photo.visit.uuid, "uuid": photo.uuid}
    return {
        "id": str(photo.uuid),
        "kind": photo.kind,
        "taken_at": timezone.localtime(photo.taken_at).isoformat(timespec="seconds"),
        "by": photo.taken_by.name,
        "size": photo.size,
        "has_place": photo.place_sealed is not None,
        "picture": reverse("api:visit-photos-picture", kwargs=address),
        "thumbnail": reverse("api:visit-photos-thumbnail", kwargs=address),
    }
