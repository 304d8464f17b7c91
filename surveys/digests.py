"""Digests of a visit's content: what was signed, and what was approved (SM3)."""

import json
from collections.abc import Mapping
from typing import Any

from foundation.encryption import sm3_hex


def content_digest(content: Mapping[str, Any]) -> str:
    """SM3 of the answers in canonical form: key order and emptied answers make no difference."""
    return sm3_hex(_canonical(_without_blanks(content)))


def frozen_digest(content: Mapping[str, Any], signatures: list[str]) -> str:
    """SM3 of an approved visit: its answers and the digests of the signatures under them."""
    return sm3_hex(_canonical({"content": _without_blanks(content), "signatures": signatures}))


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _without_blanks(value: Any) -> Any:
    if isinstance(value, Mapping):
        cleaned = {key: _without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    return value
