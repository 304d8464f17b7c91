"""What the leader asks to have mended, place by place, when a visit goes back (退回说明)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VisitRemarkQuerySet(models.QuerySet):
    def unsettled(self):
        """Neither mended nor answered yet, as far as anybody has said."""
        return self.filter(settled_at=None)


class VisitRemark(models.Model):
    """One remark of the leader at one place of a returned visit.

    ``path`` is a place of the content (``surveys.places``); ``revision`` is what the leader read,
    so that the value before is that revision's. Settled by a changed answer (stamped when the
    visit is submitted again) or by the caseworker's tick or words.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey("surveys.Visit", models.PROTECT, related_name="remarks")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    move = models.ForeignKey("surveys.VisitMove", models.PROTECT, related_name="remarks")
    revision = models.PositiveIntegerField()
    path = models.CharField(max_length=120)
    text = models.CharField(_("what is to be mended"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    is_changed = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VisitRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["move", "path"], name="remark_once_a_place"),
            models.CheckConstraint(
                name="remark_settled_by_somebody",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["visit", "settled_at"], name="remark_by_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.path}"
