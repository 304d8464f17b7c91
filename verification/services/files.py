"""An agency's file at rest: sealed block by block on arrival, unsealed for one run, destroyed."""

import datetime
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from django.conf import settings

from foundation import clock
from foundation.encryption import SealBroken, seal_bytes, unseal_bytes

BLOCK = 4 << 20
_LENGTH = 4
#: Files without an extract row (a broken upload) go after so long.
ORPHAN_LIFE = datetime.timedelta(days=1)


def folder() -> Path:
    """Where sealed extracts lie: private, outside the web root."""
    place = settings.PRIVATE_DIR / "extracts"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def seal_file(name: uuid.UUID, blocks: Iterable[bytes]) -> tuple[int, str]:
    """Write the blocks sealed, each bound to its place; returns size and SM3 digest of the plain.

    Nothing is left when writing fails.
    """
    digest, size = hashes.Hash(hashes.SM3()), 0
    path = folder() / str(name)
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            for place, block in enumerate(_in_blocks(blocks)):
                digest.update(block)
                size += len(block)
                sealed = seal_bytes(block, bound_to=_binding(name, place))
                file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, digest.finalize().hex()


@contextmanager
def unsealed(name: uuid.UUID, size: int) -> Iterator[tuple[Path, Path]]:
    """The plain file and a private workspace around it, removed whatever happens.

    A folder left by a killed worker has the same name and is removed first. Raises
    ``SealBroken`` when the file is not the whole of what was sealed.
    """
    workspace = folder() / f"{name}.run"
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(mode=0o700)
    try:
        plain, written = workspace / "extract", 0
        with (folder() / str(name)).open("rb") as sealed, plain.open("xb") as file:
            plain.chmod(0o600)
            for place, block in enumerate(_sealed_blocks(sealed.read)):
                written += file.write(unseal_bytes(block, bound_to=_binding(name, place)))
        if written != size:
            raise SealBroken("the sealed extract is not whole")
        yield plain, workspace
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def destroy(name: uuid.UUID) -> None:
    """Remove the sealed file and any workspace; the key never leaves the server, so it is gone."""
    (folder() / str(name)).unlink(missing_ok=True)
    shutil.rmtree(folder() / f"{name}.run", ignore_errors=True)


def orphans(known: set[str]) -> Iterator[uuid.UUID]:
    """Names of old files and workspaces that no extract of ``known`` names accounts for."""
    horizon = (clock.now() - ORPHAN_LIFE).timestamp()
    for path in folder().iterdir():
        if path.stem not in known and path.stat().st_mtime < horizon:
            yield uuid.UUID(path.stem)


def _binding(name: uuid.UUID, place: int) -> str:
    return f"extract:{name}:{place}"


def _in_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        while len(rest) >= BLOCK:
            yield rest[:BLOCK]
            rest = rest[BLOCK:]
    if rest:
        yield rest


def _sealed_blocks(read) -> Iterator[bytes]:
    while head := read(_LENGTH):
        yield read(int.from_bytes(head, "big"))
