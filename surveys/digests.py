"""Digests of a visit's content: what was signed, and what was approved (SM3)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from foundation.encryption import sm3_hex
from surveys.schema import SECTION


def content_digest(content: Mapping[str, Any]) -> str:
    """SM3 of the answers that are signed: key order and emptied answers make no difference.

    What the form notes by itself (checked warnings, its edition) is nobody's answer: a signature
    holds while that changes.
    """
    return sm3_hex(_canonical(_without_blanks(_answers(content))))


def signed_digests(content: Mapping[str, Any]) -> tuple[str, str]:
    """What a signature under this content may name: the answers, or all of it as was signed before.

    Signatures put before the form's own notes were left out cover those too, and stay proven.
    """
    return content_digest(content), sm3_hex(_canonical(_without_blanks(content)))


def frozen_digest(
    content: Mapping[str, Any], signatures: Sequence[str], photos: Sequence[str] = ()
) -> str:
    """SM3 of an approved visit: its answers, and the digests of its signatures and photos.

    A visit without photos has the digest it had before there were photos, so that those approved
    then are still proven.
    """
    frozen = {"content": _without_blanks(content), "signatures": list(signatures)}
    return sm3_hex(_canonical(frozen | ({"photos": list(photos)} if photos else {})))


def _answers(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content without hidden sections and hidden fields."""
    kept = {}
    for name, part in content.items():
        section = SECTION.get(name)
        if section is not None and section.is_hidden:
            continue
        hidden = {one.name for one in section.fields if one.is_hidden} if section else set()
        is_plain = section is not None and section.shape == "single" and isinstance(part, Mapping)
        kept[name] = {k: v for k, v in part.items() if k not in hidden} if is_plain else part
    return kept


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _without_blanks(value: Any) -> Any:
    if isinstance(value, Mapping):
        cleaned = {key: _without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    return value
