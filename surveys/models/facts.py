"""What is known of a household now: the content of its last approved visit."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text
from surveys.models.answers import HoldsAnswers


class CurrentFacts(HoldsAnswers, models.Model):
    """The household's current facts (家庭现状): what the last approved visit found."""

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    household = models.OneToOneField(
        "households.Household", models.PROTECT, related_name="current_facts"
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    visit = models.ForeignKey("surveys.Visit", models.PROTECT, related_name="+")
    content_sealed = models.BinaryField(editable=False)
    family_size = models.PositiveSmallIntegerField(_("family size"))
    per_capita = models.DecimalField(_("income per person"), max_digits=12, decimal_places=2)
    as_of = models.DateField(_("as of"))
    updated_at = models.DateTimeField(auto_now=True)

    content_text = sealed_text("content_sealed")

    class Meta:
        verbose_name = _("current facts")
        verbose_name_plural = _("current facts")
        indexes = [models.Index(fields=["area", "as_of"], name="facts_by_area")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.as_of}"
