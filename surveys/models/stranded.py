"""What somebody filled in on a phone for a household that could no longer be visited there."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text
from surveys.models.answers import HoldsAnswers


class StrandedReason(models.TextChoices):
    """Why the visit could not begin on the server."""

    OUT_OF_AREA = "out_of_area", _("The household is no longer in your area")
    OFF_REGISTER = "off_register", _("The household has been taken off the register")
    MERGED = "merged", _("The household has been merged into another file")


class StrandedDraftQuerySet(models.QuerySet):
    def waiting(self):
        """Neither taken into a visit nor given up."""
        return self.filter(settled_at=None)

    def visit_of(self, draft_uuid, by):
        """The visit the author's own draft was taken over into, where ``by`` may see it."""
        taken = self.filter(uuid=draft_uuid, by=by, visit__uuid__isnull=False)
        found = taken.select_related("visit").first()
        return found.visit if found else None


class StrandedDraft(HoldsAnswers, models.Model):
    """A visit filled in without network that has no household to go to (滞留的入户草稿).

    It lies in the area of whoever filled it in: the household may belong to somebody else by now.
    Kept 90 days, read by its author and the office, taken over into a visit when the household
    can be visited again.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    uuid = models.UUIDField(unique=True, editable=False)
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    household_key = models.BigIntegerField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=12, choices=StrandedReason.choices)
    title_sealed = models.BinaryField(editable=False)
    content_sealed = models.BinaryField(editable=False)
    handed_in_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    visit = models.ForeignKey("surveys.Visit", models.PROTECT, null=True, related_name="+")

    title = sealed_text("title_sealed")
    content_text = sealed_text("content_sealed")

    objects = StrandedDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("stranded draft")
        verbose_name_plural = _("stranded drafts")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["area", "settled_at"], name="stranded_by_area")]

    def __str__(self) -> str:
        return str(self.uuid)
