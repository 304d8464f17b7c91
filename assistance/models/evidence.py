"""What a decision rests on beside the visit: check results, public notices, objections."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assistance.models.applications import Application
from foundation.encryption import seal_binding, seal_bytes, sealed_text, unseal_bytes


class Conclusion(models.TextChoices):
    """What the check of economic information found (核对结论)."""

    CONFORMS = "1", _("Conforms")
    DIFFERS = "2", _("Does not conform")
    DOUBTFUL = "3", _("In doubt")


class CheckResult(models.Model):
    """The report of the information check (核对报告): typed in by the county checker.

    Assistance owns the row so that its guards look only leftward; the comparison of agencies'
    data writes here too. A later report on the same application stands beside the earlier one.
    """

    database_privileges = ("SELECT", "INSERT")

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="check_results")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    report_no = models.CharField(_("report number"), max_length=60)
    checked_on = models.DateField(_("checked on"))
    conclusion = models.CharField(_("conclusion"), max_length=1, choices=Conclusion.choices)
    note_sealed = models.BinaryField(null=True, editable=False)
    report_sealed = models.BinaryField(null=True, editable=False)
    report_name = models.CharField(_("file"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    note = sealed_text("note_sealed")

    class Meta:
        verbose_name = _("check result")
        verbose_name_plural = _("check results")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "report_no"], name="check_report_once"),
        ]

    def __str__(self) -> str:
        return self.report_no

    def put_report(self, content: bytes) -> None:
        bound = seal_binding(self._meta.db_table, "report_sealed", self.seal_id)
        self.report_sealed = seal_bytes(content, bound_to=bound)

    @property
    def report(self) -> bytes:
        """The report's file, or nothing."""
        if self.report_sealed is None:
            return b""
        bound = seal_binding(self._meta.db_table, "report_sealed", self.seal_id)
        return unseal_bytes(self.report_sealed, bound_to=bound)


class Notice(models.Model):
    """The single public notice (公示): seven calendar days, the posting day being day 0."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notices")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    posted_on = models.DateField(_("posted on"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=100)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_down_on = models.DateField(_("taken down on"), null=True, blank=True)

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="notice_with_area"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(taken_down_on=None),
                name="one_standing_notice",
            ),
            models.CheckConstraint(
                name="notice_ends_after_posting", condition=Q(ends_on__gt=F("posted_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.posted_on}"

    def has_run(self, on) -> bool:
        """Whether the seven days are full: on the day after the last one."""
        return on > self.ends_on


class Outcome(models.TextChoices):
    """What became of an objection."""

    OPEN = "", _("Being looked into")
    DISMISSED = "dismissed", _("Not founded")
    UPHELD = "upheld", _("Founded: investigate again")


class Objection(models.Model):
    """An objection raised while the notice stood (公示异议); who and what are sealed."""

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    raised_on = models.DateField(_("raised on"))
    text_sealed = models.BinaryField(editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=""
    )
    finding_sealed = models.BinaryField(null=True, editable=False)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    text = sealed_text("text_sealed")
    finding = sealed_text("finding_sealed")

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="settled_objection_has_finding",
                condition=Q(outcome="") | Q(settled_on__isnull=False, finding_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.raised_on}"
