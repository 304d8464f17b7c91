"""Three-way merge of a visit's content, field by field: nothing anybody typed is lost."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Content = dict[str, Any]
MISSING = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed the same thing differently; both values are kept until one is chosen.

    ``path`` is ``section.field``, ``section.row.field``, or ``section.row`` when one side removed
    the row and the other edited it; the value of a removed row or an emptied field is ``None``.
    """

    path: str
    base: Any
    server: Any
    client: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged content, in which a clash shows the server's value, and the clashes."""

    content: Content
    clashes: list[Clash] = field(default_factory=list)


def merge(base: Mapping[str, Any], server: Mapping[str, Any], client: Mapping[str, Any]) -> Merged:
    """Merge what the client changed since ``base`` into what the server has by now.

    A section is a mapping of fields, or of row ids to mappings of fields. Equal edits agree;
    different edits of one field clash, and so does removing a row that the other side edited.
    """
    content: Content = {}
    clashes: list[Clash] = []
    for name in _keys(server, client, base):
        content[name] = _merge_node(
            name, base.get(name), server.get(name), client.get(name), clashes
        )
    return Merged({k: v for k, v in content.items() if v is not MISSING}, clashes)


def value_at(content: Mapping[str, Any], path: str) -> Any:
    """What stands at a path; ``None`` where nothing does."""
    node: Any = content
    for key in path.split("."):
        if not isinstance(node, Mapping):
            return MISSING
        node = node.get(key)
    return node


def with_value(content: Mapping[str, Any], path: str, value: Any) -> Content:
    """A copy of ``content`` with ``value`` at ``path``; ``None`` removes what stands there."""
    copy = deepcopy(dict(content))
    *parents, last = path.split(".")
    node = copy
    for key in parents:
        node = node.setdefault(key, {})
    if value is MISSING:
        node.pop(last, None)
    else:
        node[last] = deepcopy(value)
    return copy


def _merge_node(path: str, base: Any, server: Any, client: Any, clashes: list[Clash]) -> Any:
    if server == client or client == base:
        return deepcopy(server)
    if server == base:
        return deepcopy(client)
    if isinstance(server, Mapping) and isinstance(client, Mapping):
        before = base if isinstance(base, Mapping) else {}
        merged = {
            key: _merge_node(
                f"{path}.{key}", before.get(key), server.get(key), client.get(key), clashes
            )
            for key in _keys(server, client, before)
        }
        return {key: value for key, value in merged.items() if value is not MISSING}
    clashes.append(Clash(path, deepcopy(base), deepcopy(server), deepcopy(client)))
    # A row removed on one side stays until somebody decides; otherwise the server's value shows.
    return deepcopy(client if server is MISSING else server)


def _keys(*mappings: Mapping[str, Any]) -> list[str]:
    """Every key once: the server's order first, then what the others have more."""
    return list(dict.fromkeys(key for mapping in mappings for key in mapping))
