"""Keeping the agencies' file layouts: shipped ones become versions, old versions stay."""

import json
from typing import Any

from django.db import transaction

from verification.engine.layouts import LAYOUT_FOLDER, FileLayout
from verification.models import Agency, FileLayoutVersion


@transaction.atomic
def load_shipped() -> list[FileLayoutVersion]:
    """Every shipped layout as the current version; nothing changes where it is the same."""
    shipped = [json.loads(path.read_text("utf-8")) for path in sorted(LAYOUT_FOLDER.glob("*.json"))]
    return [_load(data) for data in shipped]


def current_layouts() -> list[FileLayoutVersion]:
    """The layouts files are imported by today; the shipped ones are loaded when none is there."""
    found = FileLayoutVersion.objects.filter(is_current=True).select_related("agency")
    return list(found) or load_shipped()


def _load(data: dict[str, Any]) -> FileLayoutVersion:
    layout = FileLayout.from_mapping(data)
    agency, _made = Agency.objects.get_or_create(name=layout.agency, defaults={"kind": layout.item})
    last = FileLayoutVersion.objects.filter(item=layout.item).order_by("-version").first()
    if last is not None and last.layout == data and last.is_current:
        return last
    FileLayoutVersion.objects.filter(item=layout.item).update(is_current=False)
    return FileLayoutVersion.objects.create(
        agency=agency, item=layout.item, version=last.version + 1 if last else 1, layout=data
    )
