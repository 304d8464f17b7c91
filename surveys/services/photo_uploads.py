"""Photos on their way in: opened, sent piece by piece, gone on with after a break, made whole."""

import datetime
import hashlib
import hmac
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation import clock, private_files
from foundation.encryption import sm3_hex
from foundation.faults import InputError
from foundation.images import Picture, read_picture
from foundation.uploads import check_size
from surveys.models import PhotoUpload, Visit, VisitPhoto
from surveys.photo_rules import MOST_PHOTOS
from surveys.place_check import Point
from surveys.services.editable import editable_visit, refuse_closed
from surveys.services.places import judged_by_village, take_place

PHOTOS, PIECES = "visit_photos", "photo_pieces"
LARGEST_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Progress:
    """How far a photo has come: ``waiting`` from ``offset`` on, ``done`` or ``removed``."""

    state: str
    offset: int
    size: int


@transaction.atomic
def open_upload(
    *,
    visit_uuid: uuid.UUID | str,
    photo_uuid: uuid.UUID,
    size: int,
    digest: str,
    kind: str,
    taken_at: datetime.datetime,
    by: User,
    place: Point | None = None,
    device_time: datetime.datetime | None = None,
) -> Progress:
    """Say that a photo comes, or ask how far it has come; asked again it changes nothing.

    ``digest`` is the SHA-256 of the bytes, ``device_time`` the device's clock as it asks: what
    it is off, ``taken_at`` is set right by. Raises InputError, MoveRefused, Visit.DoesNotExist.
    """
    check_size(size)
    visit = editable_visit(visit_uuid)
    known = _known(visit, photo_uuid)
    if known is not None:
        _refuse_other(known, size=size, digest=digest)
        return _progress(known)
    if visit.photos.kept().count() + visit.photo_uploads.count() >= MOST_PHOTOS:
        message = _("A visit holds at most %(most)s photos: remove one first")
        raise InputError("too_many", message % {"most": MOST_PHOTOS})
    now = clock.now()
    upload = PhotoUpload(
        uuid=photo_uuid, visit=visit, household_id=visit.household_id, area_id=visit.area_id,
        kind=kind, taken_at=_set_right(visit, taken_at, device_time, now), size=size,
        sent_digest=digest, by=by, opened_at=now, touched_at=now,
    )  # fmt: skip
    upload.place = place
    upload.save(force_insert=True)
    return _progress(upload)


def add_piece(
    *, visit_uuid: uuid.UUID | str, photo_uuid: uuid.UUID | str, offset: int, data: bytes
) -> Progress:
    """Take the bytes from ``offset`` on; what is there already is not taken twice.

    A piece that leaves a gap changes nothing: the answer says from where to go on. Raises
    InputError for bytes past the end, PhotoUpload.DoesNotExist, MoveRefused.
    """
    if len(data) > LARGEST_PIECE:
        raise InputError("piece_size", _("The piece is too large: send at most 1 MB at a time"))
    key = ""
    try:
        with transaction.atomic():
            visit = Visit.objects.get(uuid=visit_uuid)
            whole = visit.photos.filter(uuid=photo_uuid).first()
            if whole is not None:
                return _progress(whole)
            refuse_closed(visit)
            uploads = visit.photo_uploads.select_for_update(of=("self",))
            upload = uploads.get(uuid=photo_uuid)
            if offset + len(data) > upload.size:
                raise InputError("too_long", _("More was sent than the photo has: send it again"))
            fresh = data[upload.received - offset :] if offset <= upload.received else b""
            if fresh:
                key = private_files.keep(PIECES, fresh)
                upload.pieces = [*upload.pieces, key]
                upload.received += len(fresh)
                upload.touched_at = clock.now()
                upload.save(update_fields=["pieces", "received", "touched_at"])
            return _progress(upload)
    except BaseException:
        private_files.forget(PIECES, key)
        raise


def complete(*, visit_uuid: uuid.UUID | str, photo_uuid: uuid.UUID | str, by: User) -> VisitPhoto:
    """Make a photo of the pieces once all are there and fit; again it gives the same photo.

    Bytes that do not fit their digest are dropped and asked for anew; what is no photo is
    dropped altogether, so that nothing half is kept. Raises InputError, MoveRefused,
    PhotoUpload.DoesNotExist.
    """
    visit = Visit.objects.get(uuid=visit_uuid)
    known = visit.photos.filter(uuid=photo_uuid).first()
    if known is not None:
        return known
    refuse_closed(visit)
    upload = visit.photo_uploads.get(uuid=photo_uuid)
    if upload.received < upload.size:
        raise InputError("not_whole", _("The photo has not arrived completely: go on uploading"))
    try:
        picture = read_picture(_whole(upload))
    except _Changed:
        _begin_anew(upload)
        message = _("The photo was damaged on its way: it has to be sent again from its start")
        raise InputError("digest", message) from None
    except InputError:
        discard(upload)
        raise
    return _keep(upload, picture, by=by)


def discard(upload: PhotoUpload) -> None:
    """Forget a photo that was on its way, with all its pieces."""
    PhotoUpload.objects.filter(pk=upload.pk).delete()
    _forget(upload.pieces)


class _Changed(Exception):
    """The bytes that arrived are not those that were announced."""


def _known(visit: Visit, photo_uuid: uuid.UUID | str) -> VisitPhoto | PhotoUpload | None:
    photo = visit.photos.filter(uuid=photo_uuid).first()
    return photo or visit.photo_uploads.filter(uuid=photo_uuid).first()


def _refuse_other(known: VisitPhoto | PhotoUpload, *, size: int, digest: str) -> None:
    is_other = known.sent_digest != digest
    if is_other or (isinstance(known, PhotoUpload) and known.size != size):
        message = _("This upload was begun with another photo: take the photo again")
        raise InputError("other_photo", message)


def _progress(known: VisitPhoto | PhotoUpload) -> Progress:
    if isinstance(known, PhotoUpload):
        return Progress("waiting", known.received, known.size)
    return Progress("removed" if known.removed_at else "done", known.size, known.size)


def _set_right(
    visit: Visit,
    taken_at: datetime.datetime,
    device_time: datetime.datetime | None,
    now: datetime.datetime,
) -> datetime.datetime:
    """The moment by the server's clock; never later than now."""
    ahead = datetime.timedelta(seconds=visit.device_offset or 0)
    if device_time is not None:
        ahead = device_time - now
    return min(taken_at - ahead, now)


def _whole(upload: PhotoUpload) -> bytes:
    try:
        data = b"".join(private_files.open_(PIECES, key) for key in upload.pieces)
    except FileNotFoundError:
        raise _Changed from None
    found = hashlib.sha256(data).hexdigest()
    if len(data) != upload.size or not hmac.compare_digest(found, upload.sent_digest):
        raise _Changed
    return data


def _begin_anew(upload: PhotoUpload) -> None:
    rows = PhotoUpload.objects.filter(pk=upload.pk, received=F("size"))
    rows.update(received=0, pieces=[], touched_at=clock.now())
    _forget(upload.pieces)


def _keep(upload: PhotoUpload, picture: Picture, *, by: User) -> VisitPhoto:
    """Put the picture on the shelf and write its row; without the row it goes from the shelf."""
    photo = VisitPhoto(
        **upload.about(), content_type=picture.content_type, size=len(picture.content),
        width=picture.width, height=picture.height, digest=sm3_hex(picture.content),
        received_at=clock.now(),
    )  # fmt: skip
    photo.place = upload.place
    photo.file_key = private_files.keep(PHOTOS, picture.content)
    photo.thumbnail_key = private_files.keep(PHOTOS, picture.thumbnail)
    try:
        kept = _insert(upload, photo, by=by)
    except BaseException:
        forget_files(photo)
        raise
    if kept is not photo:
        forget_files(photo)
    _forget(upload.pieces)
    return kept


@transaction.atomic
def _insert(upload: PhotoUpload, photo: VisitPhoto, *, by: User) -> VisitPhoto:
    """Write the row, or find the one another request has just written."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=upload.visit_id)
    known = visit.photos.filter(uuid=upload.uuid).first()
    if known is not None:
        return known
    refuse_closed(visit)
    photo.area_id = visit.area_id
    judged_by_village(photo, visit)
    photo.save(force_insert=True)
    PhotoUpload.objects.filter(pk=upload.pk).delete()
    if photo.place is not None:
        take_place(visit, photo.place)
    detail = {"kind": photo.kind, "digest": photo.digest}
    audit.record(by=by, action="visit.photo_added", target=photo, detail=detail)
    return photo


def forget_files(photo: VisitPhoto) -> None:
    """Delete the picture and its small one from the shelf."""
    private_files.forget(PHOTOS, photo.file_key)
    private_files.forget(PHOTOS, photo.thumbnail_key)


def _forget(pieces: list[str]) -> None:
    for key in pieces:
        private_files.forget(PIECES, key)
