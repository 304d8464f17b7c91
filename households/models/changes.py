"""What happened to whole households (变更): who joined, left, moved, split, merged, and when."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models.households import Household


class ChangeKind(models.TextChoices):
    """The acts that change a household as such; each two-sided act has a name on each side."""

    JOINED = "joined", _("A member joined")
    LEFT = "left", _("A member left")
    AWAY = "away", _("A member is away")
    BACK = "back", _("A member is back")
    SPLIT = "split", _("Part of the family set up a household")
    SPLIT_OFF = "split_off", _("Set up out of another household")
    MERGED_AWAY = "merged_away", _("Merged into another household")
    MERGED_IN = "merged_in", _("Took in another household")
    MERGE_UNDONE = "merge_undone", _("The merging was undone")
    MOVED = "moved", _("Moved within the county")
    HANDED_OVER = "handed_over", _("Handed over to another county")
    DEREGISTERED = "deregistered", _("Deregistered")
    REACTIVATED = "reactivated", _("Back on the register")


class HouseholdChange(models.Model):
    """One act as it was done to one household; a two-sided act has a row in each file.

    ``act`` is the same for both rows. ``details`` holds keys of rows (never names or numbers of
    persons) and what undoing needs. ``undoes`` names the row that this one took back: once only.
    """

    database_privileges = ("SELECT", "INSERT")

    act = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("change"), max_length=12, choices=ChangeKind.choices)
    household = models.ForeignKey(Household, models.PROTECT, related_name="acts")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    from_area = models.ForeignKey("accounts.Area", models.PROTECT, null=True, related_name="+")
    to_area = models.ForeignKey("accounts.Area", models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    other_no = models.CharField(_("other file"), max_length=22, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    details = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of a household")
        verbose_name_plural = _("changes of households")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["household", "-id"], name="change_by_household"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
