"""Acts on divisions: loading them from the official list."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import Area


@transaction.atomic
def load(*, rows: Iterable[Mapping[str, str]], valid_from: datetime.date) -> int:
    """Insert or rename divisions; parents come before children in ``rows``.

    Returns how many rows were read. A row whose parent is unknown raises ``KeyError``.
    """
    names: dict[str, str] = {}
    areas = []
    for row in rows:
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
