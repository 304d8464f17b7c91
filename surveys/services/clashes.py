"""Clashes of two people's answers: who typed which value, and which are none."""

import datetime
import json
import uuid
from typing import Any

from accounts.models import User
from surveys.content import Content
from surveys.merge import Clash, value_at, with_value
from surveys.models import Visit


def with_names(
    visit: Visit, found: list[Clash], base_revision: int, *, by: User, at: datetime.datetime
) -> list[dict[str, Any]]:
    """New clashes with who typed either value and when; known ones are not repeated."""
    known = {(c["path"], json.dumps(c["client"]["value"])) for c in visit.clashes}
    fresh = []
    for clash in found:
        if (clash.path, json.dumps(clash.client)) in known:
            continue
        fresh.append(
            {
                "id": str(uuid.uuid4()),
                "path": clash.path,
                "base": clash.base,
                "server": {"value": clash.server, **_last_author(visit, clash, base_revision)},
                "client": {"value": clash.client, "by": by.name, "at": at.isoformat()},
            }
        )
    return fresh


def without_own(
    content: Content, clashes: list[dict[str, Any]], by: User
) -> tuple[Content, list[dict[str, Any]]]:
    """Ones own earlier answer is no clash: its save arrived, but the reply to it was lost."""
    fresh = []
    for clash in clashes:
        if clash["server"]["by_id"] == by.pk:
            content = with_value(content, clash["path"], clash["client"]["value"])
        else:
            fresh.append(clash)
    return content, fresh


def _last_author(visit: Visit, clash: Clash, base_revision: int) -> dict[str, Any]:
    """Who gave the path the value that stands, and when."""
    author: dict[str, Any] = {"by": "", "by_id": None, "at": ""}
    before = clash.base
    later = visit.revisions.filter(number__gt=base_revision).select_related("by")
    for kept in later.order_by("number"):
        value = value_at(kept.content, clash.path)
        if value != before:
            author = {"by": kept.by.name, "by_id": kept.by_id, "at": kept.at.isoformat()}
            before = value
    return author
