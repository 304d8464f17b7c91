"""Income, land, animals and unavoidable spending of a family, one row per item."""

from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models.assessments import AssessmentStandard
from households.models.records import Record, amount, at_least_zero

TRANSFERS = "4"  # income_category


def _standard() -> models.ForeignKey:
    """The county's standard an amount was taken from; None: typed by hand."""
    return models.ForeignKey(
        AssessmentStandard, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("assessment standard"),
    )  # fmt: skip


def _period_closed() -> models.CheckConstraint:
    """An amount is earned or spent in a period with a last day."""
    return models.CheckConstraint(
        name="%(class)s_period_has_end", condition=Q(period_to__isnull=False)
    )


@pghistory.track()
class IncomeItem(Record):
    """One income (收入) of a member over a period: yuan in the whole period, before and after cost.

    ``exclude_code`` (code list ``income_exclusion``, 民发〔2021〕57号 art. 13) names the ground on
    which it is not counted, "" when it counts. ``kind`` (``income_kind``) is empty only for what
    the list of kinds does not know because it never counts, such as the basic pension.
    """

    category = models.CharField(_("category"), max_length=1)
    kind = models.CharField(_("kind of income"), max_length=3, blank=True)
    gross = amount(_("gross income in the period"))
    cost = amount(_("cost of earning it"), default=Decimal(0))
    exclude_code = models.CharField(_("not counted because"), max_length=20, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("income")
        verbose_name_plural = _("income")
        constraints = [
            *Record.Meta.constraints,
            _period_closed(),
            at_least_zero("gross", "cost"),
            models.CheckConstraint(
                name="income_kind_in_category",
                condition=Q(kind="", category=TRANSFERS) & ~Q(exclude_code="")
                | ~Q(kind="") & Q(kind__startswith=F("category")),
            ),
            models.CheckConstraint(name="income_is_somebodys", condition=Q(member__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind or self.exclude_code} {self.gross}"

    @property
    def is_counted(self) -> bool:
        return not self.exclude_code


@pghistory.track()
class LandItem(Record):
    """One piece of land (承包地、林地、水面) in a year: its mu, its use and what it brings in."""

    kind = models.CharField(_("kind of land"), max_length=12, default="contracted")
    use = models.CharField(_("use"), max_length=12)
    mu = models.DecimalField(_("size"), max_digits=8, decimal_places=2)
    crop = models.CharField(_("crop"), max_length=12, blank=True)
    net_per_mu = amount(_("net yield of one mu"), null=True, blank=True)
    standard = _standard()
    rent = amount(_("rent received"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("land")
        verbose_name_plural = _("land")
        constraints = [
            *Record.Meta.constraints,
            _period_closed(),
            at_least_zero("net_per_mu", "rent"),
            models.CheckConstraint(name="land_has_size", condition=Q(mu__gt=0)),
            models.CheckConstraint(
                name="land_yields_by_use",
                condition=Q(use="self", net_per_mu__isnull=False) & ~Q(crop="")
                | Q(use="rented_out", rent__isnull=False)
                | Q(use__in=["lent", "idle"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mu}"


@pghistory.track()
class LivestockItem(Record):
    """Animals (养殖) of one kind in a year: heads, and what one brings in net."""

    kind = models.CharField(_("kind of animal"), max_length=12)
    heads = models.PositiveIntegerField(_("heads"))
    net_per_head = amount(_("net income of one"))
    standard = _standard()

    class Meta(Record.Meta):
        verbose_name = _("animals")
        verbose_name_plural = _("animals")
        constraints = [
            *Record.Meta.constraints,
            _period_closed(),
            at_least_zero("net_per_head"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.heads}"


@pghistory.track()
class RigidExpense(Record):
    """Unavoidable spending (刚性支出) in a period, after insurance, aid and commercial cover."""

    kind = models.CharField(_("kind of expense"), max_length=14)
    amount = amount(_("amount paid in the period"))

    class Meta(Record.Meta):
        verbose_name = _("unavoidable expense")
        verbose_name_plural = _("unavoidable expenses")
        constraints = [
            *Record.Meta.constraints,
            _period_closed(),
            at_least_zero("amount"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
