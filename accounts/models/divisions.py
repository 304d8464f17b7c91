"""Changes of administrative divisions (行政区划撤并): established, renamed, succeeded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.areas import Area, Level
from accounts.models.jobs import JobState


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    RUNNING = "running", _("Being carried out")
    DONE = "done", _("Carried out")
    DROPPED = "dropped", _("Dropped")


UNFINISHED = (ChangeState.DRAFT, ChangeState.RUNNING)


class ItemKind(models.TextChoices):
    ESTABLISH = "establish", _("Establish")
    RENAME = "rename", _("Rename")
    SUCCEED = "succeed", _("Merge or recode")


class DivisionChangeQuerySet(models.QuerySet):
    def unfinished(self):
        """Being prepared or carried out; also those whose job has failed half-way."""
        return self.filter(state__in=UNFINISHED)

    def for_list(self):
        """The unfinished ones first, then the newest."""
        is_finished = models.Case(models.When(state__in=UNFINISHED, then=0), default=1)
        return self.select_related("by", "job").order_by(is_finished, "-pk")


class DivisionChange(models.Model):
    """One approved change of divisions (批复), prepared item by item and carried out as a job.

    Codes are never reused or deleted: a division that ends keeps its row, its last day and its
    successor, so that history, numbers and issued documents go on saying the old place.
    """

    document = models.CharField(_("approving document"), max_length=200)
    effective_on = models.DateField(_("in force from"))
    state = models.CharField(
        _("state"), max_length=8, choices=ChangeState.choices, default=ChangeState.DRAFT
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    job = models.ForeignKey("accounts.Job", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects = DivisionChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of divisions")
        verbose_name_plural = _("changes of divisions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.document

    @property
    def is_draft(self) -> bool:
        return self.state == ChangeState.DRAFT

    @property
    def has_failed(self) -> bool:
        """Whether its job ended before everything had gone over."""
        ended = self.job is not None and self.job.state in (JobState.FAILED, JobState.CANCELLED)
        return self.state == ChangeState.RUNNING and ended


class DivisionChangeItem(models.Model):
    """What happens to one division: established, renamed, or its people go to another code.

    ``old`` is empty for an established division; a rename keeps the code; ``old_name`` keeps the
    name that was given up. ``moved`` counts what went over: ``{"households": 12, "users": 1}``.
    """

    change = models.ForeignKey(DivisionChange, models.CASCADE, related_name="items")
    kind = models.CharField(_("what happens"), max_length=9, choices=ItemKind.choices)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    old = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", verbose_name=_("division")
    )
    old_name = models.CharField(_("former name"), max_length=60, blank=True)
    new_code = models.CharField(_("new code"), max_length=12, db_collation="C")
    new_name = models.CharField(_("new name"), max_length=60)
    parent_code = models.CharField(_("belongs to"), max_length=12, db_collation="C")
    moved = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("changed division")
        verbose_name_plural = _("changed divisions")
        ordering = ["new_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "old"], name="division_changes_once_per_change"
            ),
            models.CheckConstraint(
                name="only_established_divisions_are_new",
                condition=models.Q(kind="establish", old=None)
                | (~models.Q(kind="establish") & models.Q(old__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_name or self.new_name} {self.new_code}"

    @property
    def moved_rows(self) -> int:
        return sum(self.moved.values())
