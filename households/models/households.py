"""Households in hardship (困难家庭) and the kinds they belong to (对象类别)."""

import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text


class DateRange(models.Func):
    """The days from the first argument up to the second, which may be open."""

    function = "DATERANGE"
    output_field = DateRangeField()


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


OFF_REGISTER = (HouseholdStatus.MOVED_OUT, HouseholdStatus.DEREGISTERED, HouseholdStatus.MERGED)


class DmClass(models.TextChoices):
    """How often aid is re-checked (动态管理类别)."""

    A = "A", _("A: every year")
    B = "B", _("B: every half-year")
    C = "C", _("C: every quarter")


class HouseholdQuerySet(models.QuerySet):
    def on_register(self):
        """Those still followed: not moved out, deregistered or merged away."""
        return self.exclude(status__in=OFF_REGISTER)

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def of_kind(self, kind: str, on):
        """Households that belong to a kind (低保, 特困 …) on a day."""
        return self.of_kinds([kind], on)

    def of_kinds(self, kinds: list[str], on):
        """Households that belong to at least one of the kinds on a day."""
        rows = HouseholdKind.objects.filter(household=models.OuterRef("pk"), kind__in=kinds)
        return self.filter(models.Exists(rows.on(on)))

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
    the active members: ``family_size`` by the services that change them, the others when asked
    for (``households.derivations``). ``poverty_causes`` are those besides the main one.
    ``account_agreement_on`` is the day the agreement was filed by which somebody outside the
    household (guardian, institution) receives the money.
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
    # Kept by the trigger ``address_key``; never written by hand.
    address_key = models.CharField(
        max_length=200, blank=True, editable=False, default="", db_default=""
    )
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_digest = models.CharField(max_length=72, blank=True, editable=False)
    applicant_name = models.CharField(
        _("applicant"), max_length=50, blank=True, default="", db_default=""
    )
    agent_name = models.CharField(
        _("agent of the applicant"), max_length=50, blank=True, default="", db_default=""
    )
    agent_relation = models.CharField(
        _("agent's relation to the applicant"),
        max_length=2,
        blank=True,
        default="",
        db_default="",
    )
    agent_phone_sealed = models.BinaryField(null=True, editable=False)
    agent_identity_sealed = models.BinaryField(null=True, editable=False)
    poverty_cause = models.CharField(_("main cause of poverty"), max_length=2, blank=True)
    poverty_causes = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("further causes of poverty"),
        default=list,
        db_default=[],
        blank=True,
    )
    dm_class = models.CharField(
        _("re-check class"), max_length=1, choices=DmClass.choices, blank=True
    )
    is_registered_poor = models.BooleanField(_("registered poor (lifted)"), default=False)
    relapse_kind = models.CharField(_("relapse monitoring"), max_length=1, default="0")
    card_no = models.CharField(_("aid certificate number"), max_length=20, blank=True)
    account_name = models.CharField(_("account name"), max_length=50, blank=True)
    account_bank = models.CharField(_("bank"), max_length=80, blank=True)
    account_branch = models.CharField(
        _("branch"), max_length=80, blank=True, default="", db_default=""
    )
    account_kind = models.CharField(
        _("kind of account"), max_length=1, blank=True, default="", db_default=""
    )
    account_agreement_on = models.DateField(_("payee agreement filed on"), null=True, blank=True)
    account_sealed = models.BinaryField(null=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    registered_on = models.DateField(_("registered on"))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    phone = sealed_text("phone_sealed")
    account_no = sealed_text("account_sealed")
    agent_phone = sealed_text("agent_phone_sealed")
    agent_identity = sealed_text("agent_identity_sealed")

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
                fields=["address_key"],
                opclasses=["text_pattern_ops"],
                name="household_by_address",
            ),
            models.Index(
                fields=["phone_digest"],
                name="household_by_phone",
                condition=~models.Q(phone_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head_name} {self.household_no}"

    @property
    def is_open(self) -> bool:
        """Whether the household is still followed."""
        return self.status not in OFF_REGISTER

    @property
    def address(self) -> str:
        return self.residence_address or self.hukou_address

    @property
    def place(self) -> str:
        """Division and address, without saying the divisions down to the township twice."""
        division, address = self.area.full_name, self.address
        if address.startswith(division):
            return address
        rest = address.removeprefix(division.removesuffix(self.area.name))
        return f"{division} · {rest}" if rest else division


class HouseholdKindQuerySet(models.QuerySet):
    def on(self, day):
        """Those that run on a day."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=day), since__lte=day)

    def not_ended(self, day):
        """Those that run on a day or begin later; a last day may be set, but lies not before it."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=day))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HouseholdKind(models.Model):
    """One kind (对象类别: code list ``household_kind``) a household belongs to, for a time.

    ``reason`` is why it began, ``end_reason`` why it ended.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="kinds")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=2)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    end_reason = models.CharField(
        _("reason for ending"), max_length=200, blank=True, default="", db_default=""
    )

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
            # The last day is left out: a kind that ends and begins again on one day is no overlap.
            ExclusionConstraint(
                name="kind_periods_apart",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "area"], name="kind_by_area"),
        ]

    def __str__(self) -> str:
        return self.kind
