"""Relatives outside the household who must support it by law (赡养、抚养、扶养义务人)."""

import uuid

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.encryption import sealed_text
from households.models.records import Record, amount, at_least_zero


@pghistory.track()
class Supporter(Record):
    """One legal supporter outside the household: who, how able, what was agreed or worked out.

    ``member`` is whom they must support, None everybody. ``relation`` is what they are to that
    member. Incomes and amounts are yuan a month; ``is_authorized`` says that they signed the
    authorization to have their means checked.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=50)
    identity_sealed = models.BinaryField(null=True, editable=False)
    identity_digest = models.CharField(max_length=72, blank=True, editable=False)
    duty = models.CharField(pgettext_lazy("supporter", "duty"), max_length=8)
    relation = models.CharField(_("relation"), max_length=2)
    family_size = models.PositiveSmallIntegerField(_("own family size"), default=1)
    labour_count = models.PositiveSmallIntegerField(_("able to work"), null=True, blank=True)
    job = models.CharField(_("work"), max_length=80, blank=True)
    monthly_income = amount(_("monthly income of their household"), null=True, blank=True)
    own_monthly_income = amount(_("own monthly income"), null=True, blank=True)
    property_note = models.CharField(_("property"), max_length=200, blank=True)
    ability = models.CharField(_("ability to support"), max_length=6)
    exempt_reason = models.CharField(_("why not"), max_length=1, blank=True)
    agreed_monthly = amount(_("agreed or judged amount"), null=True, blank=True)
    agreed_basis = models.CharField(_("laid down in"), max_length=1, blank=True)
    computed_monthly = amount(_("amount worked out"), null=True, blank=True)
    is_authorized = models.BooleanField(_("authorization signed"), default=False)
    authorized_on = models.DateField(_("signed on"), null=True, blank=True)

    identity_number = sealed_text("identity_sealed")

    class Meta(Record.Meta):
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = [
            *Record.Meta.constraints,
            at_least_zero(
                "monthly_income", "own_monthly_income", "agreed_monthly", "computed_monthly"
            ),
            models.CheckConstraint(
                name="supporter_family_counts",
                condition=Q(family_size__gte=1)
                & (Q(labour_count=None) | Q(labour_count__lte=F("family_size"))),
            ),
            models.CheckConstraint(
                name="exempt_supporter_has_reason",
                condition=~Q(ability="exempt") | ~Q(exempt_reason=""),
            ),
            models.CheckConstraint(
                name="agreed_amount_has_basis",
                condition=Q(agreed_monthly=None) | ~Q(agreed_basis=""),
            ),
            models.CheckConstraint(
                name="authorized_supporter_signed",
                condition=Q(is_authorized=True) | Q(authorized_on=None),
            ),
            models.UniqueConstraint(
                fields=["household", "identity_digest", "member"],
                condition=Q(ended_on=None) & ~Q(identity_digest=""),
                nulls_distinct=False,
                name="supporter_once_per_household",
            ),
        ]
        indexes = [
            models.Index(
                fields=["identity_digest"], name="supporter_by_identity",
                condition=~Q(identity_digest=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
