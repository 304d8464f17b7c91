"""What a family owns and where it lives: property with vehicles and businesses, and housing."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.records import Record, amount, at_least_zero

VEHICLE = "04"
ACCOUNTS = ("08", "09", "10", "11")  # deposits, securities, insurance, payment balances
BUSINESSES = ("13", "14", "15")


@pghistory.track()
class PropertyItem(Record):
    """One property (财产: code list ``property_kind``) and, of a vehicle, its registration.

    ``identifier``: number of the deed, plate, unified social credit code; of an account its last
    four digits and never more. ``exemption_code`` (``property_exemption``) says why it is not held
    against the family, "" when it is. Value and price in yuan.
    """

    kind = models.CharField(_("kind of property"), max_length=2)
    name = models.CharField(_("name or place"), max_length=80, blank=True)
    identifier = models.CharField(_("number"), max_length=40, blank=True)
    floor_area = models.DecimalField(
        _("floor area"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    built_in = models.PositiveSmallIntegerField(_("year built"), null=True, blank=True)
    value = amount(_("value"), null=True, blank=True)
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    exemption_code = models.CharField(_("exempted because"), max_length=1, blank=True)
    vehicle_kind = models.CharField(_("kind of vehicle"), max_length=12, blank=True)
    vehicle_status = models.CharField(_("state of the vehicle"), max_length=1, blank=True)
    first_registered_on = models.DateField(_("first registered on"), null=True, blank=True)
    invoice_price = amount(_("invoice price"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("property")
        verbose_name_plural = _("property")
        constraints = [
            *Record.Meta.constraints,
            at_least_zero("value", "invoice_price", "floor_area"),
            models.CheckConstraint(
                name="vehicle_says_which",
                condition=Q(kind=VEHICLE) & ~Q(vehicle_kind="") & ~Q(vehicle_status="")
                | ~Q(kind=VEHICLE) & Q(vehicle_kind="", vehicle_status=""),
            ),
            models.CheckConstraint(
                name="account_only_last_four",
                condition=~Q(kind__in=ACCOUNTS) | Q(identifier__regex=r"^\d{0,4}$"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["identifier"], name="property_by_identifier",
                condition=~Q(identifier=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"

    @property
    def is_vehicle(self) -> bool:
        return self.kind == VEHICLE


@pghistory.track()
class Housing(Record):
    """Where the family lives (居住情况): one row per dwelling it uses."""

    kind = models.CharField(_("kind of housing"), max_length=1)
    structure = models.CharField(_("structure"), max_length=1, blank=True)
    danger_grade = models.CharField(_("danger grade"), max_length=1, blank=True)
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    floor_area = models.DecimalField(
        _("floor area"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    is_relocation = models.BooleanField(_("to be demolished"), default=False)
    heating = models.CharField(_("heating"), max_length=1, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("housing")
        verbose_name_plural = _("housing")
        constraints = [*Record.Meta.constraints, at_least_zero("floor_area")]

    def __str__(self) -> str:
        return f"{self.kind} {self.floor_area or ''}"
