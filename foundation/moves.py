"""The pure table of moves of a workflow: who may take which step from where, and by when.

One table per workflow stands in its app's ``steps.py``; buttons, checks, deadlines and the
diagram in the docs are read from it. Running a move (lock, record, audit) is
``accounts.workflow``.
"""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.deadlines import Due
from foundation.faults import Text

# Looks at the subject and gives the reason of a refusal, or None.
Guard = Callable[[Any], Text | None]
RefusalCode = Literal["wrong_step", "permission", "four_eyes", "guard", "reason"]


class MoveTableError(Exception):
    """A table of moves contradicts itself; found when the table is made."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a move cannot be made now."""

    code: RefusalCode
    message: Text


class MoveRefused(Exception):
    """A move cannot be made; ``refusals`` holds every reason."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__(*self.refusals)

    def __str__(self) -> str:
        return " ".join(str(refusal.message) for refusal in self.refusals)


@dataclass(frozen=True)
class Move:
    """One move: from any of ``sources`` to ``target``, by holders of ``permission``.

    ``due``: time allowed for the step entered. ``not_by``: names of earlier moves whose actor
    may not make this one (four eyes, 经办与审核分离). ``guards``: run in order on the subject.
    ``document``: kind of the document the move issues. ``needs_reason``: an opinion must be
    written. ``changes_law``: the move changes someone's rights, so the page asks once more.
    ``pauses``/``resumes``: the subject's clock stops while in the step entered / runs again.
    """

    sources: AbstractSet[str]
    target: str
    permission: str
    label: Text
    due: Due | None = None
    not_by: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    document: str = ""
    needs_reason: bool = False
    changes_law: bool = False
    pauses: bool = False
    resumes: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", frozenset(str(source) for source in self.sources))
        object.__setattr__(self, "target", str(self.target))


class MoveTable:
    """All moves of one workflow, in the order their buttons stand.

    ``moves``: a mapping or pairs, so that a name used twice is noticed. ``start``: the step of a
    new subject. ``step_labels``: every step with its name. ``version``: kept with each subject,
    so that a running one goes on by its own table. Raises MoveTableError.
    """

    def __init__(
        self,
        name: str,
        moves: Mapping[str, Move] | Iterable[tuple[str, Move]],
        *,
        start: str,
        step_labels: Mapping[str, Text],
        version: str,
    ) -> None:
        pairs = list(moves.items() if isinstance(moves, Mapping) else moves)
        self.name = name
        self.moves: dict[str, Move] = dict(pairs)
        self.start = str(start)
        self.step_labels = {str(step): label for step, label in step_labels.items()}
        self.version = version
        faults = [*_naming_faults(pairs), *self._reference_faults(), *self._unreachable()]
        if faults:
            raise MoveTableError(f"moves of {name}: " + "; ".join(faults))

    @property
    def steps(self) -> list[str]:
        return list(self.step_labels)

    @property
    def final_steps(self) -> frozenset[str]:
        """Steps no move leads out of: where a subject is closed."""
        left = {source for move in self.moves.values() for source in move.sources}
        return frozenset(self.step_labels) - left

    def open_from(self, step: str) -> dict[str, Move]:
        """The moves that start at ``step``, in the table's order."""
        return {name: move for name, move in self.moves.items() if str(step) in move.sources}

    def judge(
        self,
        name: str,
        *,
        step: str,
        permissions: Container[str],
        actor_id: int | None,
        earlier_actors: Mapping[str, Collection[int]],
        subject: Any,
        reason: str | None = None,
    ) -> list[Refusal]:
        """Every reason against the move; an empty list allows it.

        ``earlier_actors``: who has made which move on this subject. ``reason`` is judged when
        given (None: not asked yet). Guards run only where step and permission are right, because
        they read a subject in that step and may tell things about it.
        """
        refusals = self.standing(
            name, step=step, permissions=permissions, actor_id=actor_id,
            earlier_actors=earlier_actors,
        )  # fmt: skip
        if any(refusal.code != "four_eyes" for refusal in refusals):
            return refusals
        move = self.moves[name]
        reasons = (guard(subject) for guard in move.guards)
        refusals += [Refusal("guard", found) for found in reasons if found is not None]
        if move.needs_reason and reason is not None and not reason.strip():
            refusals.append(self.reason_missing(name))
        return refusals

    def standing(
        self,
        name: str,
        *,
        step: str,
        permissions: Container[str],
        actor_id: int | None,
        earlier_actors: Mapping[str, Collection[int]],
    ) -> list[Refusal]:
        """What stands against the actor making the move at all, whatever the guards would say."""
        move = self.moves.get(name)
        if move is None or str(step) not in move.sources:
            return [self._wrong_step(step)]
        if move.permission not in permissions:
            return [Refusal("permission", _("Your roles do not allow this."))]
        if any(actor_id in earlier_actors.get(earlier, ()) for earlier in move.not_by):
            return [self._four_eyes(move)]
        return []

    def allowed(
        self,
        *,
        step: str,
        permissions: Container[str],
        actor_id: int | None,
        earlier_actors: Mapping[str, Collection[int]],
        subject: Any,
    ) -> list[str]:
        """Names of the moves nothing stands against; a reason is asked for later."""
        return [
            name
            for name in self.open_from(step)
            if not self.judge(
                name,
                step=step,
                permissions=permissions,
                actor_id=actor_id,
                earlier_actors=earlier_actors,
                subject=subject,
            )
        ]

    def reason_missing(self, name: str) -> Refusal:
        """The refusal of a move whose opinion was left empty."""
        message = _("Write the reason for “{act}”.")
        return Refusal("reason", format_lazy(message, act=self.moves[name].label))

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, labels in the active language."""
        lines = ["stateDiagram-v2"]
        lines += [
            f"    state {_quoted(label)} as {step}" for step, label in self.step_labels.items()
        ]
        lines.append(f"    [*] --> {self.start}")
        for move in self.moves.values():
            arrows = [source for source in self.step_labels if source in move.sources]
            lines += [f"    {source} --> {move.target}: {_bare(move.label)}" for source in arrows]
        lines += [f"    {step} --> [*]" for step in self.step_labels if step in self.final_steps]
        return "\n".join(lines) + "\n"

    def _wrong_step(self, step: str) -> Refusal:
        label = self.step_labels.get(str(step), str(step))
        message = _("This cannot be done at the step “{step}”; someone may have moved it on.")
        return Refusal("wrong_step", format_lazy(message, step=label))

    def _four_eyes(self, move: Move) -> Refusal:
        acts = format_lazy("、".join(["{}"] * len(move.not_by)), *self._labels(move.not_by))
        message = _("Another person must do this: you have done “{acts}” here before.")
        return Refusal("four_eyes", format_lazy(message, acts=acts))

    def _labels(self, names: Iterable[str]) -> list[Text]:
        return [self.moves[name].label for name in names]

    def _reference_faults(self) -> list[str]:
        faults = [] if self.start in self.step_labels else [f"start {self.start} is no step"]
        for name, move in self.moves.items():
            unknown = ({*move.sources, move.target}) - set(self.step_labels)
            faults += [f"{name} names the unknown step {step}" for step in sorted(unknown)]
            strangers = sorted(set(move.not_by) - set(self.moves))
            faults += [f"{name} excludes the unknown move {other}" for other in strangers]
            if not move.sources:
                faults.append(f"{name} starts nowhere")
            if "." not in move.permission:
                faults.append(f"{name} names no permission app.verb_noun")
            if move.pauses and move.resumes:
                faults.append(f"{name} both pauses and resumes")
        return faults

    def _unreachable(self) -> list[str]:
        reached, fresh = set(), {self.start}
        while fresh:
            reached |= fresh
            targets = {move.target for move in self.moves.values() if move.sources & reached}
            fresh = targets - reached
        lost = [step for step in self.step_labels if step not in reached]
        return [f"step {step} cannot be reached" for step in lost]


def _naming_faults(pairs: list[tuple[str, Move]]) -> list[str]:
    names = [name for name, _move in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [f"two moves are named {name}" for name in twice]


def _quoted(label: Text) -> str:
    return '"' + str(label).replace('"', "'") + '"'


def _bare(label: Text) -> str:
    return str(label).replace(":", " ").replace(";", " ").replace("\n", " ")
