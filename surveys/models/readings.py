"""What a supervisor asks of a visit's sealed answers, kept plain for counting (走访质量)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitReadingQuerySet(models.QuerySet):
    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)


class VisitReading(models.Model):
    """One visit, handed in at least once, as the quality page counts it; read when it changes.

    Answers are sealed, so they cannot be counted by a query. Nothing here tells what was
    answered: ``answers_digest`` is keyed, empty for a visit that met nobody. ``blocking`` counts
    the faults that would stop the visit from being handed in; ``minutes`` is empty where the
    times are; ``approver`` where the visit was approved together with other unremarkable ones.
    ``is_twin``, ``is_overlapping`` and ``is_in_bulk`` come from comparing it with others of its
    author or approver, which is due while ``is_compared`` is false.
    ``revision`` and ``step_since`` say which state of the visit was read.
    """

    visit = models.OneToOneField("surveys.Visit", models.CASCADE, related_name="reading")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(_("date of the visit"), null=True)
    began = models.TimeField(null=True)
    ended = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    answers_digest = models.CharField(max_length=72, blank=True)
    awareness = models.CharField(max_length=1, blank=True)
    blocking = models.PositiveSmallIntegerField(default=0)
    was_returned = models.BooleanField(default=False)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_minute = models.DateTimeField(null=True)
    is_twin = models.BooleanField(default=False, db_default=False)
    is_overlapping = models.BooleanField(default=False, db_default=False)
    is_in_bulk = models.BooleanField(default=False, db_default=False)
    is_compared = models.BooleanField(default=False, db_default=False)
    revision = models.PositiveIntegerField()
    step_since = models.DateTimeField()
    read_at = models.DateTimeField(auto_now=True)

    objects = VisitReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a visit")
        verbose_name_plural = _("readings of visits")
        indexes = [
            models.Index(fields=["area", "on"], name="reading_by_area"),
            models.Index(fields=["author", "answers_digest"], name="reading_by_answers"),
            models.Index(fields=["author", "on"], name="reading_by_day"),
            models.Index(fields=["approver", "approved_minute"], name="reading_by_minute"),
        ]

    def __str__(self) -> str:
        return str(self.visit_id)
