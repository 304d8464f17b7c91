"""What machines have written, so that a request sent twice does it once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiWrite(models.Model):
    """One request of the API that made or changed something, under the key its sender chose.

    Pages that would make something twice when they are sent twice have a hidden key of theirs.

    ``digest`` is a keyed digest of address and body, which are not kept. Forgotten after 30 days.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(_("idempotency key"), max_length=80)
    digest = models.CharField(max_length=72)
    made_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("request of a machine")
        verbose_name_plural = _("requests of machines")
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="api_write_once"),
        ]
        indexes = [models.Index(fields=["at"], name="api_write_by_age")]

    def __str__(self) -> str:
        return self.key
