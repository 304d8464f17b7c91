"""Acts on devices that keep unsent work (离线设备)."""

import secrets
import uuid

from django.db import transaction

from accounts import audit
from accounts.models import Device, User
from foundation import clock

SECRET_BYTES = 32


@transaction.atomic
def secret_for(*, by: User, device_uuid: uuid.UUID) -> str:
    """The secret (64 hex digits) that opens this user's data key on this device.

    Made when first asked for. Another user of the same device gets another secret.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    now = clock.now()
    device = Device.objects.filter(user=by, uuid=device_uuid).first()
    if device is None:
        device = Device(user=by, uuid=device_uuid, last_seen_at=now)
        device.secret = secrets.token_hex(SECRET_BYTES)
        device.save(force_insert=True)
        audit.record(by=by, action="device.added", target=device)
        return device.secret
    device.last_seen_at = now
    device.save(update_fields=["last_seen_at"])
    return device.secret
