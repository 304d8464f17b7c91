"""Why a row or a file of an agency is refused, each with the way to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(StrEnum):
    """What is wrong with one row; the row is not compared and its number is reported."""

    SHORT_ROW = "short_row"
    LONG_ROW = "long_row"
    LINE_BREAK = "line_break"
    UNDECODABLE = "undecodable"
    LOST_DIGITS = "lost_digits"
    WRONG_LENGTH = "wrong_length"
    NO_IDENTITY = "no_identity"
    MASK_TOO_WIDE = "mask_too_wide"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The words an official reads: what is wrong and how the file is mended."""

    problem: str | Promise
    mend: str | Promise


EXPLANATIONS: dict[Refusal, Explanation] = {
    Refusal.SHORT_ROW: Explanation(
        _("The row has fewer columns than the heading"),
        _("Look for a missing separator in this row and export the file again"),
    ),
    Refusal.LONG_ROW: Explanation(
        _("The row has more columns than the heading"),
        _("Put quotation marks around a value that contains the separator and import again"),
    ),
    Refusal.LINE_BREAK: Explanation(
        _("A value contains a line break, or a quotation mark is not closed"),
        _("Remove the line break or close the quotation mark and import again"),
    ),
    Refusal.UNDECODABLE: Explanation(
        _("The row contains bytes that are not text in the encoding of the file"),
        _("Ask the agency to export the file again as UTF-8 or GB18030"),
    ),
    Refusal.LOST_DIGITS: Explanation(
        _("The identity number was stored as a number and has lost its last digits"),
        _("Format the column as text in the source system and export again; retyping is no mend"),
    ),
    Refusal.WRONG_LENGTH: Explanation(
        _("The identity number has neither 18 nor 15 digits"),
        _("Check the number of this row with the agency"),
    ),
    Refusal.NO_IDENTITY: Explanation(
        _("The row has no identity number, nor a name with a date of birth"),
        _("Ask the agency for the identity number of this row"),
    ),
    Refusal.MASK_TOO_WIDE: Explanation(
        _("Too few digits of the masked identity number are visible"),
        _("Ask the agency for unmasked numbers, or for at least six visible digits"),
    ),
}


class FileProblem(StrEnum):
    """What is wrong with a whole file; nothing of it is compared."""

    EMPTY = "empty"
    COLUMNS_MISSING = "columns_missing"
    NOT_A_TABLE = "not_a_table"


FILE_EXPLANATIONS: dict[FileProblem, Explanation] = {
    FileProblem.EMPTY: Explanation(
        _("The file is empty"), _("Export the file again and import it anew")
    ),
    FileProblem.COLUMNS_MISSING: Explanation(
        _("The heading lacks columns that the comparison needs"),
        _("Compare the heading with the file layout of the agency, or add the new name there"),
    ),
    FileProblem.NOT_A_TABLE: Explanation(
        _("The file cannot be read as a table from this row on"),
        _("Look for an unclosed quotation mark at this row and export the file again"),
    ),
}


class FileRefused(Exception):
    """The whole file is refused: names the problem, the row where known, and the columns missing.

    The message never carries text of the file: it would put strangers' data into logs.
    """

    def __init__(
        self, problem: FileProblem, *, row_number: int | None = None, columns: tuple[str, ...] = ()
    ) -> None:
        self.problem = problem
        self.row_number = row_number
        self.columns = columns
        super().__init__(f"{problem.value} row={row_number} columns={','.join(columns)}")

    @property
    def explanation(self) -> Explanation:
        """The problem and its mend in the official's language."""
        return FILE_EXPLANATIONS[self.problem]


class ComparisonCancelled(Exception):
    """The person who started the comparison called it off; nothing was kept."""
