"""Visits as they stood when a campaign was closed, so that its figures stand still (办结时点)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.choices import DONE
from surveys.models.visits import Step


class ClosedVisitQuerySet(models.QuerySet):
    """Named as the reads of visits are: figures ask either of them alike."""

    def approved(self):
        return self.filter(step=Step.APPROVED)

    def complete(self):
        return self.approved().filter(result=DONE)

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)


class ClosedVisit(models.Model):
    """One visit of a campaign's days and place as it stood at the closing; never changed.

    A visit that was open then goes on: it is edited, moved to another day, handed in. What the
    closed campaign counts is this row. ``signs`` are the codes of ``quality_signs`` it showed,
    each between commas; none (NULL) where it was no record yet. Household and area are held by
    the pair key and the author by the visit: a city's closing writes a hundred thousand rows.
    """

    database_privileges = ("SELECT", "INSERT")

    campaign = models.ForeignKey("surveys.Campaign", models.PROTECT, related_name="+")
    visit = models.ForeignKey("surveys.Visit", models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="+", db_constraint=False
    )
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+", db_constraint=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    step = models.CharField(_("step"), max_length=10, choices=Step.choices)
    result = models.CharField(_("result"), max_length=1, blank=True)
    visited_on = models.DateField(_("date of the visit"))
    approved_at = models.DateTimeField(_("approved at"), null=True)
    began = models.TimeField(null=True)
    ended = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    signs = models.CharField(max_length=200, null=True)  # noqa: DJ001 -- none is not "no signs"

    objects = ClosedVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit as it stood at a closing")
        verbose_name_plural = _("visits as they stood at a closing")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "visit"], name="closed_visit_once"),
        ]
        indexes = [models.Index(fields=["campaign", "area"], name="closed_visit_by_area")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.visit_id} {self.step}"
