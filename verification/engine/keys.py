"""The registry's keys of one run: an in-memory DuckDB table and the members behind each entry."""

from collections.abc import Iterable, Iterator
from itertools import islice

import duckdb

from verification.engine.identity import MemberKey, tidy, tidy_name
from verification.engine.query import BY_NAME

_BATCH = 50_000


class KeyTable:
    """Members by lookup key: 18 digits, the 15-digit form and the name, each key once.

    One key may stand for several members (namesakes, or one person entered twice), so the
    join never multiplies an agency's rows.
    """

    def __init__(self, members: Iterable[MemberKey]) -> None:
        self._entries: dict[str, list[MemberKey]] = {}
        for member in members:
            for key in _keys_of(member):
                self._entries.setdefault(key, []).append(member)
        self._members = list(self._entries.values())

    def store(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Put the keys where every cursor of ``connection`` finds them: ``registry.keys``."""
        connection.execute("ATTACH ':memory:' AS registry")
        connection.execute("CREATE TABLE registry.keys (lookup VARCHAR, entry INTEGER)")
        for first, lookups in _batches(self._entries):
            connection.execute(
                "INSERT INTO registry.keys SELECT unnest($lookups::VARCHAR[]), "
                "unnest(range($first::INTEGER, $past::INTEGER))",
                {"lookups": lookups, "first": first, "past": first + len(lookups)},
            )
        self._entries = {}

    def members(self, entry: int) -> list[MemberKey]:
        """The members one entry stands for."""
        return self._members[entry]


def _keys_of(member: MemberKey) -> Iterator[str]:
    yield tidy(member.identity_number)
    if member.short_form:
        yield tidy(member.short_form)
    yield BY_NAME + tidy_name(member.name)


def _batches(keys: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    remaining, first = iter(keys), 0
    while batch := list(islice(remaining, _BATCH)):
        yield first, batch
        first += len(batch)
