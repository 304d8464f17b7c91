"""Acts on photos and papers of a household: adding, opening, removing, bringing back, purging."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from accounts.scope import whole_city
from foundation import private_files
from foundation.encryption import sm3_hex
from foundation.faults import InputError
from foundation.uploads import read_upload, title_from
from households.models import Attachment, Household, Member
from households.services.changes.records import refuse_closed

SHELF = "attachments"
KEPT_AFTER_REMOVAL = datetime.timedelta(days=30)
UNNAMED_AFTER, UNNAMED_UNTIL = datetime.timedelta(days=1), datetime.timedelta(days=8)
PURGED_AT_ONCE = 500


def add(
    *,
    by: User,
    household: Household,
    data: bytes,
    name: str,
    kind: str,
    title: str = "",
    member: Member | None = None,
    dated_on: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Attachment:
    """Keep one photo or paper; ``name`` is the file's own, a title when none was typed.

    The same file twice is kept once. Raises InputError for what is not a photo or a PDF, for a
    member of another household, and for a household whose file is closed.
    """
    if member is not None and member.household_id != household.pk:
        raise InputError("member", _("Choose a member of this household."))
    fit = read_upload(data, name=name)
    row = Attachment(
        household=household,
        member=member,
        kind=kind,
        title=title.strip()[:60] or title_from(name),
        dated_on=dated_on,
        valid_to=valid_to,
        content_type=fit.content_type,
        size=len(fit.content),
        width=fit.width,
        height=fit.height,
        pages=fit.pages,
        digest=sm3_hex(fit.content),
        added_by=by,
    )
    row.file_key = private_files.keep(SHELF, fit.content)
    if fit.thumbnail:
        row.thumbnail_key = private_files.keep(SHELF, fit.thumbnail)
    try:
        kept = _insert(by=by, row=row)
    except BaseException:
        _forget(row)
        raise
    if kept is not row:
        _forget(row)
    return kept


@transaction.atomic
def _insert(*, by: User, row: Attachment) -> Attachment:
    """Write the row, or find the one with the same content; the household waits meanwhile."""
    household = _open_file(row.household_id)
    found = Attachment.objects.kept().filter(household=household, digest=row.digest).first()
    if found is not None:
        return found
    row.area_id = household.area_id
    row.save(force_insert=True)
    detail = {"kind": row.kind, "type": row.content_type, "digest": row.digest}
    audit.record(by=by, action="attachment.added", target=row, detail=detail)
    return row


@transaction.atomic
def open_file(*, by: User, attachment: Attachment) -> bytes:
    """The bytes, for somebody who may see them; opening is recorded.

    Raises FileNotFoundError once they are purged.
    """
    content = private_files.open_(SHELF, attachment.file_key)
    audit.record(
        by=by, action="attachment.opened", target=attachment, detail={"kind": attachment.kind}
    )
    return content


def open_thumbnail(attachment: Attachment) -> bytes:
    """The small picture of a gallery; looking at the gallery has been recorded already."""
    return private_files.open_(SHELF, attachment.thumbnail_key)


@transaction.atomic
def remove(*, by: User, attachment: Attachment, reason: str) -> Attachment:
    """Take a photo or paper out of the file; for 30 days it can be brought back.

    Raises InputError for a closed file.
    """
    _open_file(attachment.household_id)
    locked = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if locked.removed_at is not None:
        return locked
    locked.removed_at, locked.removed_by, locked.removed_reason = timezone.now(), by, reason
    locked.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    audit.record(by=by, action="attachment.removed", target=locked, detail={"reason": reason})
    return locked


@transaction.atomic
def bring_back(*, by: User, attachment: Attachment) -> Attachment:
    """Undo a removal.

    Raises InputError when the bytes are gone, the same is there again, or the file is closed.
    """
    _open_file(attachment.household_id)
    locked = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if locked.removed_at is None:
        return locked
    if locked.purged_at is not None:
        raise InputError("purged", _("It was removed more than 30 days ago and is gone."))
    locked.removed_at, locked.removed_by, locked.removed_reason = None, None, ""
    try:
        with transaction.atomic():
            locked.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    except IntegrityError as error:
        raise InputError("again", _("The same file has been added again meanwhile.")) from error
    audit.record(by=by, action="attachment.brought_back", target=locked)
    return locked


def _open_file(pk: int) -> Household:
    """The household, locked, if it is still followed."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=pk)
    refuse_closed(locked)
    return locked


def purge(*, now: datetime.datetime | None = None) -> int:
    """Delete the bytes of what was removed 30 days ago, and files no row names; returns how many.

    Scheduled work over the whole city. The bytes go first: a machine that stops in between leaves
    a row that the next turn finds again.
    """
    moment = now or timezone.now()
    with whole_city("scheduled deletion of removed photos and papers"):
        due = Attachment.objects.removed().filter(removed_at__lt=moment - KEPT_AFTER_REMOVAL)
        rows = list(due.order_by("pk")[:PURGED_AT_ONCE])
        for row in rows:
            _purge_one(row, moment)
        _forget_unnamed(moment)
    return len(rows)


@transaction.atomic
def _purge_one(row: Attachment, moment: datetime.datetime) -> None:
    locked = Attachment.objects.removed().select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        return
    _forget(locked)
    locked.purged_at, locked.file_key, locked.thumbnail_key, locked.title = moment, "", "", ""
    locked.save(update_fields=["purged_at", "file_key", "thumbnail_key", "title"])
    audit.record(by=None, action="attachment.purged", target=locked)


def _forget_unnamed(moment: datetime.datetime) -> None:
    """Delete the last days' files whose act was undone before its row was written."""
    keys = set(private_files.keys_between(SHELF, moment - UNNAMED_UNTIL, moment - UNNAMED_AFTER))
    for column in ("file_key", "thumbnail_key"):
        named = Attachment.objects.filter(**{f"{column}__in": keys})
        keys -= set(named.values_list(column, flat=True))
    for key in keys:
        private_files.forget(SHELF, key)


def _forget(row: Attachment) -> None:
    private_files.forget(SHELF, row.file_key)
    private_files.forget(SHELF, row.thumbnail_key)
