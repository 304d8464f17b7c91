"""What every record of a family's economy shares: whose, when, from where, and how it ended."""

import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models.households import Household
from households.models.members import Member

DECLARED, ESTIMATED = "1", "4"  # income_source
MISTAKEN = "9"  # record_end: the row was never true


class RecordQuerySet(models.QuerySet):
    def true(self):
        """Without those entered by mistake."""
        return self.exclude(end_reason=MISTAKEN)

    def on(self, day: datetime.date):
        """What holds on a day: begun, neither run out nor ended before it."""
        return self.true().filter(
            Q(period_to=None) | Q(period_to__gte=day),
            Q(ended_on=None) | Q(ended_on__gte=day),
            period_from__lte=day,
        )


class Record(models.Model):
    """One item of a household's economy (经济状况登记), with its period, source and evidence.

    ``member`` is whose it is, None the family's own; the database keeps it to a member of the
    same household. A row is never deleted: it is changed, or ended with a last day and a reason
    (code list ``record_end``).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="%(class)s_records")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="%(class)s_records",
        verbose_name=_("whose"),
    )  # fmt: skip
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=1, default=DECLARED)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason for ending"), max_length=1, blank=True)
    end_note = models.CharField(_("note on the end"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_period_in_order",
                condition=Q(period_to=None) | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="%(class)s_end_has_reason",
                condition=Q(ended_on=None, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="%(class)s_estimate_has_reason",
                condition=~Q(source=ESTIMATED) | ~Q(evidence=""),
            ),
        ]

    @property
    def is_ended(self) -> bool:
        return self.ended_on is not None

    @property
    def is_mistaken(self) -> bool:
        return self.end_reason == MISTAKEN

    @property
    def last_day(self) -> datetime.date | None:
        """The last day the record speaks of; None while it goes on."""
        days = [day for day in (self.period_to, self.ended_on) if day is not None]
        return min(days, default=None)


def amount(label, **options) -> models.DecimalField:
    """Yuan, decimal(12,2), never negative; the words say per what."""
    options.setdefault("validators", [MinValueValidator(0)])
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)


def at_least_zero(*names: str) -> models.CheckConstraint:
    """No amount of the row is below 0 (an unknown one is not judged)."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__gte": 0})
    return models.CheckConstraint(name="%(class)s_amounts_not_negative", condition=condition)
