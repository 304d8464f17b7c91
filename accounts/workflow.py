"""The runner of moves: one way for every workflow to take a step (design §6).

A subject (application, finding, petition, visit) has ``step``, ``step_since`` and ``due_on``;
its history of moves is a table of insert-only rows built on ``MoveRecord``. Guards read only what
stands left of the app.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.access import permissions_of
from accounts.calendar import working_calendar
from foundation.deadlines import Standing, due_on, standing
from foundation.moves import Move, MoveRefused, MoveTable


class MoveRecord(models.Model):
    """One move that was made: who, when, why, and what was known. Never changed afterwards."""

    database_privileges = ("SELECT", "INSERT")

    move = models.CharField(_("act"), max_length=40)
    from_step = models.CharField(max_length=30)
    to_step = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("opinion"), blank=True)
    snapshot = models.JSONField(default=dict)
    area = models.ForeignKey("accounts.Area", models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["id"]


@dataclass(frozen=True)
class Flow:
    """A table of moves and the model that keeps its history.

    ``subject_field`` is the name of the record's foreign key to the subject; ``action`` prefixes
    the audit code of each move (``application`` gives ``application.accept``).
    """

    table: MoveTable
    record_model: type[MoveRecord]
    subject_field: str
    action: str

    def records(self, subject) -> models.QuerySet:
        return self.record_model._default_manager.filter(**{self.subject_field: subject})

    def earlier_actors(self, subject) -> Mapping[str, set[int]]:
        """Who has done which move on ``subject`` so far."""
        actors: dict[str, set[int]] = defaultdict(set)
        for move, by_id in self.records(subject).values_list("move", "by_id"):
            actors[move].add(by_id)
        return actors

    def open_moves(self, subject, user) -> dict[str, Move]:
        """What ``user`` may do next: the buttons on the page and nothing else.

        A move whose guard still refuses is listed (its page says what is missing); a wrong step,
        a lacking permission or a second pair of eyes that is missing hides it.
        """
        held, moves = permissions_of(user), self.table.open_from(subject.step)
        is_asked = any(move.not_by for move in moves.values())
        actors = self.earlier_actors(subject) if is_asked else {}
        return {
            name: move
            for name, move in moves.items()
            if not self.table.standing(
                name,
                step=subject.step,
                permissions=held,
                actor_id=user.pk,
                earlier_actors=actors,
            )
        }

    def refusals(self, subject, name: str, user) -> list:
        """Why ``user`` cannot make the move now; empty when nothing stands against it."""
        return self.table.judge(
            name,
            step=subject.step,
            permissions=permissions_of(user),
            actor_id=user.pk,
            earlier_actors=self.earlier_actors(subject),
            subject=subject,
        )

    def move(
        self,
        subject,
        name: str,
        *,
        by,
        at: datetime.datetime,
        reason: str = "",
        snapshot: Mapping[str, Any] | None = None,
        pauses: tuple[tuple[datetime.date, datetime.date], ...] = (),
    ) -> MoveRecord:
        """Judge and make one move on a locked subject; the caller saves other fields itself.

        Raises ``MoveRefused`` with every reason. The deadline of the step entered is computed
        from the local date of ``at`` by the working calendar.
        """
        refusals = self.refusals(subject, name, by)
        move = self.table.moves.get(name)
        if move is not None and move.needs_reason and not reason.strip():
            refusals.append(self.table.reason_missing(name))
        if refusals or move is None:
            raise MoveRefused(refusals)
        record = self.record_model(
            move=name,
            from_step=subject.step,
            to_step=move.target,
            by=by,
            at=at,
            reason=reason,
            snapshot=dict(snapshot or {}),
            area_id=subject.area_id,
            **{self.subject_field: subject},
        )
        subject.step = move.target
        subject.step_since = at
        day = timezone.localtime(at).date()
        subject.due_on = (
            due_on(day, move.due, working_calendar(), pauses) if move.due is not None else None
        )
        subject.save(update_fields=["step", "step_since", "due_on"])
        record.save(force_insert=True)
        audit.record(
            by=by, action=f"{self.action}.{name}", target=subject, detail={"to": move.target}
        )
        return record

    def begin(self, subject, *, at: datetime.datetime) -> None:
        """Put a new subject at the start of the flow (before its first save)."""
        subject.step, subject.step_since = self.table.start, at

    def standing(self, subject, today: datetime.date) -> Standing | None:
        """How the subject stands against its deadline; ``None`` when nothing is due."""
        if subject.due_on is None:
            return None
        return standing(subject.due_on, today, working_calendar())
