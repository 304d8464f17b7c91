"""Reads what people upload: Excel and CSV, sizes checked before anything is opened."""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

MAX_COLUMNS = 256
# An attribute's value may hold ">" but never "<"; stopping there also keeps the search linear.
_REFERENCE = re.compile(
    rb"<(?:\w+:)?(?:c|row)\s(?:[^<]*?\s)?r\s*=\s*[\"']\s*\$?([A-Za-z]{0,3})\$?(\d{1,10})"
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Main parts of .xlsb and .ods, whose cells cannot be counted beforehand.
_OTHER_FORMATS = frozenset(("xl/workbook.bin", "content.xml"))
_OLE = b"\xd0\xcf\x11\xe0"


class UnreadableWorkbook(ValueError):
    """The uploaded file cannot be used; the message tells the person what to do."""


def read_workbook(
    path: Path, *, max_rows: int = 50_000, max_bytes: int = 100 * 1024 * 1024
) -> list[list[str]]:
    """All cells of the first sheet as text, header rows included, empty rows at the end dropped.

    ``max_bytes`` limits the file unpacked. Whole numbers come without decimals, dates as
    ``2021-06-18``. Raises ``UnreadableWorkbook`` in the reader's language.
    """
    if path.stat().st_size > max_bytes:
        raise _too_big()
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        raise UnreadableWorkbook(
            _("This workbook is in the old .xls format or has a password. Save it as .xlsx.")
        )
    if start == b"PK\x03\x04":
        _check_package(path, max_rows, max_bytes)
        rows = _excel_rows(path)
    else:
        rows = _csv_rows(path.read_bytes(), max_rows)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _check_package(path: Path, max_rows: int, max_bytes: int) -> None:
    """Refuse packages that unpack to too much or place a cell absurdly far out.

    The reader lays cells out as a full rectangle, so one cell in the last row and column would
    take all memory.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > max_bytes:
                raise _too_big()
            # Sizes in the directory may lie; reading with checksums finds that out.
            if package.testzip() is not None:
                raise _damaged()
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names or names & _OTHER_FORMATS:
                raise _not_readable()
            for member in members:  # a sheet may have any name, so every part is looked at
                _check_part(package.read(member), max_rows)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _damaged() from error


def _check_part(content: bytes, max_rows: int) -> None:
    if content.startswith(_UTF_16) or b"<!DOCTYPE" in content:
        raise _damaged()
    for letters, digits in _REFERENCE.findall(content):
        if int(digits) > max_rows:
            raise _too_long(max_rows)
        if _column_number(letters) > MAX_COLUMNS:
            raise UnreadableWorkbook(
                _("The sheet has more than %(count)s columns.") % {"count": MAX_COLUMNS}
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _excel_rows(path: Path) -> list[list[str]]:
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            return [
                [_text(value) for value in row]
                for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)
            ]
    except (CalamineError, IndexError) as error:
        raise _damaged() from error


def _text(value: str | float | bool | date | datetime | time | timedelta) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value).strip()


def _csv_rows(content: bytes, max_rows: int) -> list[list[str]]:
    text = _decoded(content)
    header = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=header.count)
    rows: list[list[str]] = []
    try:
        for row in _csv_lines(text, delimiter):
            if len(rows) >= max_rows:
                raise _too_long(max_rows)
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise _damaged() from error
    return rows


def _csv_lines(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _decoded(content: bytes) -> str:
    encodings = (
        ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    )
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _not_readable()


def _not_readable() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _("The file is neither .xlsx nor readable text. Save it as .xlsx and upload it again.")
    )


def _too_big() -> UnreadableWorkbook:
    return UnreadableWorkbook(_("The file is too large. Split it and upload the parts."))


def _too_long(max_rows: int) -> UnreadableWorkbook:
    message = _("The sheet has more than %(count)s rows. Split it and upload the parts.")
    return UnreadableWorkbook(message % {"count": max_rows})


def _damaged() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        _("The file is damaged or not a workbook. Open it in Excel and save it as .xlsx.")
    )
