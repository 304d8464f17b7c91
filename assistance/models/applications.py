"""Applications for aid (救助申请) and the moves they made."""

import datetime
import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.workflow import MoveRecord
from foundation.encryption import sealed_text


class Programme(models.TextChoices):
    """The rungs of the ladder, in the order they are tried (一次申请、分类认定)."""

    TEKUN = "tekun", _("Tekun support")
    DIBAO = "dibao", _("Dibao")
    LOW_INCOME = "low_income", _("Low-income household")
    SINGLE_PERSON = "single_person", _("Single-person dibao")
    RIGID_EXPENSE = "rigid_expense", _("Rigid-expense household")
    TEMPORARY = "temporary", _("Temporary assistance")


class Step(models.TextChoices):
    """Where an application stands."""

    SUBMITTED = "submitted", _("Applied")
    REJECTED = "rejected_at_intake", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    CHECKED = "checked", _("Information checked")
    INVESTIGATED = "investigated", _("Investigated")
    OPINED = "opined", _("Township opinion given")
    NOTICED = "noticed", _("On public notice")
    REPORTED = "reported", _("Reported to the county")
    REVIEWED = "reviewed", _("Reviewed by the county")
    RETURNED = "returned", _("Returned for investigation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", pgettext_lazy("application", "Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CLOSED = (Step.REJECTED, Step.CONFIRMED, Step.REFUSED, Step.WITHDRAWN)


class ApplicationQuerySet(models.QuerySet):
    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def open(self):
        return self.exclude(step__in=CLOSED)

    def overdue(self, on):
        """Past the time limit of the step they are at."""
        return self.open().filter(due_on__lt=on)

    def for_list(self):
        """Without the sealed findings, which no list opens; due first."""
        return (
            self.defer("facts_sealed", "assessment_sealed", "policy")
            .select_related("household", "area__parent__parent")
            .order_by(models.F("due_on").asc(nulls_last=True), "pk")
        )

    def for_dossier(self):
        return self.select_related(
            "household", "area__parent__parent", "applicant", "visit", "created_by"
        )


class Application(models.Model):
    """One family's application, from the day it applied to the county's decision.

    ``facts``, ``policy`` and ``assessment`` are what the proposal rests on: computed when it
    starts, again when the investigation is recorded, and frozen with the township's opinion.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    application_no = models.CharField(_("application number"), max_length=40, unique=True)
    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="applications"
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    visit = models.ForeignKey("surveys.Visit", models.PROTECT, related_name="+")
    applicant = models.ForeignKey("households.Member", models.PROTECT, related_name="+")
    programme = models.CharField(
        _("programme applied for"), max_length=20, choices=Programme.choices
    )
    step = models.CharField(_("step"), max_length=30, choices=Step.choices, default=Step.SUBMITTED)
    step_since = models.DateTimeField()
    due_on = models.DateField(_("due on"), null=True, blank=True)
    flow = models.CharField(max_length=20)
    submitted_on = models.DateField(_("applied on"))
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    total_due_on = models.DateField(_("due altogether on"), null=True, blank=True)
    proposed_programme = models.CharField(
        _("proposed programme"), max_length=20, choices=Programme.choices, blank=True
    )
    proposed_members = ArrayField(models.BigIntegerField(), default=list, blank=True)
    proposed_amount = models.DecimalField(
        _("proposed amount (yuan/month)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    rulings = models.JSONField(default=dict, blank=True)
    facts_sealed = models.BinaryField(null=True, editable=False)
    policy = models.JSONField(default=dict, editable=False)
    assessment_sealed = models.BinaryField(null=True, editable=False)
    assessed_on = models.DateField(_("assessed on"))
    is_complaint_case = models.BooleanField(_("complaint case"), default=False)
    is_relative_case = models.BooleanField(_("relative of staff"), default=False)
    reason = models.TextField(pgettext_lazy("application", "reason"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    facts_text = sealed_text("facts_sealed")
    assessment_text = sealed_text("assessment_sealed")

    objects = ApplicationQuerySet.as_manager()

    # The instant an act is judged at, for guards that ask the calendar; None: now.
    acting_at: datetime.datetime | None = None

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="application_with_area"),
            models.UniqueConstraint(
                fields=["household"],
                condition=~Q(step__in=CLOSED),
                name="one_open_application",
            ),
            models.CheckConstraint(
                name="refusal_has_reason",
                condition=~Q(step__in=[Step.REFUSED, Step.REJECTED]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="accepted_has_total_limit",
                condition=Q(accepted_on=None) | Q(total_due_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "step", "due_on"], name="application_worklist"),
            models.Index(fields=["household", "-id"], name="application_by_household"),
        ]

    def __str__(self) -> str:
        return self.application_no

    @property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.facts_text) if self.facts_sealed is not None else {}

    @property
    def assessment(self) -> dict[str, Any]:
        """The stored findings with their Chinese wording."""
        return json.loads(self.assessment_text) if self.assessment_sealed is not None else {}

    @property
    def is_open(self) -> bool:
        return self.step not in CLOSED

    @property
    def covered_count(self) -> int:
        return len(self.proposed_members)


class ApplicationMove(MoveRecord):
    """One move of an application that was made: opinion, time, and what was known then."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="moves")

    class Meta(MoveRecord.Meta):
        indexes = [models.Index(fields=["application"], name="move_by_application")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.move}"
