"""Phones and computers on which somebody keeps unsent work (离线设备)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import sealed_text


class Device(models.Model):
    """One browser of one user that keeps visits while there is no network.

    ``secret`` opens the data key kept sealed on the device: who signs in as this user gets at
    unsent work again, and nobody else does.
    """

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uuid = models.UUIDField(editable=False)
    secret_sealed = models.BinaryField(editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(_("last seen"))

    secret = sealed_text("secret_sealed")

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.UniqueConstraint(fields=["user", "uuid"], name="device_once"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
