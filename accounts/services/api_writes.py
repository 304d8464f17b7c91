"""Writing once what a machine or a page sends twice (幂等键)."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiWrite, User
from foundation.encryption import digest, digests

PURPOSE = "api-write"
REMEMBERED = datetime.timedelta(days=30)


class KeyReused(Exception):
    """The key was already used for another address or another body."""


@transaction.atomic
def once(*, by: User, key: str, asked: str, act: Callable[[], int]) -> tuple[int, bool]:
    """Do ``act`` unless this user's ``key`` has done it: (what was made, whether just now).

    ``asked`` is the address and body; only its digest is kept. A copy that arrives meanwhile
    waits for the first; when the act fails, nothing is remembered. Raises KeyReused.
    """
    row, is_new = ApiWrite.objects.get_or_create(
        by=by, key=key, defaults={"digest": digest(asked, purpose=PURPOSE)}
    )
    if not is_new:
        return _made(row, asked), False
    row.made_id = act()
    row.save(update_fields=["made_id"])
    return row.made_id, True


def made_before(*, by: User, key: str, asked: str) -> int | None:
    """What this user's ``key`` has made, None when nothing yet. Raises KeyReused."""
    row = ApiWrite.objects.filter(by=by, key=key).first()
    return None if row is None else _made(row, asked)


def _made(row: ApiWrite, asked: str) -> int:
    if row.digest not in digests(asked, purpose=PURPOSE) or row.made_id is None:
        raise KeyReused(row.key)
    return row.made_id


def forget_old() -> int:
    """Forget keys after 30 days; returns how many."""
    old = ApiWrite.objects.filter(at__lt=timezone.now() - REMEMBERED)
    return old.delete()[0]
