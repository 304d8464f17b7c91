"""Acts on the inbox: telling somebody, and reading."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Message, User


def tell(
    *, to: Iterable[User], sentence: str, figures: Mapping[str, Any] | None = None, url: str = ""
) -> None:
    """Put one message into each inbox; ``sentence`` is an English msgid marked for translation."""
    Message.objects.bulk_create(
        Message(to=user, sentence=sentence, figures=dict(figures or {}), url=url) for user in to
    )


def mark_read(*, user: User, message_id: int | None = None) -> None:
    """Mark one message of ``user`` as read, or all of them."""
    unread = Message.objects.filter(to=user).unread()
    if message_id is not None:
        unread = unread.filter(pk=message_id)
    unread.update(read_at=timezone.now())
