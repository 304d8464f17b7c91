"""Visits somebody has been told to make (走访任务)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.visits import SEALED_OF_VISIT


class VisitAssignmentQuerySet(models.QuerySet):
    def open(self):
        """Neither begun nor withdrawn."""
        return self.filter(visit=None, withdrawn_at=None)

    def late(self, on):
        """Still to be made, and the day is over."""
        return self.open().filter(due_on__lt=on)

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def for_list(self):
        """With what a list shows of household, people and the visit."""
        return self.select_related(
            "household__area", "area", "first", "second", "assigned_by", "visit"
        ).defer(*SEALED_OF_VISIT)

    def of_user(self, user):
        """Those ``user`` is to make, first or second."""
        return self.filter(Q(first=user) | Q(second=user))


class VisitAssignment(models.Model):
    """A visit two people are to make to a household by a day; ``visit`` once it has begun.

    ``batch`` names the act of sharing out that made it, so that it can be taken back as a whole.
    """

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="visit_assignments"
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    campaign = models.ForeignKey(
        "surveys.Campaign", models.PROTECT, null=True, blank=True, related_name="+"
    )
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    visit = models.ForeignKey("surveys.Visit", models.PROTECT, null=True, related_name="+")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    batch = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = VisitAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to make")
        verbose_name_plural = _("visits to make")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["area", "due_on"],
                name="assignment_to_make",
                condition=Q(visit=None, withdrawn_at=None),
            ),
            models.Index(fields=["batch"], name="assignment_by_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(visit=None, withdrawn_at=None),
                name="one_open_assignment",
            ),
            models.CheckConstraint(name="assigned_to_two", condition=~Q(first=models.F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.due_on}"

    def partner_of(self, user):
        """The other of the two, or None when ``user`` is neither."""
        if self.first_id == user.pk:
            return self.second
        return self.first if self.second_id == user.pk else None
