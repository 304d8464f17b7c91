"""Campaigns (专项行动) and the households they must reach."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignQuerySet(models.QuerySet):
    def running(self, on):
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Campaign(models.Model):
    """A campaign of the city with its stages; the first stage is the screening of every target.

    ``stages`` is a list of ``{"name", "starts_on", "ends_on"}`` (ISO dates).
    """

    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    screening_ends_on = models.DateField(_("screening ends on"))
    stages = models.JSONField(_("stages"), default=list)
    source = models.CharField(_("source document"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_start",
                condition=models.Q(ends_on__gte=models.F("starts_on"))
                & models.Q(screening_ends_on__lte=models.F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignTargetQuerySet(models.QuerySet):
    def valid(self):
        """Not voided: the denominator of coverage."""
        return self.filter(voided_at=None)

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)


class CampaignTarget(models.Model):
    """A household to be visited in a campaign, once for each kind it belonged to at the start."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="campaign_targets"
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=2)
    added_on = models.DateField(_("added on"))
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    voided_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CampaignTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign target")
        verbose_name_plural = _("campaign targets")
        ordering = ["area_id", "household_id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "household", "kind"], name="target_once"),
            models.CheckConstraint(
                name="voided_target_has_reason",
                condition=models.Q(voided_at=None) | ~models.Q(voided_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "area", "household"], name="target_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id} {self.kind}"
