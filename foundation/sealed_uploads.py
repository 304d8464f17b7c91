"""Uploaded files at rest: sealed block by block on arrival, unsealed for one run, destroyed."""

import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from django.conf import settings

from foundation.encryption import SealBroken, seal_bytes, unseal_bytes

BLOCK = 4 << 20
_LENGTH = 4


@dataclass(frozen=True)
class SealedFolder:
    """One kind of uploaded files, in a private folder outside the web root.

    ``binding`` names the kind inside every seal, so that no file passes for one of another kind.
    """

    name: str
    binding: str

    @property
    def place(self) -> Path:
        found = Path(settings.PRIVATE_DIR) / self.name
        found.mkdir(parents=True, exist_ok=True, mode=0o700)
        return found

    def seal_file(self, name: uuid.UUID, blocks: Iterable[bytes]) -> tuple[int, str]:
        """Write the blocks sealed, each bound to its place; returns size and SM3 of the plain.

        Nothing is left when writing fails.
        """
        digest, size = hashes.Hash(hashes.SM3()), 0
        path = self.place / str(name)
        try:
            with path.open("xb") as file:
                path.chmod(0o600)
                for position, block in enumerate(_in_blocks(blocks)):
                    digest.update(block)
                    size += len(block)
                    sealed = seal_bytes(block, bound_to=self._bound(name, position))
                    file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return size, digest.finalize().hex()

    @contextmanager
    def unsealed(
        self, name: uuid.UUID, size: int, *, suffix: str = "", run: str = "run"
    ) -> Iterator[tuple[Path, Path]]:
        """The plain file and a private workspace around it, removed whatever happens.

        ``run`` is the kind of use, with a mark of its own after a dash where a second worker may
        believe the first one dead: folders of the same kind that killed workers left are removed
        first. Raises ``SealBroken`` when the file is not the whole of what was sealed,
        ``FileNotFoundError`` when it has been destroyed.
        """
        workspace = self.place / f"{name}.{run}"
        for left in self.place.glob(f"{name}.{run.partition('-')[0]}*"):
            shutil.rmtree(left, ignore_errors=True)
        workspace.mkdir(mode=0o700)
        try:
            plain, written = workspace / f"file{suffix}", 0
            with (self.place / str(name)).open("rb") as sealed, plain.open("xb") as file:
                plain.chmod(0o600)
                for position, block in enumerate(_sealed_blocks(sealed.read)):
                    bound_to = self._bound(name, position)
                    written += file.write(unseal_bytes(block, bound_to=bound_to))
            if written != size:
                raise SealBroken("the sealed file is not whole")
            yield plain, workspace
        finally:
            shutil.rmtree(workspace, ignore_errors=True)

    def destroy(self, name: uuid.UUID) -> None:
        """Remove the sealed file and every workspace; without the file nothing can be opened."""
        (self.place / str(name)).unlink(missing_ok=True)
        for workspace in self.place.glob(f"{name}.*"):
            shutil.rmtree(workspace, ignore_errors=True)

    def orphans(self, known: set[str], *, before: float) -> Iterator[uuid.UUID]:
        """Files and workspaces untouched since ``before`` (a time stamp) that nobody ``known``."""
        for path in self.place.iterdir():
            if path.stem not in known and path.stat().st_mtime < before:
                yield uuid.UUID(path.stem)

    def _bound(self, name: uuid.UUID, position: int) -> str:
        return f"{self.binding}:{name}:{position}"


def _in_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        while len(rest) >= BLOCK:
            yield rest[:BLOCK]
            rest = rest[BLOCK:]
    if rest:
        yield rest


def _sealed_blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while head := read(_LENGTH):
        yield read(int.from_bytes(head, "big"))
