"""Households in hardship (困难家庭) and the kinds they belong to (对象类别)."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text


class UrbanRural(models.TextChoices):
    URBAN = "1", _("Urban")
    RURAL = "2", _("Rural")


class HouseholdStatus(models.TextChoices):
    TO_SCREEN = "to_screen", _("To be screened")
    REGISTERED = "registered", _("On the register")
    GRACE = "grace", _("Grace period")
    STOPPED = "stopped", _("Aid stopped")
    MOVED_OUT = "moved_out", _("Moved out")
    DEREGISTERED = "deregistered", _("Deregistered")
    MERGED = "merged", _("Merged")


class DmClass(models.TextChoices):
    """How often aid is re-checked (动态管理类别)."""

    A = "A", _("A: every year")
    B = "B", _("B: every half-year")
    C = "C", _("C: every quarter")


class HouseholdQuerySet(models.QuerySet):
    def on_register(self):
        """Those still followed: not moved out, deregistered or merged away."""
        return self.exclude(
            status__in=[
                HouseholdStatus.MOVED_OUT,
                HouseholdStatus.DEREGISTERED,
                HouseholdStatus.MERGED,
            ]
        )

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def of_kind(self, kind: str, on):
        """Households that belong to a kind (低保, 特困 …) on a day."""
        return self.filter(
            models.Exists(
                HouseholdKind.objects.filter(household=models.OuterRef("pk"), kind=kind).on(on)
            )
        )

    def with_kinds_on(self, on):
        """With the kinds of a day in ``kinds_now``; one more query however many rows."""
        return self.prefetch_related(
            models.Prefetch("kinds", HouseholdKind.objects.on(on), to_attr="kinds_now")
        )

    def for_list(self):
        return self.select_related("area").order_by("area_id", "pk")


@pghistory.track()
class Household(models.Model):
    """One family in hardship (困难家庭), filed as 一户一档 under its managing village.

    ``area`` is the managing area, not derived from an address. Counts of people are derived from
    the active members by the services that change them.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    household_no = models.CharField(_("household number"), max_length=22, unique=True)
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    urban_rural = models.CharField(_("urban or rural"), max_length=1, choices=UrbanRural.choices)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=HouseholdStatus.choices,
        default=HouseholdStatus.TO_SCREEN,
    )
    head_name = models.CharField(_("head of household"), max_length=50)
    family_size = models.PositiveSmallIntegerField(_("family size"), default=1)
    hukou_address = models.CharField(_("registered address"), max_length=200, blank=True)
    residence_address = models.CharField(_("residence address"), max_length=200, blank=True)
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_digest = models.CharField(max_length=72, blank=True, editable=False)
    poverty_cause = models.CharField(_("main cause of poverty"), max_length=2, blank=True)
    dm_class = models.CharField(
        _("re-check class"), max_length=1, choices=DmClass.choices, blank=True
    )
    is_registered_poor = models.BooleanField(_("registered poor (lifted)"), default=False)
    relapse_kind = models.CharField(_("relapse monitoring"), max_length=1, default="0")
    card_no = models.CharField(_("aid certificate number"), max_length=20, blank=True)
    account_name = models.CharField(_("account name"), max_length=50, blank=True)
    account_bank = models.CharField(_("bank and branch"), max_length=80, blank=True)
    account_sealed = models.BinaryField(null=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    registered_on = models.DateField(_("registered on"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    phone = sealed_text("phone_sealed")
    account_no = sealed_text("account_sealed")

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["area_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="household_with_area"),
            models.CheckConstraint(
                name="household_has_somebody", condition=models.Q(family_size__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["area", "id"], name="household_by_area"),
            models.Index(fields=["head_name", "id"], name="household_by_head"),
            models.Index(fields=["registered_on", "id"], name="household_by_day"),
            models.Index(
                fields=["phone_digest"],
                name="household_by_phone",
                condition=~models.Q(phone_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head_name} {self.household_no}"

    @property
    def address(self) -> str:
        return self.residence_address or self.hukou_address


class HouseholdKindQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(models.Q(until=None) | models.Q(until__gte=day), since__lte=day)


@pghistory.track()
class HouseholdKind(models.Model):
    """One kind (对象类别: code list ``household_kind``) a household belongs to, for a time."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="kinds")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=2)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = HouseholdKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("household kind")
        verbose_name_plural = _("household kinds")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="kind_ends_after_start",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
            ),
            models.UniqueConstraint(
                fields=["household", "kind"],
                condition=models.Q(until=None),
                name="kind_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "area"], name="kind_by_area"),
        ]

    def __str__(self) -> str:
        return self.kind
