"""Many rows at once, leaving what the services and the history triggers would leave.

Rows are copied into a temporary table and inserted from there: ``COPY`` straight into a table
under row-level security is refused. History rows are then written by one statement per table.
"""

import datetime
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pghistory.models
import pgtrigger
from django.db import connection, models
from psycopg import sql

from accounts.audit import digest_of
from accounts.models import AuditEvent, User

PIECE, KEYS_AT_ONCE = 10_000, 500
Row = models.Model


@dataclass
class Load:
    """Rows on their way into the database: added one by one, inserted many at once.

    Models are inserted in the order in which they were first met, so parents come first.
    """

    rows: dict[type[Row], list[Row]] = field(default_factory=dict)
    authors: dict[type[Row], list[uuid.UUID]] = field(default_factory=dict)
    acts: list[AuditEvent] = field(default_factory=list)
    changes: list[tuple[Row, dict[str, Any], uuid.UUID]] = field(default_factory=list)
    keys: dict[type[Row], Iterator[int]] = field(default_factory=dict)
    contexts: dict[int, uuid.UUID] = field(default_factory=dict)

    def key(self, model: type[Row]) -> int:
        """The next free key of a table, so that children can name their parents."""
        if (found := next(self.keys.get(model, iter(())), None)) is None:
            self.keys[model] = iter(take_keys(model, KEYS_AT_ONCE))
            found = next(self.keys[model])
        return found

    def add(self, row: Row, *, by: User | None = None) -> None:
        """Put a new row on the way; ``by`` stands in its history when the model has one."""
        if row.pk is None:
            row.pk = self.key(type(row))
        self.rows.setdefault(type(row), []).append(row)
        if by is not None:
            self.authors.setdefault(type(row), []).append(self.context(by))

    def change(self, row: Row, *, by: User, **values: Any) -> None:
        """Change a tracked row after it has been inserted, with its history."""
        self.changes.append((row, values, self.context(by)))

    def act(
        self,
        action: str,
        target: Row,
        *,
        by: User,
        at: datetime.datetime,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """An audit event as ``accounts.audit.record`` writes it, at another instant."""
        is_household = target._meta.model_name == "household"
        household = target.pk if is_household else getattr(target, "household_id", None)
        area = getattr(target, "area_id", None) or ""
        options = target._meta
        # In the order of the fields: by name it takes three times as long, a million times.
        event = AuditEvent(
            None, uuid.uuid4(), at, by.pk, by.name, action, False, options.label_lower,
            str(target.pk), area, household, detail or {}, "", "",
        )  # fmt: skip
        event.digest = digest_of(event)
        self.acts.append(event)

    def context(self, by: User) -> uuid.UUID:
        """The context of row history that a request of ``by`` makes; one for each person."""
        if by.pk not in self.contexts:
            made = pghistory.models.Context.objects.create(
                id=uuid.uuid4(), metadata={"user": by.pk, "url": "/"}
            )
            self.contexts[by.pk] = made.pk
        return self.contexts[by.pk]

    def flush(self) -> None:
        """Insert everything that is on the way."""
        for model, rows in self.rows.items():
            insert(rows)
            if model in self.authors:
                _write_history("insert", rows, self.authors[model])
        for row, values, context in self.changes:
            with pgtrigger.ignore():
                type(row)._default_manager.filter(pk=row.pk).update(**values)
            _write_history("update", [row], [context])
        self.acts.sort(key=lambda event: event.at)
        for event in self.acts:
            event.pk = self.key(AuditEvent)
        insert(self.acts)
        self.rows, self.authors, self.acts, self.changes = {}, {}, [], []


def take_keys(model: type[Row], count: int) -> list[int]:
    """Draw ``count`` keys of a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def insert(rows: Sequence[Row]) -> None:
    """Insert rows of one model that have keys already; ``auto_now`` fields keep their values."""
    for start in range(0, len(rows), PIECE):
        _insert_piece(rows[start : start + PIECE])


def _insert_piece(rows: Sequence[Row]) -> None:
    options = type(rows[0])._meta
    fields = options.concrete_fields
    table = sql.Identifier(options.db_table)
    names = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE demo_rows (LIKE {}) ON COMMIT DROP").format(table)
        )
        with cursor.copy(sql.SQL("COPY demo_rows ({}) FROM STDIN").format(names)) as copy:
            readers = [(field.attname, _writer(field)) for field in fields]
            for row in rows:
                held = row.__dict__
                copy.write_row([write(held[name]) for name, write in readers])
        with pgtrigger.ignore():
            cursor.execute(
                sql.SQL("INSERT INTO {} ({}) SELECT {} FROM demo_rows ORDER BY id").format(
                    table, names, names
                )
            )
        cursor.execute("DROP TABLE demo_rows")


def _writer(column: models.Field) -> Callable[[Any], Any]:
    """How a column's value is written; asking the field for every single row is too slow."""
    if isinstance(column, models.JSONField):
        return json.dumps
    if isinstance(column, models.CharField | models.TextField):
        return _plain_text
    return _as_it_is


def _plain_text(value: Any) -> str | None:
    """Choices are texts, but the driver would write the names of their constants."""
    return None if value is None else str(value)


def _as_it_is(value: Any) -> Any:
    return value


def _write_history(label: str, rows: Sequence[Row], contexts: Sequence[uuid.UUID]) -> None:
    """What the triggers would have written: one event per row, at the row's own instant."""
    model: Any = type(rows[0])
    events = model.pgh_event_model._meta
    columns = [f.column for f in events.concrete_fields if not f.column.startswith("pgh_")]
    moment = "updated_at" if "updated_at" in columns else "since"
    statement = sql.SQL(
        "INSERT INTO {events} ({names}, pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id)"
        " SELECT {values}, t.{moment}, %s, t.id, w.context FROM {table} t"
        " JOIN unnest(%s::bigint[], %s::uuid[]) AS w (id, context) ON w.id = t.id ORDER BY t.id"
    ).format(
        events=sql.Identifier(events.db_table),
        names=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(sql.Identifier("t", column) for column in columns),
        moment=sql.Identifier(moment),
        table=sql.Identifier(model._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [label, [row.pk for row in rows], list(contexts)])
