"""Acts on divisions: loading them from the official list."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import Area, DivisionChangeItem
from accounts.models.divisions import ItemKind


@transaction.atomic
def load(*, rows: Iterable[Mapping[str, str]], valid_from: datetime.date) -> int:
    """Insert or rename divisions; parents come before children in ``rows``.

    What a change of divisions has renamed or ended stays so, whatever an older list says. Returns
    how many rows were read. A row whose parent is unknown raises ``KeyError``.
    """
    names: dict[str, str] = {}
    areas = []
    changed = _changed_names()
    for row in rows:
        row = {**row, "name": changed.get(row["code"], row["name"])}
        above = names.get(row["parent"], "")
        if row["level"] != "city" and row["parent"] not in names:
            raise KeyError(f"{row['code']}: parent {row['parent']} comes later or is missing")
        names[row["code"]] = "" if row["level"] == "city" else above + row["name"]
        areas.append(
            Area(
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent_id=None if row["level"] == "city" else row["parent"],
                full_name=names[row["code"]] or row["name"],
                valid_from=valid_from,
            )
        )
    Area.objects.bulk_create(
        areas,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent", "full_name"],
    )
    return len(areas)


def _changed_names() -> dict[str, str]:
    """The present names of the divisions that changes have renamed, by code."""
    renamed = DivisionChangeItem.objects.filter(kind=ItemKind.RENAME, done_at__isnull=False)
    return dict(Area.objects.filter(pk__in=renamed.values("old")).values_list("code", "name"))
