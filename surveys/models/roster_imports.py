"""Rosters in Excel (花名册导入): what somebody has uploaded and not yet taken in."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text


class RosterImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting for your decision")
    APPLIED = "applied", _("Taken in")
    DROPPED = "dropped", _("Dropped")


class RosterImportQuerySet(models.QuerySet):
    def waiting(self):
        """Those that may still be applied."""
        return self.filter(state=RosterImportState.WAITING).exclude(content_sealed=None)


class RosterImport(models.Model):
    """One uploaded roster on its way into a campaign; its uploader alone sees it.

    ``area`` is the uploader's office, ``digest`` the SM3 of the file. ``content`` (sealed) holds
    the rows as they were typed until the import is applied, then those refused, and nothing once
    it is dropped or has expired; the figures stay as a record.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    seal_id = models.UUIDField(default=uuid4, editable=False)
    campaign = models.ForeignKey("surveys.Campaign", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(_("digest (SM3)"), max_length=64)
    content_sealed = models.BinaryField(null=True)
    state = models.CharField(
        max_length=8, choices=RosterImportState.choices, default=RosterImportState.WAITING
    )
    rows_read = models.PositiveIntegerField(_("rows read"))
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    content = sealed_text("content_sealed")

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="roster_import_counts_every_row",
                condition=~Q(state="applied")
                | Q(
                    rows_read=F("rows_new") + F("rows_changed") + F("rows_same") + F("rows_refused")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                name="roster_import_to_empty",
                condition=Q(content_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.state == RosterImportState.WAITING and self.content_sealed is not None
