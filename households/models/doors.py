"""Closed doors (回避) and grants (授权查看): exceptions to the area scope, as rows with reasons."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models.households import Household


class ClosedDoorQuerySet(models.QuerySet):
    def standing(self, on):
        """Those that still hide the household on a day."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=on))


class ClosedDoor(models.Model):
    """A household one user, or everybody of one office, must not see (relatives, complaints).

    Whoever is named does not see that the household exists.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="closed_doors")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = ClosedDoorQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed door")
        verbose_name_plural = _("closed doors")
        constraints = [
            models.CheckConstraint(
                name="door_names_user_or_office",
                condition=models.Q(user=None, office__isnull=False)
                | models.Q(user__isnull=False, office=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def is_covered_by(self, other: "ClosedDoor") -> bool:
        """Whether ``other`` shuts out the same person or office for at least as long."""
        same = (self.user_id, self.office_id) == (other.user_id, other.office_id)
        lasts = other.until is None or (self.until is not None and self.until <= other.until)
        return same and lasts


class GrantQuerySet(models.QuerySet):
    def held_by(self, user, on):
        """Those that let ``user`` read on a day, by name or through the office."""
        return self.filter(models.Q(user=user) | models.Q(office_id=user.area_id), until__gte=on)


class Grant(models.Model):
    """A household one user, or one office, outside its area may read until a day, for a reason."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="grants")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    until = models.DateField(_("until"))

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(
                name="grant_names_user_or_office",
                condition=models.Q(user=None, office__isnull=False)
                | models.Q(user__isnull=False, office=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
