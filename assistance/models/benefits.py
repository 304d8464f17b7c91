"""Benefits households receive (在享待遇), and the aid a low-income finding unlocks."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assistance.models.applications import Programme
from assistance.models.decisions import Decision


class BenefitQuerySet(models.QuerySet):
    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def on(self, day):
        """Those that run on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def not_ended(self, day):
        """Those that run on a day or begin later."""
        return self.filter(Q(until=None) | Q(until__gte=day))


@pghistory.track()
class Benefit(models.Model):
    """One programme a household is in: paid, or (low-income) recognised, from the month after.

    ``amount`` is yuan a month for the whole household; ``until`` is the last day, at most twelve
    months on for low-income and rigid-expense households.
    """

    household = models.ForeignKey("households.Household", models.PROTECT, related_name="benefits")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="benefit")
    programme = models.CharField(_("programme"), max_length=20, choices=Programme.choices)
    amount = models.DecimalField(
        _("amount (yuan/month)"), max_digits=12, decimal_places=2, default=0
    )
    members_covered = ArrayField(models.BigIntegerField(), default=list)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason for ending"), max_length=200, blank=True)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="benefit_with_area"),
            models.CheckConstraint(
                name="benefit_ends_after_start",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(name="benefit_not_negative", condition=Q(amount__gte=0)),
        ]
        indexes = [
            models.Index(fields=["area", "programme", "since"], name="benefit_by_area"),
            models.Index(fields=["household", "-id"], name="benefit_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.programme}"

    @property
    def covered_count(self) -> int:
        return len(self.members_covered)


class UnlockKind(models.TextChoices):
    """Aid a low-income finding opens the way to, and who gives it."""

    HEATING = "heating", _("Heating aid")
    CHARITY = "charity", _("Charity aid")
    MEDICAL = "medical", _("Medical aid")
    EDUCATION = "education", _("Education aid")
    REHABILITATION = "rehabilitation", _("Rehabilitation of disabled persons")


class BenefitUnlock(models.Model):
    """One kind of aid a low-income household may now have; whether it already receives it."""

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="unlocks")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of aid"), max_length=20, choices=UnlockKind.choices)
    is_received = models.BooleanField(_("received"), default=False)

    class Meta:
        verbose_name = _("unlocked aid")
        verbose_name_plural = _("unlocked aid")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "kind"], name="unlock_once"),
        ]

    def __str__(self) -> str:
        return self.kind
