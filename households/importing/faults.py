"""What is wrong in a ledger and where, said so that a clerk finds the cell and mends it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from foundation.faults import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, or worth a look, in one row.

    ``row`` is the number Excel shows; ``column`` is 0-based, ``None`` when the whole row is meant;
    ``field`` is the target's key. ``code`` is stable and for programs. ``message`` says what is
    wrong and how to mend it; it holds no personal data beyond what the cell shows.
    """

    row: int
    column: int | None
    field: str
    message: Text
    code: str
    heading: str = ""

    def __str__(self) -> str:
        """Place and message: ``Row 12, column F (身份证号): …``."""
        if self.column is None:
            return _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
        return _("Row %(row)s, column %(column)s (%(heading)s): %(message)s") % {
            "row": self.row,
            "column": column_letters(self.column),
            "heading": self.heading,
            "message": self.message,
        }


def column_letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(slots=True)
class Findings:
    """The faults and warnings of some rows, collected."""

    names: Sequence[str]
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: int | None, key: str, code: str, message: Text) -> None:
        self.faults.append(Fault(row, column, key, message, code, self._heading(column)))

    def warn(self, row: int, column: int | None, key: str, code: str, message: Text) -> None:
        self.warnings.append(Fault(row, column, key, message, code, self._heading(column)))

    def _heading(self, column: int | None) -> str:
        if column is None or column >= len(self.names):
            return ""
        return self.names[column].rpartition("/")[2]
