"""Imports of existing ledgers (台账导入): the batch, its households in waiting, known headings."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.encryption import sealed_text
from households.models.code_mappings import Standard
from households.models.households import Household


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns chosen")
    CHECKED = "checked", _("Checked")
    APPLIED = "applied", _("Taken in")
    DROPPED = "dropped", _("Dropped")


class RowState(models.TextChoices):
    """What an import makes of one household of the file."""

    NEW = "new", _("New on the register")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Unchanged")
    REFUSED = "refused", _("Cannot be imported")


class Decision(models.TextChoices):
    """What the office says of a possible duplicate."""

    SAME = "same", _("The same household")
    NEW = "new", _("Another household")


class ImportBatchQuerySet(models.QuerySet):
    def open(self):
        """Those that may still be applied or dropped."""
        return self.filter(state__in=[BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED])

    def for_list(self):
        return self.select_related("area", "uploaded_by").order_by("-pk")


class ImportBatch(models.Model):
    """One ledger an office has uploaded, on its way into the register; it stays as a record.

    ``area`` is the office. ``file_id`` names the sealed file, ``digest`` is the SM3 of its bytes.
    ``inspection`` (sealed) is what the file looks like: sheets and first rows; of a large file a
    job finds that out. ``mapping`` says what each column holds; ``header_first`` and
    ``header_last`` count from 0 (-1: no heading). ``default_…`` hold for rows that say nothing
    themselves; ``standard`` is whose codes the file holds, "" for ours. Rows are counted as the
    sheet has them, households as the reader groups them; every row read is new, changed,
    unchanged or refused, never lost; totals and signatures below the table are ``rows_skipped``,
    the first of them (row, kind) in ``passed_over``.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    file_id = models.UUIDField(unique=True)
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField(pgettext_lazy("file", "size"))
    digest = models.CharField(_("digest (SM3)"), max_length=64)
    inspection_sealed = models.BinaryField(null=True)
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    header_first = models.IntegerField(default=0)
    header_last = models.IntegerField(default=0)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    signature = models.CharField(max_length=80, blank=True)
    default_area = models.ForeignKey(
        "accounts.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    default_kind = models.CharField(max_length=2, blank=True)
    default_urban_rural = models.CharField(max_length=1, blank=True)
    standard = models.CharField(
        _("codes of"), max_length=10, choices=Standard.choices, blank=True, db_default=""
    )
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.UPLOADED)
    rows_skipped = models.PositiveIntegerField(_("rows without data"), default=0)
    passed_over = models.JSONField(default=list)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    households_new = models.PositiveIntegerField(default=0)
    households_changed = models.PositiveIntegerField(default=0)
    households_same = models.PositiveIntegerField(default=0)
    households_refused = models.PositiveIntegerField(default=0)
    look_job = models.OneToOneField("accounts.Job", models.PROTECT, null=True, related_name="+")
    check_job = models.OneToOneField("accounts.Job", models.PROTECT, null=True, related_name="+")
    apply_job = models.OneToOneField("accounts.Job", models.PROTECT, null=True, related_name="+")
    refused_job = models.OneToOneField("accounts.Job", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(_("checked at"), null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(_("finished at"), null=True)
    emptied_at = models.DateTimeField(_("file and rows deleted at"), null=True)

    inspection = sealed_text("inspection_sealed")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger import")
        verbose_name_plural = _("ledger imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_counts_every_row",
                condition=~Q(state__in=["checked", "applied"])
                | Q(
                    rows_read=F("rows_new") + F("rows_changed") + F("rows_same") + F("rows_refused")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="import_by_office"),
            models.Index(
                fields=["uploaded_at"], name="import_to_empty", condition=Q(emptied_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def rows_imported(self) -> int:
        """Rows the register has now, or had already."""
        return self.rows_new + self.rows_changed + self.rows_same

    @property
    def households_read(self) -> int:
        return (
            self.households_new
            + self.households_changed
            + self.households_same
            + self.households_refused
        )

    @property
    def is_open(self) -> bool:
        return self.state not in (BatchState.APPLIED, BatchState.DROPPED)

    @property
    def is_looked_at(self) -> bool:
        """Whether its sheets and headings are known, so that columns can be chosen."""
        return self.inspection_sealed is not None

    @property
    def is_looking(self) -> bool:
        return self.look_job is not None and not self.look_job.is_finished

    @property
    def is_checking(self) -> bool:
        return self.check_job is not None and not self.check_job.is_finished

    @property
    def is_applying(self) -> bool:
        return self.apply_job is not None and not self.apply_job.is_finished

    @property
    def is_busy(self) -> bool:
        return self.is_looking or self.is_checking or self.is_applying

    @property
    def columns(self) -> dict[int, str]:
        """What each column holds: its place, counted from 0, and the key of the target."""
        return {int(place): key for place, key in self.mapping.items()}

    def count(self, counted: dict[str, tuple[int, int]]) -> None:
        """Take over (households, rows) by state."""
        for state in RowState.values:
            households, rows = counted.get(state, (0, 0))
            setattr(self, f"households_{state}", households)
            setattr(self, f"rows_{state}", rows)


class ImportedHouseholdQuerySet(models.QuerySet):
    def counted(self) -> dict[str, tuple[int, int]]:
        """(households, rows) by state."""
        found: Any = (
            self.order_by()
            .values_list("state")
            .annotate(households=models.Count("pk"), rows=models.Sum("row_count"))
        )
        return {state: (households, rows) for state, households, rows in found}


class ImportedHousehold(models.Model):
    """One household of an uploaded ledger, waiting to be imported; deleted after thirty days.

    ``payload`` (sealed) holds what was read, the differences from the register and the reasons of
    a refusal in words; ``faults`` names rows, columns and codes only. ``household`` is the one on
    the register it was recognised as, or may be (``is_doubtful``: name and village agree, no birth
    date speaks against it, and there is no number to decide it: an official does).
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="households")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    first_row = models.PositiveIntegerField(_("first row"))
    last_row = models.PositiveIntegerField(_("last row"))
    row_count = models.PositiveIntegerField(_("rows"))
    head_name = models.CharField(_("head of household"), max_length=50, blank=True)
    state = models.CharField(max_length=7, choices=RowState.choices)
    is_doubtful = models.BooleanField(default=False)
    decision = models.CharField(max_length=4, choices=Decision.choices, blank=True)
    faults = models.JSONField(default=list)
    payload_sealed = models.BinaryField()

    payload = sealed_text("payload_sealed")

    objects = ImportedHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household to import")
        verbose_name_plural = _("households to import")
        ordering = ["batch_id", "first_row"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "first_row"], name="import_row_once"),
            models.CheckConstraint(
                name="import_duplicate_is_decided",
                condition=Q(is_doubtful=False) | Q(state="refused") | ~Q(decision=""),
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "first_row"], name="import_row_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.first_row}"

    @property
    def known_as(self) -> int | None:
        """The key of the household it is on the register; None when it is not there yet."""
        return None if self.decision == Decision.NEW else self.household_id


class MappingMemory(models.Model):
    """How one office's ledgers with these headings were read last time."""

    area_meets = {"area": "-used_at"}

    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    signature = models.CharField(max_length=80)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("known headings")
        verbose_name_plural = _("known headings")
        constraints = [
            models.UniqueConstraint(fields=["area", "signature"], name="mapping_once"),
        ]

    def __str__(self) -> str:
        return self.signature[:12]
