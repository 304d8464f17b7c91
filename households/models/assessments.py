"""The counties' dated standards for assessing income (行业、亩均收入评估标准)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation import codelists
from households.models.records import amount


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class AssessmentKind(models.TextChoices):
    """What is assessed; the value names the code list of the items."""

    CROP = "crop", _("Land, by crop")
    LIVESTOCK = "livestock_kind", _("Animals")
    TRADE = "trade", _("Casual work, by trade")


UNITS = {
    AssessmentKind.CROP: _("yuan/mu/year"),
    AssessmentKind.LIVESTOCK: _("yuan/head/year"),
    AssessmentKind.TRADE: _("yuan/month"),
}


class AssessmentStandardQuerySet(models.QuerySet):
    def on(self, day):
        """In force on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def within(self, area):
        """Set by ``area`` itself or by a county in it."""
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def over(self, area_code: str):
        """Of the county of a place, and of the city above it; the county's own come first."""
        return self.filter(area_id__in=[area_code[:6] + "0" * 6, area_code[:4] + "0" * 8]).order_by(
            "-area_id", "-valid_from"
        )


class AssessmentStandard(models.Model):
    """What one mu, one animal or one month of casual work is taken to bring in, net.

    Set by a county (or the city for all counties without their own) for some days; values of one
    item never overlap. Yuan a mu a year, a head a year, or a month (``UNITS``).
    """

    area_stays = {"area": "of a county or the city, which are not succeeded"}

    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+",
                             verbose_name=pgettext_lazy("standard", "place"))  # fmt: skip
    kind = models.CharField(_("kind"), max_length=14, choices=AssessmentKind.choices)
    item = models.CharField(_("item"), max_length=14)
    net_income = amount(_("net income"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source_doc = models.CharField(_("source document"), max_length=200)

    objects = AssessmentStandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("income assessment standard")
        verbose_name_plural = _("income assessment standards")
        ordering = ["area_id", "kind", "item", "-valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_assessment_at_a_time",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("item", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_to", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="assessment_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="assessment_has_source", condition=~Q(source_doc="")),
            models.CheckConstraint(name="assessment_not_negative", condition=Q(net_income__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.net_income} {self.valid_from}"

    @property
    def item_label(self):
        return codelists.label(self.kind, self.item)

    @property
    def unit(self):
        return UNITS[AssessmentKind(self.kind)]
