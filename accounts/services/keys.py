"""Rotation of keys (密钥轮换): every sealed column and digest under the newest key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from foundation.encryption import (
    digest,
    key_version,
    newest_version,
    seal_binding,
    seal_bytes,
    unseal_bytes,
)

BATCH = 500
SUFFIX = "_sealed"
# Digest column: the sealed column it is made from, and its purpose.
DIGESTS = {
    "identity_digest": ("identity_sealed", "identity"),
    "phone_digest": ("phone_sealed", "phone"),
}


@dataclass(frozen=True)
class Rotated:
    """One table: its rows that were rewritten."""

    table: str
    rows: int


def sealed_models() -> Iterator[Any]:
    """Every model with sealed columns, history tables included."""
    for model in apps.get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if "seal_id" in names and any(name.endswith(SUFFIX) for name in names):
            yield model


def rotate() -> Iterator[Rotated]:
    """Rewrite what is still under an older key, table by table, in batches of their own.

    Run it inside ``as_owner``: history and issued papers are not the app role's to change, and
    rows of every area are meant. Nothing is recorded in the history, for nothing a reader sees
    changes. May be stopped and run again; the older keys stay in the ring until it has ended.
    Raises SealBroken at a row that no key opens.
    """
    for model in sealed_models():
        yield Rotated(model._meta.db_table, _rotate_table(model))


def _rotate_table(model: Any) -> int:
    last, changed = 0, 0
    while True:
        with transaction.atomic(), pgtrigger.ignore():
            rows = list(
                model._base_manager.filter(pk__gt=last)
                .order_by("pk")
                .select_for_update(of=("self",))[:BATCH]
            )
            changed += _rewrite(model, rows)
        if not rows:
            return changed
        last = rows[-1].pk


def _rewrite(model: Any, rows: Iterable[Model]) -> int:
    changed = 0
    for row in rows:
        values = {**_seals(row), **_digests(row)}
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)
            changed += 1
    return changed


def _seals(row: Any) -> dict[str, bytes]:
    """The row's sealed columns of older versions, sealed again."""
    values = {}
    for name in _sealed_columns(row):
        blob = getattr(row, name)
        if key_version(blob) != newest_version("ENCRYPTION_KEYS"):
            bound_to = _binding(row, name)
            values[name] = seal_bytes(unseal_bytes(blob, bound_to=bound_to), bound_to=bound_to)
    return values


def _digests(row: Any) -> dict[str, str]:
    newest = f"{newest_version('DIGEST_KEYS')}:"
    values = {}
    for name, (sealed, purpose) in DIGESTS.items():
        old = getattr(row, name, "")
        if old and not old.startswith(newest):
            plain = unseal_bytes(getattr(row, sealed), bound_to=_binding(row, sealed)).decode()
            values[name] = digest(plain, purpose=purpose)
    return values


def _sealed_columns(row: Any) -> list[str]:
    names = [column.name for column in row._meta.concrete_fields]
    return [name for name in names if name.endswith(SUFFIX) and getattr(row, name) is not None]


def _binding(row: Any, column: str) -> str:
    original = getattr(row, "pgh_tracked_model", row)
    return seal_binding(original._meta.db_table, column, row.seal_id)
