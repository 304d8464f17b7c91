"""Personal data at rest: SM4-GCM seals (GB/T 32907), HMAC-SM3 digests (GB/T 32905), key rings."""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_NONCE = 12
_TAG = 16
_KEY_BYTES = {"ENCRYPTION_KEYS": 16, "DIGEST_KEYS": 32}

Sealed = bytes | bytearray | memoryview


class SealBroken(Exception):
    """Sealed data cannot be opened: changed, moved to another row or column, or its key is gone."""


def seal(plain: str, *, bound_to: str) -> bytes:
    """Encrypt text with the newest key; only ``unseal`` with the same ``bound_to`` opens it."""
    return seal_bytes(plain.encode(), bound_to=bound_to)


def unseal(blob: Sealed, *, bound_to: str) -> str:
    """Open what ``seal`` made. Raises SealBroken."""
    return unseal_bytes(blob, bound_to=bound_to).decode()


def seal_bytes(plain: bytes, *, bound_to: str) -> bytes:
    """Encrypt a file's bytes: key version (1 byte), nonce (12), ciphertext, tag (16)."""
    version, key = next(iter(_ring("ENCRYPTION_KEYS").items()))
    nonce = os.urandom(_NONCE)
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_bound(version, bound_to))
    ciphertext = encryptor.update(plain) + encryptor.finalize()
    return bytes([version]) + nonce + ciphertext + encryptor.tag


def unseal_bytes(blob: Sealed, *, bound_to: str) -> bytes:
    """Open what ``seal_bytes`` made. Raises SealBroken."""
    data = bytes(blob)
    if len(data) < 1 + _NONCE + _TAG:
        raise SealBroken("too short to be sealed data")
    version = data[0]
    key = _ring("ENCRYPTION_KEYS").get(version)
    if key is None:
        raise SealBroken(f"no encryption key of version {version}")
    nonce, ciphertext, tag = data[1 : 1 + _NONCE], data[1 + _NONCE : -_TAG], data[-_TAG:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(_bound(version, bound_to))
    try:
        return decryptor.update(ciphertext) + decryptor.finalize()
    except InvalidTag:
        raise SealBroken("changed, or belonging to another row") from None


def key_version(blob: Sealed) -> int:
    """The version of the key that sealed ``blob``; rotation looks for old ones."""
    return bytes(blob[:1])[0]


def newest_version(setting: str) -> int:
    """The version in front of a ring: ``ENCRYPTION_KEYS`` or ``DIGEST_KEYS``."""
    return next(iter(_ring(setting)))


def digest(text: str, *, purpose: str) -> str:
    """Return ``version:hex``, equal for equal text and purpose: for look-ups and uniqueness.

    ``purpose`` (``"identity"``, ``"phone"``) keeps digests of different columns incomparable.
    """
    version, key = next(iter(_ring("DIGEST_KEYS").items()))
    return _digest(version, key, text, purpose)


def digests(text: str, *, purpose: str) -> list[str]:
    """The digest under every key of the ring, newest first: for ``__in`` during a rotation."""
    ring = _ring("DIGEST_KEYS")
    return [_digest(version, key, text, purpose) for version, key in ring.items()]


def sm3_hex(data: bytes) -> str:
    """SM3 digest of bytes: of files, documents and frozen content."""
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(data)
    return sm3.finalize().hex()


def hmac_sm3_hex(key: bytes, data: bytes) -> str:
    """Keyed SM3 digest of bytes."""
    keyed = hmac.HMAC(key, hashes.SM3())
    keyed.update(data)
    return keyed.finalize().hex()


def seal_binding(table: str, column: str, seal_id: object) -> str:
    """What a sealed column of one row is bound to; a history row keeps its original's table."""
    return f"{table}.{column}:{seal_id}"


class SealedText(property):
    """A model attribute that reads and writes text sealed in a binary column (see sealed_text)."""

    def __init__(self, column: str, table: str = "") -> None:
        self.column = column
        self.table = table
        super().__init__(self._read, self._write)

    def _read(self, row: Any) -> str:
        blob = getattr(row, self.column)
        return "" if blob is None else unseal(blob, bound_to=self._binding(row))

    def _write(self, row: Any, text: str | None) -> None:
        if text and self._holds(row, text):
            return
        setattr(row, self.column, seal(text, bound_to=self._binding(row)) if text else None)

    def _holds(self, row: Any, text: str) -> bool:
        """Whether the seal is of this very text: a new one would look like a change."""
        try:
            return self._read(row) == text
        except SealBroken:
            return False

    def _binding(self, row: Any) -> str:
        return seal_binding(self.table or row._meta.db_table, self.column, row.seal_id)


def sealed_text(column: str, *, table: str = "") -> SealedText:
    """Give a model a plain-text view of its BinaryField ``column``.

    ``identity_number = sealed_text("identity_sealed")`` on a model with
    ``seal_id = UUIDField(default=uuid4)``: works in the constructor too; setting "" or None
    stores NULL; reading NULL gives "". The text that is there already keeps its seal, so that the
    row's history shows no change. A history model names its original's ``table``.
    """
    return SealedText(column, table)


def _bound(version: int, bound_to: str) -> bytes:
    return bytes([version]) + bound_to.encode()


def _digest(version: int, key: bytes, text: str, purpose: str) -> str:
    return f"{version}:{hmac_sm3_hex(key, purpose.encode() + bytes(1) + text.encode())}"


def _ring(setting: str) -> dict[int, bytes]:
    return read_ring(setting, tuple(getattr(settings, setting)))


@lru_cache(maxsize=16)
def read_ring(setting: str, pairs: Sequence[str]) -> dict[int, bytes]:
    """Read ``version:hex`` pairs, newest first; raises ImproperlyConfigured, never naming a key."""
    ring: dict[int, bytes] = {}
    for pair in pairs:
        version, _colon, key = pair.partition(":")
        try:
            number, secret = int(version), bytes.fromhex(key)
        except ValueError:
            raise ImproperlyConfigured(f"{setting}: each key is written version:hex") from None
        if not 0 < number < 256 or number in ring:
            raise ImproperlyConfigured(f"{setting}: versions are different numbers from 1 to 255")
        if len(secret) != _KEY_BYTES[setting]:
            raise ImproperlyConfigured(f"{setting}: a key has {_KEY_BYTES[setting]} bytes")
        ring[number] = secret
    if not ring:
        raise ImproperlyConfigured(f"{setting} is empty")
    return ring
