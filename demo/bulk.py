"""The demo city's rows on their way into the register, many at once, with acts and history."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pghistory.models
import pgtrigger
from django.db import models

from accounts.audit import digest_of
from accounts.models import AuditEvent, User
from households.services.bulk_rows import insert, take_keys, write_history

KEYS_AT_ONCE = 500
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
                write_history("insert", rows, self.authors[model])
        for row, values, context in self.changes:
            with pgtrigger.ignore():
                type(row)._default_manager.filter(pk=row.pk).update(**values)
            write_history("update", [row], [context])
        self.acts.sort(key=lambda event: event.at)
        for event in self.acts:
            event.pk = self.key(AuditEvent)
        insert(self.acts)
        self.rows, self.authors, self.acts, self.changes = {}, {}, [], []
