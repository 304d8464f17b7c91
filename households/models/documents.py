"""Issued documents (文书) and the counters that number them without gaps."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.households import Household


class DocumentKind(models.TextChoices):
    """The documents of domain section 12 that this system issues."""

    ACCEPTANCE = "W5", _("Notice of acceptance")
    PUBLIC_NOTICE = "W20", pgettext_lazy("document", "Public notice")
    CONFIRMATION = "W25", _("Notice of confirmation")
    REFUSAL = "W26", _("Notice of refusal")
    PETITION_REPLY = "W46", _("Reply to a petition")


class Counter(models.Model):
    """The last number drawn by one unit in one year for one series; locked last in an act."""

    series = models.CharField(max_length=30)
    area_stays = {"unit": "numbers once drawn say where"}

    unit = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "unit", "year"], name="one_counter"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.unit_id} {self.year}: {self.last}"


def new_code() -> str:
    """A verification code printed on the paper: unguessable, easy to type."""
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(secrets.choice(alphabet) for _ in range(12))


class IssuedDocument(models.Model):
    """One paper as it was issued: the sealed bytes are the record and what a re-print gives."""

    database_privileges = ("SELECT", "INSERT")

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=4, choices=DocumentKind.choices)
    number = models.CharField(_("document number"), max_length=60, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="documents")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=120)
    template_version = models.CharField(max_length=20)
    snapshot_sealed = models.BinaryField()
    pdf_sealed = models.BinaryField()
    digest = models.CharField(_("digest (SM3)"), max_length=64)
    code = models.CharField(_("verification code"), max_length=12, unique=True, default=new_code)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_by_subject"),
            models.Index(fields=["household", "-id"], name="document_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
