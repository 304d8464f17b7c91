"""What a comparison came to: matches with evidence, counts, and the rows refused."""

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from verification.engine.identity import MemberKey, fits_mask, names_agree
from verification.engine.keys import KeyTable
from verification.engine.layouts import FileLayout, FileShape
from verification.engine.query import BLANK, OTHER_DOCUMENT, BlockResult, Hit
from verification.engine.reasons import Refusal

REPORTED_ROWS = 1000
#: So many impossible numbers ending in 000, and such a share of all rows, and the whole column
#: was stored as numbers: then even a possible number ending in 000 is not believed.
EN_MASSE_ROWS = 3
EN_MASSE_SHARE = 100


class Basis(StrEnum):
    """What a match rests on."""

    NUMBER_18 = "number_18"
    NUMBER_15 = "number_15"
    NAME_AND_BIRTH = "name_and_birth"
    NAME_AND_MASK = "name_and_mask"

    @property
    def is_sure(self) -> bool:
        """A full number is sure; a name with birth date or mask is for people to judge."""
        return self in (Basis.NUMBER_18, Basis.NUMBER_15)


@dataclass(frozen=True, slots=True)
class Match:
    """One row of the agency that is about one of our members, with the row as evidence.

    ``row_number`` is the row in the file as a spreadsheet shows it (the heading is row 1);
    ``repeated_rows`` are further rows that say exactly the same. ``fields`` are the values as
    the agency wrote them, of the columns the layout knows and no others. ``name_differs`` is a
    flag (F20), never a reason to drop the match.
    """

    member: MemberKey
    row_number: int
    basis: Basis
    name_differs: bool
    fields: dict[str, str]
    repeated_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be compared; it carries no value of the row."""

    row_number: int
    reason: Refusal


@dataclass(slots=True)
class CompareResult:
    """What became of a file: the matches in file order, and the count of everything else.

    ``refused`` counts all refused rows by reason, ``refused_rows`` names the first 1,000;
    ``mended`` numbers were irregular (width, blanks, apostrophe, x) and compared after tidying;
    ``other_documents`` are company codes, passports and the like.
    """

    encoding: str
    rows_read: int = 0
    blank_rows: int = 0
    mended: int = 0
    other_documents: int = 0
    repeated: int = 0
    matches: list[Match] = field(default_factory=list)
    refused: Counter[Refusal] = field(default_factory=Counter)
    refused_rows: list[RefusedRow] = field(default_factory=list)
    digits_lost_en_masse: bool = False


class Collector:
    """Takes the blocks in file order, judges weak hits and folds repeated rows together."""

    def __init__(self, layout: FileLayout, shape: FileShape, keys: KeyTable, encoding: str) -> None:
        self.result = CompareResult(encoding)
        self.rows_before = 0
        self._layout = layout
        self._fields = tuple(shape.fields)
        self._keys = keys
        self._seen: dict[tuple[object, ...], int] = {}

    def take(self, block: BlockResult) -> None:
        """Add one block; its row numbers follow those of the blocks before."""
        result = self.result
        for hit in block.hits:
            for member in self._keys.members(hit.entry):
                basis = self._basis(hit, member)
                if basis:
                    self._add(hit, member, basis)
        for row, reason in block.refused[: REPORTED_ROWS - len(result.refused_rows)]:
            result.refused_rows.append(RefusedRow(self.rows_before + row, reason))
        faults = dict(block.faults)
        blank = faults.pop(BLANK, 0)
        result.blank_rows += blank
        result.other_documents += faults.pop(OTHER_DOCUMENT, 0)
        result.refused.update({Refusal(reason): count for reason, count in faults.items()})
        result.rows_read += block.rows - blank
        result.mended += block.mended
        self.rows_before += block.rows

    def close(self) -> CompareResult:
        """The finished result; possible numbers ending in 000 fall where digits were lost."""
        result = self.result
        lost = result.refused[Refusal.LOST_DIGITS]
        if lost >= EN_MASSE_ROWS and lost * EN_MASSE_SHARE >= result.rows_read:
            result.digits_lost_en_masse = True
            doubtful = [match for match in result.matches if _ends_in_zeros(match)]
            rows = {row for match in doubtful for row in (match.row_number, *match.repeated_rows)}
            result.matches = [match for match in result.matches if not _ends_in_zeros(match)]
            result.refused[Refusal.LOST_DIGITS] += len(rows)
            result.refused_rows += [RefusedRow(row, Refusal.LOST_DIGITS) for row in rows]
            result.refused_rows.sort(key=lambda refused: refused.row_number)
            del result.refused_rows[REPORTED_ROWS:]
        return result

    def _basis(self, hit: Hit, member: MemberKey) -> Basis | None:
        if len(hit.number) == 15 and "*" not in hit.number:
            return Basis.NUMBER_15
        if "*" in hit.number:
            fits = fits_mask(hit.number, member.identity_number)
            return Basis.NAME_AND_MASK if fits else None
        if hit.number:
            return Basis.NUMBER_18
        born = self._layout.read_date(dict(zip(self._fields, hit.fields, strict=True))["birth_on"])
        return Basis.NAME_AND_BIRTH if born and born == member.birth_on else None

    def _add(self, hit: Hit, member: MemberKey, basis: Basis) -> None:
        row_number = self.rows_before + hit.row
        matches = self.result.matches
        identity = (member.member_id, hit.fields)
        if identity in self._seen:
            place = self._seen[identity]
            rows = (*matches[place].repeated_rows, row_number)
            matches[place] = replace(matches[place], repeated_rows=rows)
            self.result.repeated += 1
            return
        self._seen[identity] = len(matches)
        fields = dict(zip(self._fields, hit.fields, strict=True))
        differs = not names_agree(member.name, fields.get("name", ""))
        matches.append(Match(member, row_number, basis, differs, fields))


def _ends_in_zeros(match: Match) -> bool:
    number = match.member.identity_number
    return match.basis is Basis.NUMBER_18 and number.endswith("000")
