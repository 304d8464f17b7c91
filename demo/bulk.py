"""Many rows at once, leaving what the services and the history triggers would leave.

Rows are copied into a temporary table and inserted from there: ``COPY`` straight into a table
under row-level security is refused. History rows are then written by one statement per table.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

import pghistory.models
import pgtrigger
from django.db import connection, models
from psycopg import sql

from accounts.audit import digest_of
from accounts.models import AuditEvent, User

PIECE = 5000


def take_keys(model: type[models.Model], count: int) -> list[int]:
    """Draw ``count`` keys of a table, so that children can name their parents before the insert."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def give_keys(rows: Sequence[models.Model]) -> None:
    """Give new rows of one model their keys."""
    for row, key in zip(rows, take_keys(type(rows[0]), len(rows)) if rows else [], strict=True):
        row.pk = key


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model that have keys already; ``auto_now`` fields keep their values."""
    for start in range(0, len(rows), PIECE):
        _insert_piece(rows[start : start + PIECE])


def _insert_piece(rows: Sequence[models.Model]) -> None:
    options = type(rows[0])._meta
    fields = options.concrete_fields
    table = sql.Identifier(options.db_table)
    names = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE demo_rows (LIKE {}) ON COMMIT DROP").format(table)
        )
        with cursor.copy(sql.SQL("COPY demo_rows ({}) FROM STDIN").format(names)) as copy:
            for row in rows:
                copy.write_row([_value(field, row) for field in fields])
        with pgtrigger.ignore():
            cursor.execute(
                sql.SQL("INSERT INTO {} ({}) SELECT {} FROM demo_rows ORDER BY id").format(
                    table, names, names
                )
            )
        cursor.execute("DROP TABLE demo_rows")


def _value(field: models.Field, row: models.Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def insert_tracked(rows: Sequence[models.Model], *, by: User) -> None:
    """Insert rows of a tracked model, and the history of their insertion by ``by``.

    The history's instant is the household's or member's own; a kind's is that of its start.
    """
    if not rows:
        return
    insert(rows)
    model: Any = type(rows[0])
    events = model.pgh_event_model._meta
    columns = [f.column for f in events.concrete_fields if not f.column.startswith("pgh_")]
    moment = "created_at" if "created_at" in columns else "since"
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL(
        "INSERT INTO {events} ({names}, pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id)"
        " SELECT {names}, {at}, 'insert', id, %s FROM {table} WHERE id = ANY(%s) ORDER BY id"
    ).format(
        events=sql.Identifier(events.db_table),
        names=names,
        at=sql.Identifier(moment),
        table=sql.Identifier(model._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [history_context(by), [row.pk for row in rows]])


def history_context(by: User) -> uuid.UUID:
    """A context of row history as a request of ``by`` makes one."""
    return pghistory.models.Context.objects.create(
        id=uuid.uuid4(), metadata={"user": by.pk, "url": "/"}
    ).pk


def act(
    action: str,
    target: models.Model,
    *,
    by: User,
    at: datetime.datetime,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """An audit event as ``accounts.audit.record`` writes it, at another instant; not saved."""
    is_household = target._meta.model_name == "household"
    event = AuditEvent(
        at=at,
        by_id=by.pk,
        by_name=by.name,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        area_code=getattr(target, "area_id", None) or "",
        household_id=target.pk if is_household else getattr(target, "household_id", None),
        detail=detail or {},
    )
    event.digest = digest_of(event)
    return event


def insert_acts(events: Sequence[AuditEvent]) -> None:
    """Insert audit events in the order of their instants."""
    ordered = sorted(events, key=lambda event: event.at)
    give_keys(ordered)
    insert(ordered)
