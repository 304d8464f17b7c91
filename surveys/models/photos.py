"""Photos taken during a visit (入户照片), and photos of which only a part has arrived."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.places import Located, Placed, PlaceState
from surveys.models.visits import Visit


class PhotoKind(models.TextChoices):
    """What a photo of a visit shows (domain 2.4: door plate, interior, respondent)."""

    DOOR = "door", _("Door plate")
    INTERIOR = "interior", _("Inside the home")
    RESPONDENT = "respondent", _("The person spoken to")
    OTHER = "other", pgettext_lazy("photo", "Other")


class RemovalReason(models.TextChoices):
    """Why a photo was taken out again."""

    UNCLEAR = "unclear", _("It is not clear")
    MISTAKEN = "mistaken", _("It was taken by mistake")
    OBJECTED = "objected", _("The family does not agree to it")
    OTHER = "other", pgettext_lazy("reason", "Other")


class VisitPhotoQuerySet(models.QuerySet):
    def kept(self):
        """Those nobody has removed."""
        return self.filter(removed_at=None)

    def removed(self):
        """Removed, and their bytes still there."""
        return self.filter(removed_at__isnull=False).exclude(file_key="")

    def outside(self):
        """Taken far from where the village's other visits were made."""
        return self.kept().filter(place_state=PlaceState.OUTSIDE)

    def for_gallery(self):
        """What a page or the form shows, in the order they were taken."""
        return self.kept().select_related("taken_by").order_by("taken_at", "pk")


class VisitPhoto(Placed):
    """One photo of a visit: the bytes lie sealed on the shelf ``visit_photos``.

    Name, time and place are drawn into the picture on the device. ``taken_at`` is the device's
    clock set right by what it was off. ``sent_digest`` (SHA-256, which browsers can compute) is
    of the bytes as sent, ``digest`` (SM3) of the picture as kept: the one the approved visit's
    digest covers. ``place_state`` and ``distance`` (metres) were judged when it arrived.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    uuid = models.UUIDField(unique=True, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(_("what it shows"), max_length=10, choices=PhotoKind.choices)
    taken_at = models.DateTimeField(_("taken at"))
    content_type = models.CharField(_("kind of file"), max_length=40)
    size = models.PositiveIntegerField(pgettext_lazy("file", "size"))
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sent_digest = models.CharField(max_length=64, editable=False)
    digest = models.CharField(_("digest (SM3)"), max_length=64)
    file_key = models.CharField(max_length=32, blank=True, editable=False)
    thumbnail_key = models.CharField(max_length=32, blank=True, editable=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    removed_reason = models.CharField(
        _("reason for removing"), max_length=10, choices=RemovalReason.choices, blank=True
    )

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="removed_photo_has_reason",
                condition=Q(removed_at=None) | ~Q(removed_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["visit"], name="photo_by_visit"),
            models.Index(fields=["area", "place_state"], name="photo_by_place"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PhotoUpload(Located):
    """A photo on its way: what has arrived waits sealed, piece by piece, on ``photo_pieces``.

    ``received`` is the offset from which the device goes on after a break; ``pieces`` are the
    keys in their order. The row goes when the photo is whole, refused or left lying too long.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    uuid = models.UUIDField(unique=True, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photo_uploads")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PhotoKind.choices)
    taken_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    sent_digest = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    pieces = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("photo on its way")
        verbose_name_plural = _("photos on their way")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="no_more_than_the_whole_photo",
                condition=Q(received__lte=models.F("size")),
            ),
        ]
        indexes = [models.Index(fields=["touched_at"], name="upload_by_touch")]

    def __str__(self) -> str:
        return f"{self.uuid} {self.received}/{self.size}"

    def about(self) -> dict[str, Any]:
        """What the photo takes over once it is whole."""
        return {
            "uuid": self.uuid, "visit_id": self.visit_id, "household_id": self.household_id,
            "area_id": self.area_id, "kind": self.kind, "taken_at": self.taken_at,
            "sent_digest": self.sent_digest, "taken_by_id": self.by_id,
        }  # fmt: skip
