"""What the page of an uploaded roster shows: figures, rows by what becomes of them, remarks."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import User
from foundation.faults import Text
from surveys.models import RosterImport, RosterImportState
from surveys.roster_rows import JudgedRow, RowState, count_states, outcome_mark, words_of
from surveys.services import roster_imports as acts

TONES = {RowState.NEW: "ok", RowState.CHANGED: "warn", RowState.REFUSED: "bad"}
MOST_NAMED = 30


class ShownRow:
    """One row as the page lists it: what was read, or what was typed where that failed."""

    def __init__(self, judged: JudgedRow) -> None:
        self.judged = judged
        self.name, self.unit, self.duty, self.level, self.area = (
            self._words(name) for name in ("name", "unit", "duty", "level", "area")
        )

    def _words(self, name: str) -> Text:
        read = self.judged.values.get(name)
        return words_of(name, read or self.judged.row.cells.get(name))

    @property
    def tag(self) -> tuple[Text, str]:
        return self.judged.state.label, TONES.get(self.judged.state, "")

    @property
    def place(self) -> str:
        """``row 12``, of several sheets ``村级, row 12``."""
        row = self.judged.row
        if not row.sheet:
            return _("row %(row)s") % {"row": row.number}
        return _("%(sheet)s, row %(row)s") % {"sheet": row.sheet, "row": row.number}


class Look:
    """An upload as its owner sees it, all rows or those of one state."""

    def __init__(self, found: RosterImport, by: User, state: str) -> None:
        self.found = found
        self.state = state if state in RowState.values else ""
        self.file = acts.contents(found)
        self.judged = acts.judged(found, by, self.file.rows)

    @cached_property
    def rows(self) -> list[JudgedRow]:
        """What needs a look first, then in the order of the file."""
        order = list(RowState)
        kept = [one for one in self.judged if not self.state or one.state == self.state]
        return sorted(kept, key=lambda one: order.index(one.state))

    @cached_property
    def tally(self) -> Mapping[RowState, int]:
        """How many rows of each state: as judged now, or as they were when applied."""
        if self.found.state == RosterImportState.APPLIED:
            return {state: getattr(self.found, f"rows_{state}") for state in RowState}
        return count_states(self.judged)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The rows read and what becomes of them, each leading to its rows."""
        told = {"figure": self.found.rows_read, "label": _("Rows read"), "address": "?"}
        return [told | {"is_on": not self.state}] + [
            {
                "figure": self.tally[state], "label": state.label, "tone": TONES.get(state, ""),
                "address": "?" + urlencode({"state": state.value}), "is_on": self.state == state,
            }
            for state in (RowState.NEW, RowState.CHANGED, RowState.SAME, RowState.REFUSED)
        ]  # fmt: skip

    @property
    def to_take_in(self) -> int:
        return self.tally[RowState.NEW] + self.tally[RowState.CHANGED]

    @property
    def refused(self) -> int:
        return sum(1 for one in self.judged if one.faults)

    @property
    def mark(self) -> str:
        return outcome_mark(self.judged)

    @property
    def passed_over(self) -> str:
        """The rows that are no cadres, the first of them by number."""
        places = [f"{sheet} {row}".strip() for sheet, row in self.file.passed_over[:MOST_NAMED]]
        return "、".join(places) + ("…" if len(self.file.passed_over) > MOST_NAMED else "")

    @property
    def unused(self) -> str:
        return "、".join(self.file.unused[:MOST_NAMED])
