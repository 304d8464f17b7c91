"""Many rows at once, leaving what the services and the history triggers would leave.

Rows are copied into a temporary table and inserted from there: ``COPY`` straight into a table
under row-level security is refused. History rows are then written by one statement per table.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pgtrigger
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault, Value
from psycopg import sql

PIECE = 10_000
Row = models.Model


class Incoming:
    """Rows of one model on their way into its table, within one transaction.

    They are gathered in a temporary table, piece by piece, and go in by one statement, so that
    memory stays small and whatever they lock is locked for a short while only.
    """

    def __init__(self, model: type[Row], name: str = "incoming") -> None:
        self.model = model
        self.fields = [f for f in model._meta.concrete_fields if not getattr(f, "generated", False)]
        self.table = sql.Identifier(model._meta.db_table)
        self.gathered = sql.Identifier(f"{name}_{model._meta.model_name}")
        self._writers = [(field.attname, _writer(field)) for field in self.fields]
        self._names = sql.SQL(", ").join(sql.Identifier(str(f.column)) for f in self.fields)
        statement = "CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DROP"
        self.execute(statement)

    def gather(self, rows: Iterable[Row]) -> None:
        """Take rows in; they have keys already, and ``auto_now`` fields keep their values."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(self.gathered, self._names)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                held = row.__dict__
                copy.write_row([write(held[name]) for name, write in self._writers])

    def insert(self) -> None:
        """Put everything that is gathered into the table, without its history."""
        statement = "INSERT INTO {1} ({names}) SELECT {names} FROM {0} ORDER BY id"
        with pgtrigger.ignore():
            self.execute(statement)

    def update(self, columns: Sequence[str]) -> None:
        """Give the table's rows these columns of the gathered rows, without their history."""
        pairs = sql.SQL(", ").join(
            sql.SQL("{0} = g.{0}").format(sql.Identifier(column)) for column in columns
        )
        statement = "UPDATE {1} t SET {pairs} FROM {0} g WHERE t.id = g.id"
        with pgtrigger.ignore():
            self.execute(statement, pairs=pairs)

    def write_history(self, label: str, context: uuid.UUID) -> None:
        """One event for each gathered row as the table has it now, all with one context."""
        statement = (
            "INSERT INTO {events} ({columns}, pgh_created_at, pgh_label, pgh_obj_id,"
            " pgh_context_id) SELECT {values}, now(), %(label)s, t.id, %(context)s"
            " FROM {1} t JOIN {0} g ON g.id = t.id ORDER BY t.id"
        )
        names = event_columns(self.model)
        self.execute(
            statement,
            {"label": label, "context": context},
            events=_events(self.model),
            columns=sql.SQL(", ").join(map(sql.Identifier, names)),
            values=sql.SQL(", ").join(sql.Identifier("t", name) for name in names),
        )

    def drop(self) -> None:
        """Forget what is gathered."""
        self.execute("DROP TABLE {}")

    def execute(
        self, statement: str, params: dict[str, Any] | None = None, **names: sql.Composable
    ) -> None:
        """Run a statement in which {0} is the temporary table, {1} the table, {names} columns."""
        parts = {"names": self._names, **names}
        composed = sql.SQL(statement).format(self.gathered, self.table, **parts)  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute(_text(composed), params)


def insert(rows: Sequence[Row]) -> None:
    """Insert rows of one model that have keys already, in pieces; without their history."""
    for start in range(0, len(rows), PIECE):
        incoming = Incoming(type(rows[0]))
        incoming.gather(rows[start : start + PIECE])
        incoming.insert()
        incoming.drop()


def take_keys(model: type[Row], count: int) -> list[int]:
    """Draw ``count`` keys of a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def write_history(label: str, rows: Sequence[Row], contexts: Sequence[uuid.UUID]) -> None:
    """What the triggers would have written: one event per row, at the row's own instant."""
    model = type(rows[0])
    columns = event_columns(model)
    moment = "updated_at" if "updated_at" in columns else "since"
    statement = sql.SQL(
        "INSERT INTO {events} ({names}, pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id)"
        " SELECT {values}, t.{moment}, %s, t.id, w.context FROM {table} t"
        " JOIN unnest(%s::bigint[], %s::uuid[]) AS w (id, context) ON w.id = t.id ORDER BY t.id"
    ).format(
        events=_events(model),
        names=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(sql.Identifier("t", column) for column in columns),
        moment=sql.Identifier(moment),
        table=sql.Identifier(model._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), [label, [row.pk for row in rows], list(contexts)])


def _text(statement: sql.Composed) -> str:
    """A statement as text: the context of the row history cannot read a composed one."""
    return statement.as_string(connection.connection)


def event_columns(model: Any) -> list[str]:
    """The columns of a tracked model that its history keeps."""
    fields = model.pgh_event_model._meta.concrete_fields
    return [f.column for f in fields if not f.column.startswith("pgh_")]


def _events(model: Any) -> sql.Identifier:
    return sql.Identifier(model.pgh_event_model._meta.db_table)


def _writer(column: models.Field) -> Callable[[Any], Any]:
    """How a column's value is written; asking the field for every single row is too slow."""
    if isinstance(column, models.JSONField):
        return _json
    if isinstance(column, models.CharField | models.TextField):
        return _plain_text
    return _as_it_is


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _plain_text(value: Any) -> str | None:
    """Choices are texts, but the driver would write the names of their constants."""
    value = _as_it_is(value)
    return None if value is None else str(value)


def _as_it_is(value: Any) -> Any:
    """A value; what the database would put in by itself is written out."""
    if isinstance(value, DatabaseDefault):
        expression = getattr(value, "expression", None)
        return expression.value if isinstance(expression, Value) else None
    return value
