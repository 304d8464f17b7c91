"""Findings (疑点): what an agency's row says about one of our members, and what came of it."""

import json
import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from accounts.workflow import MoveRecord
from foundation.encryption import sealed_text
from verification.models.rounds import Agency, ComparisonRound, Extract
from verification.rules import Action, Conclusion, Kind


class Severity(models.TextChoices):
    HIGH = "H", _("High")
    MEDIUM = "M", _("Medium")
    LOW = "L", _("Low")


class Step(models.TextChoices):
    """Where a finding stands (疑点办理环节)."""

    GENERATED = "generated", _("Not sent out yet")
    DISPATCHED = "dispatched", _("Sent to the township")
    VERIFYING = "verifying", _("Being verified")
    CONCLUDED = "concluded", _("Waiting for the county")
    RETURNED = "returned", _("Returned to the township")
    CONFIRMED = "confirmed", _("Confirmed, to be dealt with")
    CLOSED = "closed", _("Closed")


AT_TOWNSHIP = (Step.DISPATCHED, Step.VERIFYING, Step.RETURNED)
VERIFIED = (Step.CONCLUDED, Step.CONFIRMED, Step.CLOSED)


class FindingQuerySet(models.QuerySet):
    def within(self, area: Area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def overdue(self, today):
        return self.filter(due_on__lt=today)

    def for_list(self):
        return self.select_related("household", "member", "agency", "area__parent").order_by(
            models.F("due_on").asc(nulls_last=True), "pk"
        )


class Finding(models.Model):
    """One finding about one member in one round.

    The key is round, item, member, kind and the keyed digest of the subject (a plate): running
    an extract again, or a later file with the same row, never makes a second finding. The
    agency's words and the township's account are sealed. Source: domain/05 §5.5.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ComparisonRound, models.PROTECT, related_name="findings")
    extract = models.ForeignKey(Extract, models.PROTECT, related_name="+")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="findings")
    member = models.ForeignKey("households.Member", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    item = models.CharField(_("item"), max_length=40)
    data_date = models.DateField(_("data as of"))
    kind = models.CharField(_("kind"), max_length=3, choices=Kind.choices)
    severity = models.CharField(_("severity"), max_length=1, choices=Severity.choices)
    is_sure = models.BooleanField(_("sure"), default=True)
    subject_digest = models.CharField(max_length=72, editable=False)
    evidence_sealed = models.BinaryField(editable=False)
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.GENERATED)
    step_since = models.DateTimeField()
    due_on = models.DateField(_("due"), null=True, blank=True)
    flow = models.CharField(max_length=20)
    conclusion = models.CharField(
        _("conclusion of the township"), max_length=11, choices=Conclusion.choices, blank=True
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verifier_first = models.CharField(_("first verifier"), max_length=50, blank=True)
    verifier_second = models.CharField(_("second verifier"), max_length=50, blank=True)
    account_sealed = models.BinaryField(null=True, editable=False)
    action = models.CharField(_("treatment"), max_length=8, choices=Action.choices, blank=True)
    effective_month = models.DateField(_("from the month"), null=True, blank=True)
    recovered = models.DecimalField(
        _("recovered"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    closed_on = models.DateField(_("struck off on"), null=True, blank=True)
    created_at = models.DateTimeField()

    evidence_text = sealed_text("evidence_sealed")
    account = sealed_text("account_sealed")

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="finding_with_area"),
            models.UniqueConstraint(
                fields=["round", "item", "member", "kind", "subject_digest"],
                name="one_finding_per_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "area", "step"], name="finding_by_round"),
            models.Index(fields=["area", "due_on"], name="finding_by_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The finding's number as officials quote it (疑点编号)."""
        return f"YD-{self.round.period}-{self.pk:06d}"

    @property
    def evidence(self) -> dict[str, Any]:
        """``text`` (疑点内容), ``subject`` and what the engine keeps of the matched row."""
        return json.loads(self.evidence_text)

    @property
    def text(self) -> str:
        return str(self.evidence["text"])


class FindingMove(MoveRecord):
    """The history of a finding's steps."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="moves")

    class Meta(MoveRecord.Meta):
        verbose_name = _("step taken")
        verbose_name_plural = _("steps taken")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.move}"
