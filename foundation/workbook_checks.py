"""Looks through an Excel package part by part before anything opens it, in constant memory.

The reader lays cells out as a full rectangle and copies a shared text for every cell that shows
it, so one cell far out, or one long text shown often, would take all memory.
"""

import lzma
import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from foundation.unplaced_cells import Cursor, cells_of, column_number

MAX_COLUMNS = 256
MAX_CELLS = 20_000_000
MOST_BROKEN = 20_000
_CHUNK = 1024 * 1024
# No office program writes a longer tag; its end must be seen to know what it says.
_LONGEST_TAG = 64 * 1024
_SMALL_PART = 4 * 1024 * 1024
# An attribute's value may hold ">" but never "<"; stopping there also keeps the search linear.
_REFERENCE = re.compile(
    rb"<(?:\w+:)?(?:c|row)\s(?:[^<]*?\s)?r\s*=\s*[\"']\s*\$?([A-Za-z]{0,3})\$?(\d{1,10})"
)
_PLAIN_LETTERS = re.compile(rb"<c r=\"([A-Z]{1,3})")
_PLAIN_NUMBERS = re.compile(rb"<c r=\"[A-Z]{1,3}(\d{1,7})\"")
_PLAIN_ROWS = re.compile(rb"<row r=\"(\d{1,7})\"")
_ELEMENT = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_WHOLE_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+>")
_ERROR = re.compile(rb"<c\s(?=[^<>]*\bt=\"e\")[^<>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"")
# A formula with no value kept: either nothing after it, or an empty value that is not a text.
_FORMULA = re.compile(
    rb"<c\s((?:[^<>]*\s)?r=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*)>\s*"
    rb"<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_HIDDEN_ROW = re.compile(rb"<row\s(?=[^<>]*\shidden=\"(?:1|true)\")[^<>]*?\br=\"(\d{1,7})\"")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_SHARED = re.compile(rb"<c\s[^<>]*\bt=\"s\"[^<>]*>\s*<v>(\d{1,9})</v>")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Main parts of .xlsb and .ods, whose cells cannot be counted beforehand.
# What the standard library says about packages that are not what they claim to be.
_BROKEN_PACKAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError, KeyError, OverflowError, lzma.LZMAError,
)  # fmt: skip
_BINARY, _OPEN_DOCUMENT = "xl/workbook.bin", "content.xml"
_SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION_TAG = re.compile(r"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class UnreadableWorkbook(ValueError):
    """The uploaded file cannot be used; the message tells the person what to do."""


@dataclass
class PartFacts:
    """What one part of the package holds; places are 0-based (row, column)."""

    row_count: int = 0
    column_count: int = 0
    element_count: int = 0
    shared_count: int = 0
    text_starts: "array[int]" = field(default_factory=lambda: array("Q"))
    size: int = 0
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    cursor: Cursor = field(default_factory=Cursor)


@dataclass
class PackageFacts:
    """What the look through a package has found, parts by the sheet they are."""

    sheets: Mapping[str, PartFacts]
    has_macros: bool


def check_package(path: Path, max_rows: int, max_bytes: int) -> PackageFacts:
    """Look through all parts. Raises UnreadableWorkbook for what must not be opened.

    ``max_bytes`` limits the package unpacked; sizes in its directory may lie, so what comes out
    is counted. A sheet may have any name, so every part is looked at.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > max_bytes:
                raise too_big()
            names = {member.filename for member in members}
            _require_workbook(names)
            facts = {}
            for member in members:
                with package.open(member) as part:
                    facts[member.filename] = _look_through(part, max_rows)
            _refuse_copies(package, facts, max_bytes)
            parts = _parts_of_sheets(package)
    except UnreadableWorkbook:
        raise
    except _BROKEN_PACKAGE as error:
        raise damaged() from error
    sheets = {name: facts[part] for name, part in parts.items() if part in facts}
    return PackageFacts(sheets, any(name.endswith("vbaProject.bin") for name in names))


def bytes_to_look_through(path: Path) -> int:
    """How much a look has to read: the file, or what a package says it unpacks to."""
    try:
        with zipfile.ZipFile(path) as package:
            return sum(member.file_size for member in package.infolist())
    except _BROKEN_PACKAGE:
        return path.stat().st_size


def _require_workbook(names: set[str]) -> None:
    if _BINARY in names:
        raise UnreadableWorkbook(
            _("This is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx.")
        )
    if _OPEN_DOCUMENT in names:
        raise UnreadableWorkbook(
            _("This is an OpenDocument file (.ods). Open it and save it as .xlsx.")
        )
    if any(name.startswith("word/") for name in names):
        raise UnreadableWorkbook(
            _("This is a Word document. Copy the table into Excel and save it as .xlsx.")
        )
    if "xl/workbook.xml" in names:
        return
    if any(name.lower().endswith((".xlsx", ".xls", ".csv")) for name in names):
        raise UnreadableWorkbook(
            _("This is a zip archive. Unpack it and upload the workbook inside.")
        )
    raise not_readable()


def _look_through(part: IO[bytes], max_rows: int) -> PartFacts:
    facts = PartFacts()
    for place, piece in _pieces(part):
        _count(piece, facts, max_rows)
        facts.size = place + len(piece)
        facts.shared_count += piece.count(b'"s"') + piece.count(b"'s'")
        if b"si" in piece:
            facts.text_starts.extend(place + one.start() for one in _TEXT.finditer(piece))
        if b'"e"' in piece:
            facts.errors.update(_places(_ERROR.findall(piece)))
        if b"<f" in piece:
            facts.uncalculated.update(_formulas_without_value(piece))
        if b"hidden=" in piece:
            facts.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(piece))
        if len(facts.errors) + len(facts.uncalculated) > MOST_BROKEN:
            raise UnreadableWorkbook(
                _(
                    "More than %(count)s cells show an error such as #N/A, or a formula that was"
                    " never calculated. Open the workbook in Excel, mend them, save and upload it"
                    " again."
                )
                % {"count": MOST_BROKEN}
            )
    return facts


def _pieces(part: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The part in pieces and where each begins; none cuts a tag, and a cell only if monstrous."""
    rest, place = b"", 0
    while chunk := part.read(_CHUNK):
        if not place and not rest and chunk.startswith(_UTF_16):
            raise damaged()
        buffer = rest + chunk
        cut = max(buffer.rfind(b"<c "), buffer.rfind(b"<row"))
        if cut <= 0:
            cut = buffer.rfind(b"<")
        if cut < 0:
            place, rest = place + len(buffer), b""
            continue
        if cut:
            yield place, buffer[:cut]
        place, rest = place + cut, buffer[cut:]
        if len(rest) > _LONGEST_TAG:
            whole = _WHOLE_TAG.match(rest)
            if whole is None:
                raise damaged()
            if rest.find(b"<", 1) < 0:  # one tag and a long text, of which nothing is wanted
                yield place, whole[0]
                place, rest = place + len(rest), b""
    yield place, rest


def _refuse_copies(
    package: zipfile.ZipFile, facts: Mapping[str, PartFacts], max_bytes: int
) -> None:
    """Refuse what the copies of shared texts would take beyond ``max_bytes``, sheet by sheet.

    Only where the longest text in every cell would be too much is every cell looked up.
    """
    lengths = array("Q")
    for part in facts.values():
        if part.text_starts:
            ends = [*part.text_starts[1:], part.size]
            lengths.extend(b - a for a, b in zip(part.text_starts, ends, strict=True))
    longest = max(lengths, default=0)
    for name, part in facts.items():
        if part.shared_count * longest <= max_bytes:
            continue
        total = 0
        with package.open(name) as content:
            for _place, piece in _pieces(content):
                found = _SHARED.findall(piece)
                others = piece.count(b'"s"') + piece.count(b"'s'") - len(found)
                total += max(others, 0) * longest
                total += sum(lengths[int(n)] for n in found if int(n) < len(lengths))
                if total > max_bytes:
                    raise too_big()


def _count(piece: bytes, facts: PartFacts, max_rows: int) -> None:
    if b"<!DOCTYPE" in piece:
        raise damaged()
    places = _places_as_excel_writes(piece)
    if places is None:
        elements, referred = len(_ELEMENT.findall(piece)), _REFERENCE.findall(piece)
        facts.element_count += elements
        if elements > len(referred):
            _count_unplaced(piece, facts)
        found = set(referred)
        places = {letters for letters, _row in found}, {row for _letters, row in found}
    else:
        facts.element_count += piece.count(b"<c") + piece.count(b"<row")
        facts.cursor.row = max(map(int, places[1]), default=facts.cursor.row + 1) - 1
    columns, rows = places
    facts.row_count = max(facts.row_count, *map(int, rows), 0)
    facts.column_count = max(facts.column_count, *map(column_number, columns), 0)
    if facts.row_count > max_rows:
        raise too_long(max_rows)
    if facts.column_count > MAX_COLUMNS:
        raise too_wide()
    if max(facts.element_count, facts.row_count * facts.column_count) > MAX_CELLS:
        raise too_long(max_rows)


def _count_unplaced(piece: bytes, facts: PartFacts) -> None:
    for cell in cells_of(piece, facts.cursor):
        facts.row_count = max(facts.row_count, cell.row + 1)
        facts.column_count = max(facts.column_count, cell.column + 1)
        if cell.kind:
            kept = facts.errors if cell.kind == "error" else facts.uncalculated
            kept.add((cell.row, cell.column))


def _places_as_excel_writes(piece: bytes) -> tuple[set[bytes], set[bytes]] | None:
    """Letters and numbers of all places, several times faster, where every tag has Excel's form.

    ``None`` when a single one has not: the thorough search is for those.
    """
    cells, rows = piece.count(b"<c"), piece.count(b"<row")
    is_plain = (
        cells == piece.count(b'<c r="')
        and rows == piece.count(b'<row r="')
        and b":c" not in piece
        and b":row" not in piece
    )
    if not is_plain:
        return None
    letters, numbers = _PLAIN_LETTERS.findall(piece), _PLAIN_NUMBERS.findall(piece)
    row_numbers = _PLAIN_ROWS.findall(piece)
    if not len(letters) == len(numbers) == cells or len(row_numbers) != rows:
        return None
    return set(letters), {*numbers, *row_numbers}


def _places(found: list[tuple[bytes, bytes]]) -> Iterator[tuple[int, int]]:
    for letters, row in found:
        yield int(row) - 1, column_number(letters) - 1


def _formulas_without_value(piece: bytes) -> Iterator[tuple[int, int]]:
    for attributes, letters, row, empty in _FORMULA.findall(piece):
        if not (empty and b't="str"' in attributes):
            yield int(row) - 1, column_number(letters) - 1


def _parts_of_sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of the part of each sheet, as far as the package says."""
    try:
        book = _small_part(package, "xl/workbook.xml")
        links = _small_part(package, "xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    targets = {}
    for tag in _RELATION_TAG.findall(links):
        link = _attributes(tag)
        targets[link.get("Id", "")] = link.get("Target", "").removeprefix("/xl/")
    sheets = {}
    for tag in _SHEET_TAG.findall(book):
        sheet = _attributes(tag)
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        if key in targets:
            sheets[sheet.get("name", "")] = f"xl/{targets[key]}"
    return sheets


def _small_part(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as part:
        return part.read(_SMALL_PART).decode("utf-8", "replace")


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(tag)}


def not_readable() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _("The file is neither .xlsx nor readable text. Save it as .xlsx and upload it again.")
    )


def too_big() -> UnreadableWorkbook:
    return UnreadableWorkbook(_("The file is too large. Split it and upload the parts."))


def too_long(max_rows: int) -> UnreadableWorkbook:
    message = _(
        "The sheet has more than %(count)s rows. Delete the empty rows under the table, or split it"
        " and upload the parts."
    )
    return UnreadableWorkbook(message % {"count": max_rows})


def too_wide() -> UnreadableWorkbook:
    message = _(
        "The sheet has more than %(count)s columns. Delete the empty columns beside the table."
    )
    return UnreadableWorkbook(message % {"count": MAX_COLUMNS})


def damaged() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _("The file is damaged or not a workbook. Open it in Excel and save it as .xlsx.")
    )


def has_password() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _(
            "The workbook has a password. Open it in Excel, take the password away (File, Info,"
            " Protect Workbook), save it and upload it again."
        )
    )
