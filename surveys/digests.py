"""Digests of a visit's content: what was signed, and what was approved (SM3)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from foundation.encryption import sm3_hex


def content_digest(content: Mapping[str, Any]) -> str:
    """SM3 of the answers in canonical form: key order and emptied answers make no difference."""
    return sm3_hex(_canonical(_without_blanks(content)))


def frozen_digest(
    content: Mapping[str, Any], signatures: Sequence[str], photos: Sequence[str] = ()
) -> str:
    """SM3 of an approved visit: its answers, and the digests of its signatures and photos.

    A visit without photos has the digest it had before there were photos, so that those approved
    then are still proven.
    """
    frozen = {"content": _without_blanks(content), "signatures": list(signatures)}
    return sm3_hex(_canonical(frozen | ({"photos": list(photos)} if photos else {})))


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _without_blanks(value: Any) -> Any:
    if isinstance(value, Mapping):
        cleaned = {key: _without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    return value
