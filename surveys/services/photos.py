"""Acts on the photos of a visit: opening, naming anew, removing, freezing, purging (入户照片)."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from accounts.scope import whole_city
from foundation import clock, private_files
from foundation.faults import InputError
from surveys.models import PhotoKind, PhotoUpload, RemovalReason, Visit, VisitPhoto
from surveys.place_check import Point
from surveys.services.editable import editable_visit
from surveys.services.photo_uploads import PHOTOS, PIECES, discard, forget_files
from surveys.services.places import village_points

HALF_KEPT = datetime.timedelta(days=14)
KEPT_AFTER_REMOVAL = datetime.timedelta(days=30)
# Whoever does not agree to a photo need not wait for it to go.
KEPT_AFTER_OBJECTION = datetime.timedelta(0)
UNNAMED_AFTER, UNNAMED_UNTIL = datetime.timedelta(days=1), datetime.timedelta(days=8)
PURGED_AT_ONCE = 500


@transaction.atomic
def open_photo(*, by: User, photo: VisitPhoto) -> bytes:
    """The picture, for somebody who may see it; opening is recorded.

    Raises FileNotFoundError once it has been deleted.
    """
    content = private_files.open_(PHOTOS, photo.file_key)
    audit.record(by=by, action="visit.photo_opened", target=photo, detail={"kind": photo.kind})
    return content


def open_thumbnail(photo: VisitPhoto) -> bytes:
    """The small picture; looking at the page that shows it is recorded there."""
    return private_files.open_(PHOTOS, photo.thumbnail_key)


@transaction.atomic
def change_kind(
    *, visit_uuid: uuid.UUID | str, photo_uuid: uuid.UUID | str, kind: str, by: User
) -> VisitPhoto:
    """Say that a photo shows something else. Raises InputError, MoveRefused, DoesNotExist."""
    if kind not in PhotoKind.values:
        raise InputError("kind", _("Choose what the photo shows"))
    visit = editable_visit(visit_uuid)
    photo = _kept(visit, photo_uuid)
    if photo.kind != kind:
        detail = {"before": photo.kind, "after": kind}
        photo.kind = kind
        photo.save(update_fields=["kind"])
        audit.record(by=by, action="visit.photo_changed", target=photo, detail=detail)
    return photo


@transaction.atomic
def remove(
    *, visit_uuid: uuid.UUID | str, photo_uuid: uuid.UUID | str, reason: str, by: User
) -> None:
    """Take a photo out of a visit that may still be changed; one on its way is dropped.

    Removing it again changes nothing. Raises InputError, MoveRefused, VisitPhoto.DoesNotExist.
    """
    if reason not in RemovalReason.values:
        raise InputError("reason", _("Choose why the photo is removed"))
    visit = editable_visit(visit_uuid)
    upload = visit.photo_uploads.filter(uuid=photo_uuid).first()
    if upload is not None:
        discard(upload)
        return
    photo = visit.photos.select_for_update(of=("self",)).get(uuid=photo_uuid)
    if photo.removed_at is not None:
        return
    photo.removed_at, photo.removed_by, photo.removed_reason = clock.now(), by, reason
    photo.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    audit.record(by=by, action="visit.photo_removed", target=photo, detail={"reason": reason})


def freeze(visit: Visit, others: Sequence[Point] | None = None) -> list[str]:
    """What the digest of an approved visit covers of its photos: digests in a fixed order.

    Places are judged once more: the village's other visits are known better by now. ``others``
    is where they were made, for whoever has that at hand.
    """
    others = village_points(visit) if others is None else others
    visit.judge_place(others)
    visit.save(update_fields=["place_state", "distance"])
    photos = list(visit.photos.kept().order_by("uuid"))
    for photo in photos:
        photo.judge_place(others)
        photo.save(update_fields=["place_state", "distance"])
    return [f"{photo.uuid}:{photo.digest}" for photo in photos]


def purge(*, now: datetime.datetime | None = None) -> int:
    """Delete photos left half-sent, removed ones whose time is over, and files no row names.

    Scheduled work over the whole city; returns how many photos went. The bytes go first: a
    machine that stops in between leaves a row that the next turn finds again.
    """
    moment = now or clock.now()
    with whole_city("scheduled deletion of photos removed or left half-sent"):
        halves = list(PhotoUpload.objects.filter(touched_at__lt=moment - HALF_KEPT))
        for upload in halves:
            discard(upload)
        gone = [*_due(moment)]
        for photo in gone:
            _purge_one(photo)
        _forget_unnamed(moment)
    return len(halves) + len(gone)


def _kept(visit: Visit, photo_uuid: uuid.UUID | str) -> VisitPhoto:
    return visit.photos.kept().select_for_update(of=("self",)).get(uuid=photo_uuid)


def _due(moment: datetime.datetime) -> list[VisitPhoto]:
    removed = VisitPhoto.objects.removed()
    objected = removed.filter(
        removed_reason=RemovalReason.OBJECTED, removed_at__lte=moment - KEPT_AFTER_OBJECTION
    )
    old = removed.filter(removed_at__lt=moment - KEPT_AFTER_REMOVAL)
    return list((objected | old).order_by("pk")[:PURGED_AT_ONCE])


@transaction.atomic
def _purge_one(photo: VisitPhoto) -> None:
    forget_files(photo)
    photo.file_key, photo.thumbnail_key = "", ""
    photo.save(update_fields=["file_key", "thumbnail_key"])
    audit.record(by=None, action="visit.photo_purged", target=photo)


def _forget_unnamed(moment: datetime.datetime) -> None:
    """Delete the last days' files whose act was undone before its row was written."""
    between = moment - UNNAMED_UNTIL, moment - UNNAMED_AFTER
    lying = set(private_files.keys_between(PHOTOS, *between))
    for column in ("file_key", "thumbnail_key"):
        named = VisitPhoto.objects.filter(**{f"{column}__in": lying})
        lying -= set(named.values_list(column, flat=True))
    for key in lying:
        private_files.forget(PHOTOS, key)
    waiting = PhotoUpload.objects.values_list("pieces", flat=True)
    pieces = set(private_files.keys_between(PIECES, *between)).difference(*waiting)
    for key in pieces:
        private_files.forget(PIECES, key)
