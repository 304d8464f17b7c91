"""The roster of cadres (走访干部花名册) who must each make a visit in a campaign."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RosterCadreQuerySet(models.QuerySet):
    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)

    def active_in(self, since, until):
        """Active on at least one day between two; who left meanwhile stays counted."""
        return self.filter(
            models.Q(active_to=None) | models.Q(active_to__gte=since), active_from__lte=until
        )


class RosterCadre(models.Model):
    """A cadre of a campaign's roster: a user of the site, or somebody named with the unit.

    ``level`` is a code of ``interviewer_level``. Somebody who leaves keeps the row with the last
    day and the reason, for the visits already made count.
    """

    campaign = models.ForeignKey("surveys.Campaign", models.PROTECT, related_name="cadres")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=50)
    unit = models.CharField(_("unit"), max_length=80)
    duty = models.CharField(_("duty"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=1)
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    active_from = models.DateField(_("on the roster from"))
    active_to = models.DateField(_("on the roster until"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_reason = models.CharField(_("reason for adding"), max_length=200, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_reason = models.CharField(_("why off the roster"), max_length=200, blank=True)

    objects = RosterCadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("visiting cadre")
        verbose_name_plural = _("visiting cadres")
        ordering = ["area_id", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user"],
                condition=models.Q(user__isnull=False),
                name="cadre_user_once",
            ),
            models.CheckConstraint(
                name="cadre_leaves_after_coming",
                condition=models.Q(active_to=None)
                | models.Q(active_to__gte=models.F("active_from")),
            ),
            models.CheckConstraint(
                name="cadre_who_left_has_reason",
                condition=models.Q(active_to=None) | ~models.Q(left_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["campaign", "area"], name="cadre_by_area")]

    def __str__(self) -> str:
        return self.name
