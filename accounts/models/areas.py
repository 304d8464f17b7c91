"""Administrative divisions (行政区划) and the editable part of the working calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LOWEST, HIGHEST = "0" * 12, "9" * 12


class Level(models.TextChoices):
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")


SIGNIFICANT_DIGITS = {Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}


class AreaQuerySet(models.QuerySet):
    def current(self, on):
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=on), valid_from__lte=on)

    def within(self, area):
        """``area`` itself and everything below it."""
        low, high = area.code_range
        return self.filter(code__gte=low, code__lte=high)

    def counties(self):
        return self.filter(level=Level.COUNTY)

    def townships(self):
        return self.filter(level=Level.TOWNSHIP)

    def villages(self):
        return self.filter(level=Level.VILLAGE)


class Area(models.Model):
    """One division: the city, a county, a township (乡镇/街道) or a village (村/社区).

    The code is the 12-digit statistical code (统计用区划代码); the divisions below a place are
    exactly the codes between its own and its own with the free digits set to 9.
    """

    code = models.CharField(_("code"), max_length=12, primary_key=True, db_collation="C")
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="area_code_has_twelve_digits", condition=models.Q(code__regex=r"^\d{12}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code_range(self) -> tuple[str, str]:
        """Lowest and highest code of this division and all below it."""
        digits = SIGNIFICANT_DIGITS[Level(self.level)]
        return self.code, self.code[:digits] + "9" * (12 - digits)

    @property
    def county_code(self) -> str:
        return self.code[:6] + "0" * 6

    @property
    def township_code(self) -> str:
        return self.code[:9] + "0" * 3

    def contains(self, code: str) -> bool:
        low, high = self.code_range
        return low <= code <= high


class CalendarDay(models.Model):
    """A day the published working calendar says otherwise about (调休): overrides every rule."""

    day = models.DateField(_("day"), primary_key=True)
    is_working = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=100, blank=True)
    source = models.CharField(_("source document"), max_length=200)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = pgettext_lazy("calendar", "calendar days")
        ordering = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()
