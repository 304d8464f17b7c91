"""The drawing of income between the lines: where each mark stands, as plain numbers for SVG."""

from dataclasses import dataclass
from decimal import Decimal

WIDTH = 940
ROOM = Decimal("1.2")


@dataclass(frozen=True)
class Scale:
    """Places along 940 units, and the sums that stand there (yuan a person a month)."""

    per_capita: Decimal
    standard: Decimal
    line: Decimal
    here: int
    standard_at: int
    line_at: int

    @property
    def middle(self) -> int:
        return self.line_at - self.standard_at

    @property
    def rest(self) -> int:
        return WIDTH - self.line_at

    @property
    def arrow(self) -> str:
        """The triangle that points at the household."""
        return f"M{self.here} 28l-7-10h14z"

    @property
    def stem(self) -> int:
        return self.here - 1

    @property
    def anchor(self) -> str:
        """The label stays inside the drawing at either end."""
        if self.here < 90:
            return "start"
        return "end" if self.here > WIDTH - 90 else "middle"


def scale(per_capita: Decimal, standard: Decimal | None, line: Decimal | None) -> Scale | None:
    """Where the income stands between the lines; ``None`` when a line is not on record."""
    if not standard or not line:
        return None
    end = max(line * ROOM, per_capita * Decimal("1.05"))

    def place(value: Decimal) -> int:
        return int(max(Decimal(0), min(value, end)) * WIDTH / end)

    return Scale(per_capita, standard, line, place(per_capita), place(standard), place(line))
