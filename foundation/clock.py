"""The office's clock: the present moment, which demonstrations and tests may shift.

Everything that asks "what day is it for the case?" asks here. Sessions, leases and the audit trail
stay on the machine's own clock.
"""

import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, shifted by ``settings.CLOCK_OFFSET`` (zero in production)."""
    return timezone.now() + settings.CLOCK_OFFSET


def today() -> datetime.date:
    """The present day in Asia/Shanghai."""
    return timezone.localdate(now())
