"""Photos and certificates attached to a household or one of its members (附件)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation import codelists
from households.models.households import Household
from households.models.members import Member


class AttachmentQuerySet(models.QuerySet):
    def kept(self):
        """Those nobody has removed."""
        return self.filter(removed_at=None)

    def removed(self):
        """Removed, and still to be brought back."""
        return self.filter(removed_at__isnull=False, purged_at=None)

    def for_list(self):
        """With what a gallery shows, by kind and newest first."""
        return self.select_related("member", "added_by").order_by("kind", "-id")


class Attachment(models.Model):
    """One photo or paper: the bytes lie sealed outside the web root, the row says what they are.

    ``file_key`` and ``thumbnail_key`` name them on the shelf ``attachments``
    (``foundation.private_files``). A removed one can be brought back for 30 days; then its bytes
    are deleted and the row stays to say who removed what and why.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="attachments")
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    kind = models.CharField(_("kind of paper"), max_length=2)
    title = models.CharField(_("title"), max_length=60, blank=True)
    dated_on = models.DateField(_("taken or issued on"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    content_type = models.CharField(_("kind of file"), max_length=40)
    size = models.PositiveIntegerField(pgettext_lazy("file", "size"))
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(_("digest (SM3)"), max_length=64)
    file_key = models.CharField(max_length=32, blank=True, editable=False)
    thumbnail_key = models.CharField(max_length=32, blank=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(_("reason for removing"), max_length=200, blank=True)
    purged_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="removed_attachment_has_reason",
                condition=Q(removed_at=None) | ~Q(removed_reason=""),
            ),
            models.UniqueConstraint(
                fields=["household", "digest"],
                condition=Q(removed_at=None),
                name="attachment_kept_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["removed_at"],
                name="attachment_to_purge",
                condition=Q(removed_at__isnull=False, purged_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title or codelists.label("attachment_kind", self.kind))

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")
