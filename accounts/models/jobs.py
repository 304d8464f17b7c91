"""Long work (后台任务): anything over two seconds is a row that anyone can watch."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def of(self, user):
        """Jobs this user asked for; nobody else sees them."""
        return self.filter(asked_by=user)


class Job(models.Model):
    """One piece of long work, asked for by one person in one scope.

    ``lease_token`` fences off a worker that was believed dead: every write of a runner names the
    token it was given, and writes nothing once another runner holds a newer one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    params = models.JSONField(default=dict)
    key = models.CharField(_("idempotency key"), max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("total"), default=0)
    row_errors = models.JSONField(default=list)
    failure = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    result_file = models.CharField(max_length=200, blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="job_unfinished",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state not in (JobState.WAITING, JobState.RUNNING)

    @property
    def has_result_file(self) -> bool:
        return self.state == JobState.DONE and bool(self.result_file)
