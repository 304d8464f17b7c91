"""Campaigns (专项行动), routine rounds (常规轮次), and the households they must reach."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Area
from accounts.models.areas import Level
from surveys.campaign_templates import Stage


class CampaignKind(models.TextChoices):
    CAMPAIGN = "campaign", pgettext_lazy("campaign kind", "Campaign")
    ROUTINE = "routine", _("Routine round")


class CampaignState(models.TextChoices):
    """Where a campaign stands on a day: reckoned from its dates, never stored."""

    PLANNED = "planned", _("Not begun")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    CLOSED = "closed", _("Closed")


def line_of(area: Area) -> list[str]:
    """The codes of a place and of all places above it."""
    return [area.code[:4] + "0" * 8, area.county_code, area.township_code, area.code]


class CampaignQuerySet(models.QuerySet):
    def running(self, on, area: Area | str | None = None):
        """Those that run on a day, the city's first; with ``area`` only those it belongs to."""
        rows = self.filter(starts_on__lte=on, ends_on__gte=on, closed_at=None)
        if area is not None:
            code = area if isinstance(area, str) else area.code
            rows = rows.filter(
                area__in=[code[:4] + "0" * 8, code[:6] + "0" * 6, code[:9] + "0" * 3, code]
            )
        return rows.order_by("area_id", "-starts_on", "-pk")

    def of_the_city(self):
        """Those of a whole city: what the city's figures are about."""
        return self.filter(area__level=Level.CITY)

    def visible_to(self, user):
        """Those held above the user's place, in it, or anywhere below it."""
        low, high = user.area.code_range
        inside = models.Q(area_id__gte=low, area_id__lte=high)
        return self.filter(inside | models.Q(area__in=line_of(user.area)))

    def to_begin(self, on):
        """Those whose first day has come and whose list has not been taken."""
        return self.filter(begun_at=None, closed_at=None, starts_on__lte=on)


class Campaign(models.Model):
    """A campaign or routine round of a place; its first stage is the screening of every target.

    ``stages`` is a list of ``{"name", "starts_on", "ends_on"}`` (ISO dates). ``target_kinds`` are
    codes of ``household_kind``; none means all. ``begun_at`` is when list and roster were taken.
    """

    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(
        _("kind"), max_length=8, choices=CampaignKind.choices, default=CampaignKind.CAMPAIGN
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    screening_ends_on = models.DateField(_("screening ends on"))
    stages = models.JSONField(_("stages"), default=list)
    target_kinds = models.JSONField(_("kinds of households"), default=list, blank=True)
    source = models.CharField(_("source document"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(_("list taken at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField(_("reason"), max_length=200, blank=True)

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

    def state(self, on: datetime.date) -> CampaignState:
        if self.closed_at is not None:
            return CampaignState.CLOSED
        if on < self.starts_on:
            return CampaignState.PLANNED
        return CampaignState.RUNNING if on <= self.ends_on else CampaignState.ENDED

    def is_beginning(self, on: datetime.date) -> bool:
        """Whether its first day has come, but list and roster are still being taken."""
        return self.starts_on <= on and self.begun_at is None and self.closed_at is None

    @property
    def stage_list(self) -> list[Stage]:
        """The stages as dates; a campaign without any is one screening and what follows it."""
        day = datetime.date.fromisoformat
        return [
            Stage(stage["name"], day(stage["starts_on"]), day(stage["ends_on"]))
            for stage in self.stages
        ] or [Stage(str(_("Screening")), self.starts_on, self.screening_ends_on)]


class CampaignTargetQuerySet(models.QuerySet):
    def valid(self):
        """Not voided: the denominator of coverage."""
        return self.filter(voided_at=None)

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)


class CampaignTarget(models.Model):
    """A household to be visited in a campaign, once for each kind it belongs to.

    Taken on the first day (``added_by`` empty and no reason), or added later with a reason.
    ``voided_code`` is a code of ``target_void_reason``; ``voided_reason`` says it in words.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="campaign_targets"
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=2)
    added_on = models.DateField(_("added on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_reason = models.CharField(
        _("reason for adding"), max_length=200, blank=True, default="", db_default=""
    )
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    voided_code = models.CharField(
        _("kind of reason"), max_length=1, blank=True, default="", db_default=""
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
