"""Acts on many households at once (批量办理): what was chosen, and how each row went."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models.households import Household


class BulkState(models.TextChoices):
    CHOSEN = "chosen", _("Chosen")
    RUNNING = "running", _("Being done")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    ALREADY = "already", _("So already")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")


class BulkAct(models.Model):
    """One act on chosen households, by one person; its rows are fixed when they are chosen.

    ``action`` is a key of ``bulk_actions``; ``answers`` are the act's form as it was sent.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    action = models.CharField(_("act"), max_length=40)
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.CHOSEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    job = models.ForeignKey("accounts.Job", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bulk act")
        verbose_name_plural = _("bulk acts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.uuid}"


class BulkActRow(models.Model):
    """One household of a bulk act and how it went; ``made_id`` is the key of what was added."""

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="rows")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    outcome = models.CharField(
        _("how it went"), max_length=8, choices=Outcome.choices, default=Outcome.WAITING
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("row of a bulk act")
        verbose_name_plural = _("rows of bulk acts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "household"], name="bulk_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.household_id} {self.outcome}"
