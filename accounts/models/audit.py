"""The audit trail (审计留痕): acts that were done or refused, and the seals over them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act: who did or tried what to which thing, when. Insert-only, kept by the database."""

    database_privileges = ("SELECT", "INSERT")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(_("user"), null=True)
    by_name = models.CharField(_("name"), max_length=50, blank=True)
    action = models.CharField(_("action"), max_length=60)
    is_refused = models.BooleanField(_("refused"), default=False)
    target_type = models.CharField(_("kind of thing"), max_length=60, blank=True)
    target_id = models.CharField(_("thing"), max_length=40, blank=True)
    area_code = models.CharField(_("area"), max_length=12, blank=True, db_collation="C")
    household_id = models.BigIntegerField(_("household"), null=True)
    detail = models.JSONField(_("detail"), default=dict)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["household_id", "-id"], name="audit_by_household"),
            models.Index(fields=["by_id", "-id"], name="audit_by_user"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}".strip()


class AuditSeal(models.Model):
    """One sealed batch: the Merkle root over its events' digests, chained to the seal before."""

    database_privileges = ("SELECT", "INSERT")

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    count = models.PositiveIntegerField(_("events"))
    last_event = models.BigIntegerField(_("last event"))
    root = models.CharField(_("root"), max_length=64)
    previous = models.CharField(_("previous seal"), max_length=64)
    chained = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"


class AuditSealEntry(models.Model):
    """The place of one event in one seal."""

    database_privileges = ("SELECT", "INSERT")

    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="sealing")
    seal = models.ForeignKey(AuditSeal, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["seal_id", "position"]

    def __str__(self) -> str:
        return f"{self.seal_id}.{self.position}"
