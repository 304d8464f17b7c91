"""Files with personal data at rest: encrypted, outside the web root, under names that tell nothing.

A file's key is its name in its shelf (a folder of ``PRIVATE_DIR``); the seal is bound to both, so
that a file moved or renamed by hand does not open.
"""

import datetime
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from foundation.encryption import key_version, newest_version, seal_bytes, unseal_bytes

# Files that stay until somebody removes them; a rotation of keys covers them.
SHELVES = ("attachments", "visit_photos", "photo_pieces")


def keep(shelf: str, content: bytes) -> str:
    """Seal ``content`` and write it; returns the key to find it again."""
    key = uuid.uuid4().hex
    path = _path(shelf, key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, seal_bytes(content, bound_to=_binding(shelf, key)))
    return key


def open_(shelf: str, key: str) -> bytes:
    """The file's bytes. Raises FileNotFoundError, and SealBroken if it was changed."""
    return unseal_bytes(_path(shelf, key).read_bytes(), bound_to=_binding(shelf, key))


def forget(shelf: str, key: str) -> None:
    """Delete the file; one that is gone already is no error."""
    if key:
        _path(shelf, key).unlink(missing_ok=True)


def keys_between(shelf: str, first: datetime.datetime, last: datetime.datetime) -> Iterator[str]:
    """The keys of files written between two moments: to find those no row names."""
    for path in sorted((settings.PRIVATE_DIR / shelf).glob("*/*")):
        if len(path.name) == 32 and first.timestamp() < path.stat().st_mtime < last.timestamp():
            yield path.name


def rotate(shelf: str) -> int:
    """Seal again whatever is under an older key; may be stopped and run again."""
    changed = 0
    for path in sorted((settings.PRIVATE_DIR / shelf).glob("*/*")):
        blob = path.read_bytes()
        if len(path.name) != 32 or key_version(blob) == newest_version("ENCRYPTION_KEYS"):
            continue
        binding = _binding(shelf, path.name)
        _write(path, seal_bytes(unseal_bytes(blob, bound_to=binding), bound_to=binding))
        changed += 1
    return changed


def _write(path: Path, blob: bytes) -> None:
    """Whole or not at all: a machine that stops half-way leaves the old file or none."""
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        os.chmod(half, 0o600)
        file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _path(shelf: str, key: str) -> Path:
    if not (len(key) == 32 and key.isalnum() and shelf.isidentifier()):
        raise FileNotFoundError(key)
    return Path(settings.PRIVATE_DIR) / shelf / key[:2] / key


def _binding(shelf: str, key: str) -> str:
    return f"file:{shelf}/{key}"
