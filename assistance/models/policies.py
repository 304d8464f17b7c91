"""Dated standards and parameters (救助标准与政策参数)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.areas import Area


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class Reach(models.TextChoices):
    """Whom a value holds for."""

    BOTH = "", _("Urban and rural")
    URBAN = "1", pgettext_lazy("standard", "Urban")
    RURAL = "2", pgettext_lazy("standard", "Rural")


class PolicyValueQuerySet(models.QuerySet):
    def on(self, day):
        """In force on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def standards(self):
        """Yuan a person a month: what the public asks for first."""
        return self.filter(key__in=("dibao_standard", "tekun_standard"))

    def over(self, area: Area):
        """Of ``area`` and of all places above it."""
        line = {area.code[:4] + "0" * 8, area.county_code, area.township_code, area.code}
        return self.filter(area_id__in=line)


class PolicyValue(models.Model):
    """One dated value of one parameter: what held where, from when, by which document.

    Values of one key never overlap (exclusion constraint): a raise closes the row before it.
    ``programme`` narrows a parameter to one programme ("" is all). The value is text as the rules
    read it: yuan/person/month for standards, yuan/year for disposable income, otherwise a number.
    """

    area_stays = {"area": "of a county or the city, which are not succeeded"}

    key = models.CharField(_("parameter"), max_length=60)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    urban_rural = models.CharField(
        _("urban or rural"), max_length=1, choices=Reach.choices, blank=True
    )
    programme = models.CharField(_("programme"), max_length=20, blank=True)
    value = models.CharField(pgettext_lazy("standard", "value"), max_length=120)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source_doc = models.CharField(_("source document"), max_length=200)
    is_confirmed = models.BooleanField(_("confirmed by the bureau"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PolicyValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy value")
        verbose_name_plural = _("policy values")
        ordering = ["key", "programme", "area_id", "urban_rural", "-valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_value_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("urban_rural", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_to", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="value_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="value_has_source", condition=~Q(source_doc="")),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value} {self.valid_from}"

    @property
    def rule_key(self) -> str:
        """The key as the rules know it."""
        return f"{self.programme}.{self.key}" if self.programme else self.key
