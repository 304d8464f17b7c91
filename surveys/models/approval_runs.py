"""Several visits one leader approved together (一并审核), with how each went."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Still to do")
    APPROVED = "approved", _("Approved")
    LEFT_OUT = "left_out", _("Left out")


NOT_WAITING, CHANGED = "not_waiting", "changed"
"""Codes of why a visit was left out, beside those of ``surveys.unremarkable`` and refusals."""


class ApprovalRun(models.Model):
    """One press of the button: which visits, at which revision the leader saw them.

    ``rows``: ``{"visit": uuid, "revision": n, "outcome": Outcome, "codes": why left out}``. The
    table has no area: it holds keys and codes and no household data. The visits are looked up,
    and the reasons put into words, in the reader's scope (``surveys.approval_words``).
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    job = models.ForeignKey("accounts.Job", models.SET_NULL, null=True, related_name="+")
    rows = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("approval of several visits")
        verbose_name_plural = _("approvals of several visits")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.uuid)
