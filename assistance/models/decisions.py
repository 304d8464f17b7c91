"""Decisions (审核确认): the county's yes or no, with everything it rested on."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assistance.models.applications import Application, Programme
from foundation.encryption import sealed_text


class Decision(models.Model):
    """One decision, never changed afterwards; facts, parameters and findings stand with it.

    Read again in three years it shows what was known that day, and replay gives the same answer.
    Money in yuan a month.
    """

    database_privileges = ("SELECT", "INSERT")

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="decisions")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    is_confirmed = models.BooleanField(_("confirmed"))
    programme = models.CharField(_("programme"), max_length=20, choices=Programme.choices)
    amount = models.DecimalField(
        _("amount (yuan/month)"), max_digits=12, decimal_places=2, null=True
    )
    family_size = models.PositiveSmallIntegerField(_("family size"))
    covered_count = models.PositiveSmallIntegerField(_("persons covered"))
    per_capita = models.DecimalField(_("income per person"), max_digits=12, decimal_places=2)
    standard = models.DecimalField(_("dibao standard"), max_digits=12, decimal_places=2, null=True)
    low_income_line = models.DecimalField(
        _("low-income line"), max_digits=12, decimal_places=2, null=True
    )
    clause = models.CharField(_("legal basis"), max_length=300)
    reason = models.TextField(pgettext_lazy("application", "reason"), blank=True)
    facts_sealed = models.BinaryField(editable=False)
    policy = models.JSONField(editable=False)
    assessment_sealed = models.BinaryField(editable=False)
    assessed_on = models.DateField(_("assessed on"))
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    facts_text = sealed_text("facts_sealed")
    assessment_text = sealed_text("assessment_sealed")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_by_two_people",
                condition=~Q(decided_by=models.F("reviewed_by")),
            ),
            models.CheckConstraint(
                name="not_confirmed_has_reason", condition=Q(is_confirmed=True) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["household", "-id"], name="decision_by_household")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.programme}"

    @property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.facts_text)

    @property
    def assessment(self) -> dict[str, Any]:
        return json.loads(self.assessment_text)
