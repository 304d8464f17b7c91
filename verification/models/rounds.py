"""Agencies, their file layouts, half-year rounds and the extracts compared in them (核对批次)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Area
from accounts.models.jobs import JobState
from verification.engine.layouts import FileLayout
from verification.engine.reasons import FileProblem


class Agency(models.Model):
    """A department that delivers data (数据来源部门); reference data, the same for everybody."""

    name = models.CharField(_("agency"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class FileLayoutVersion(models.Model):
    """One version of how an agency delivers one item; an old one stays with its extracts."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="layouts")
    item = models.CharField(_("item"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    layout = models.JSONField(_("file layout"))
    is_current = models.BooleanField(_("in use"), default=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file layout")
        verbose_name_plural = _("file layouts")
        ordering = ["agency_id", "item", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="layout_version"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(is_current=True), name="one_current_layout"
            ),
        ]

    def __str__(self) -> str:
        return self.agency.name

    @property
    def file_layout(self) -> FileLayout:
        return FileLayout.from_mapping(self.layout)


class RoundQuerySet(models.QuerySet):
    def touching(self, area: Area):
        """Rounds held for ``area``, for a place above it or for a place inside it."""
        above = {area.code[:4] + "0" * 8, area.county_code, area.township_code, area.code}
        low, high = area.code_range
        inside = models.Q(area_id__gte=low, area_id__lte=high)
        return self.filter(inside | models.Q(area_id__in=above))

    def open(self):
        return self.filter(closed_at=None)


class ComparisonRound(models.Model):
    """One half-year comparison of a county's (or the city's) households (核对批次).

    It names a period and a place and no household, so it is under no area policy; pages show the
    rounds that touch the reader's own area. ``opened_by`` is empty where the calendar opened it.
    """

    area_stays = {"area": "of a county or the city, which are not succeeded"}

    name = models.CharField(_("round"), max_length=80)
    period = models.CharField(_("half-year"), max_length=6)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison round")
        verbose_name_plural = _("comparison rounds")
        ordering = ["-period", "area_id"]
        constraints = [
            models.UniqueConstraint(fields=["period", "area"], name="one_round_per_half_year"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ExtractQuerySet(models.QuerySet):
    def standing(self):
        """Those that count as delivered: not cancelled, refused or broken off."""
        return self.exclude(job__state__in=[JobState.CANCELLED, JobState.FAILED])

    def with_file(self):
        return self.filter(destroyed_at=None)


class Extract(models.Model):
    """One file of an agency for one round: sealed on disk until compared, then destroyed.

    What stays is the control sheet: counts, the SM3 digest of the file, and the numbers and
    reasons of refused rows, never a value of theirs. ``area`` is the importer's.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ComparisonRound, models.PROTECT, related_name="extracts")
    layout = models.ForeignKey(FileLayoutVersion, models.PROTECT, related_name="+")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField(pgettext_lazy("file", "size"))
    digest = models.CharField(_("digest (SM3)"), max_length=64)
    data_date = models.DateField(_("data as of"))
    purpose = models.CharField(_("purpose"), max_length=100)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    job = models.OneToOneField("accounts.Job", models.PROTECT, null=True, related_name="+")
    encoding = models.CharField(max_length=12, blank=True)
    members_compared = models.PositiveIntegerField(_("people compared"), default=0)
    rows_read = models.PositiveBigIntegerField(_("rows"), default=0)
    blank_rows = models.PositiveBigIntegerField(_("blank rows"), default=0)
    mended = models.PositiveBigIntegerField(_("irregular numbers"), default=0)
    other_documents = models.PositiveBigIntegerField(_("other documents"), default=0)
    repeated = models.PositiveBigIntegerField(_("repeated rows"), default=0)
    matched = models.PositiveIntegerField(_("matches"), default=0)
    found = models.PositiveIntegerField(_("findings"), default=0)
    refused = models.JSONField(_("refused rows by reason"), default=dict)
    refused_rows = models.JSONField(_("refused rows"), default=list)
    digits_lost = models.BooleanField(default=False)
    problem = models.CharField(
        max_length=20, blank=True, choices=[(p.value, p.name) for p in FileProblem]
    )
    problem_row = models.PositiveBigIntegerField(null=True)
    problem_columns = models.JSONField(default=list)
    compared_at = models.DateTimeField(_("compared at"), null=True)
    destroyed_at = models.DateTimeField(_("file destroyed at"), null=True)

    objects = ExtractQuerySet.as_manager()

    class Meta:
        verbose_name = _("extract")
        verbose_name_plural = _("extracts")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["round", "area"], name="extract_by_round")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_compared(self) -> bool:
        return self.compared_at is not None

    @property
    def is_running(self) -> bool:
        return self.job is not None and not self.job.is_finished

    @property
    def refused_count(self) -> int:
        return sum(self.refused.values())
