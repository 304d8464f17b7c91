"""What a visit that met nobody leaves to be done (未入户成功的后续处理)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Household
from surveys.choices import NextAction
from surveys.models.visits import SEALED_OF_VISIT


class FollowUpQuerySet(models.QuerySet):
    def waiting(self):
        """Not settled yet, and the family's file still open."""
        open_files = Household.objects.on_register().filter(pk=models.OuterRef("household"))
        return self.filter(models.Exists(open_files), settled_at=None)

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def for_list(self):
        return self.select_related("household__area", "area", "visit", "settled_by").defer(
            *SEALED_OF_VISIT
        )


class FollowUp(models.Model):
    """One thing to be done because an approved visit met nobody (无人在家、外出、拒访、死亡 …).

    Settled by itself when a later visit reaches the family, or the household is taken off the list
    it was to be checked for; else by hand, with what came of it. It waits no longer once the file
    is closed. ``assignment`` is the visit to be made again.
    """

    visit = models.OneToOneField("surveys.Visit", models.PROTECT, related_name="follow_up")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="follow_ups")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    action = models.CharField(_("next step"), max_length=10, choices=NextAction.choices)
    due_on = models.DateField(_("due"))
    assignment = models.ForeignKey(
        "surveys.VisitAssignment", models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["area", "due_on"],
                name="follow_up_waiting",
                condition=models.Q(settled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.action} {self.due_on}"
