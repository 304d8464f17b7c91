"""Handing a household over to another county (跨县移交): proposed, then accepted or declined."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.doors import Grant
from households.models.households import Household


class HandOverStatus(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the receiving county")
    ACCEPTED = "accepted", pgettext_lazy("hand-over", "Accepted")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Taken back")
    LAPSED = "lapsed", _("Not answered in time")


class HandOverQuerySet(models.QuerySet):
    def offered_to(self, area):
        """Those a county inside ``area`` is to answer."""
        low, high = area.code_range
        return self.filter(to_county_id__gte=low, to_county_id__lte=high)

    def offered_by(self, area):
        """Those of files that lay inside ``area`` when they were offered."""
        low, high = area.code_range
        return self.filter(from_area_id__gte=low, from_area_id__lte=high)

    def open_first(self):
        """Those waiting for an answer, the most urgent first; then those answered last."""
        answered = models.F("answered_at").desc(nulls_first=True)
        return self.order_by(answered, "answer_by", "pk")


class HandOver(models.Model):
    """One household offered to another county; its area changes when that county accepts.

    ``area`` is where the file lies now, ``from_area`` where it lay when offered: the giving side
    keeps seeing this row, not the file. Until the answer the receiving county reads the file
    through ``grant``, but may answer without it: whoever ends the grant does not end the offer.
    The night after ``answer_by`` an offer without an answer lapses.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="hand_overs")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    household_no = models.CharField(_("file number"), max_length=22)
    from_area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    to_county = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    on = models.DateField(_("moved on"))
    reason = models.CharField(_("reason"), max_length=200)
    address = models.CharField(_("new address"), max_length=200, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=HandOverStatus.choices,
        default=HandOverStatus.PROPOSED,
    )
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField(_("to be answered by"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(status="proposed"), name="one_open_hand_over"
            ),
        ]
        indexes = [
            models.Index(fields=["to_county", "status"], name="hand_over_by_county"),
            models.Index(fields=["from_area", "status"], name="hand_over_by_giver"),
        ]

    def __str__(self) -> str:
        return self.household_no

    @property
    def is_open(self) -> bool:
        return self.status == HandOverStatus.PROPOSED
