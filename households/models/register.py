"""How each user has the register list (家庭名册): saved conditions and chosen columns."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet):
    def for_user(self, user):
        """The user's own, and those that people of the same office share."""
        return self.filter(
            Q(owner=user) | Q(is_shared=True, office_id=user.area_id)
        ).select_related("owner")


class SavedFilter(models.Model):
    """Conditions of the register list kept under a name (常用筛选).

    ``query`` is the address's query without the search box, which may hold a number or a name.
    ``office`` is the owner's area when it was saved: with whom it is shared.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    office = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=30)
    query = models.TextField(editable=False)
    is_default = models.BooleanField(_("opens with the list"), default=False)
    is_shared = models.BooleanField(_("shared with my office"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="one_default_filter"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office"], condition=Q(is_shared=True), name="shared_filter_by_office"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns of the register list a user wants, in that order; keys of ``columns.COLUMNS``."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="register_columns"
    )
    keys = ArrayField(models.CharField(max_length=20), verbose_name=_("columns"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")

    def __str__(self) -> str:
        return ", ".join(self.keys)
