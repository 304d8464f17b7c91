"""Tables as text (CSV, TSV) in the encodings offices send, read line by line."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.workbook_checks import UnreadableWorkbook, damaged, not_readable

_CHUNK = 1024 * 1024
# Signs of a file that is no text at all; a form feed and Ctrl-Z do occur.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x80-\x84\x86-\x9f\ufffe\uffff]")
_START = 64 * 1024
_LINES = 10
"""How many lines at the start tell the delimiter and the usual number of cells."""
_FEW = 3
"""With fewer delimiters in a row, those in a text prove nothing."""


class TextTable:
    """One CSV or TSV file: its encoding and delimiter found out, its rows streamed.

    Raises UnreadableWorkbook when it is no text, or in an encoding nobody knows.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            start = file.read(_START)
        _refuse_disguises(start)
        self.encoding = _encoding_of(path, start)
        with path.open(encoding=self.encoding, newline="") as file:
            lines = list(StringIO(file.read(_START), newline=""))[:_LINES]
        self.delimiter = max(",\t;", key=lambda sign: sum(line.count(sign) for line in lines))
        self._usual = self._usual_delimiters(lines)

    def rows(self) -> Iterator[list[str]]:
        """The rows, cells as typed.

        Raises UnreadableWorkbook for a cell nobody can have typed, and for a quotation mark
        without partner (in offices a mark such as " means "as above"): what stands between it
        and the next mark would be one cell, and the rows there would be gone.
        """
        taken: list[str] = []
        last: Sequence[str] = ()
        number = 0
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(_noting(file, taken), delimiter=self.delimiter)
            try:
                for number, row in enumerate(reader, start=1):  # noqa: B007 -- told at the end
                    if len(taken) > 1 or '"' in taken[0]:
                        self._refuse_unpaired(number, row, taken)
                    yield row
                    last, taken[:] = tuple(taken), ()
            except csv.Error as error:
                if len(taken) > 1:
                    raise _unpaired(number + 1) from error
                raise damaged() from error
        if self._is_open(last):
            raise _unpaired(number)

    def _usual_delimiters(self, lines: Sequence[str]) -> int:
        """How many delimiters a row has, as most of the first ones say; of equals the earliest.

        Rows without quotation marks are believed before others.
        """
        counts: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
        taken: list[str] = []
        for row in csv.reader(_noting(lines, taken), delimiter=self.delimiter):
            is_clean = not any('"' in line for line in taken)
            counts[is_clean][len(row) - 1] += len(row) > 1
            taken.clear()
        likely = +counts[True] or +counts[False]
        return max(likely, key=lambda count: likely[count], default=0)

    def _refuse_unpaired(self, number: int, row: Sequence[str], lines: Sequence[str]) -> None:
        sign = self.delimiter
        if len(lines) == 1:
            if len(row) > self._usual or "".join(row).count(sign) == 0:
                return
            if any(cell.startswith(sign) for cell in row) or not self._is_well_quoted(lines):
                raise _unpaired(number)
            return
        if not self._is_well_quoted(lines) or self._holds_another_row(row):
            raise _unpaired(number)

    def _holds_another_row(self, row: Sequence[str]) -> bool:
        """Whether cells with line breaks look like the rest of one row and the start of another.

        A cell of its own may have breaks and delimiters; two rows have twice as many as one.
        """
        sign, usual = self.delimiter, self._usual
        broken = [cell for cell in row if "\n" in cell or "\r" in cell]
        if not usual or not broken:
            return False
        if len(row) - 1 > usual or any(cell.startswith(sign) for cell in broken):
            return True
        starts_odd = any(cell[0] in "\r\n" for cell in broken)
        if usual < _FEW and not starts_odd:
            return False
        if any(line.count(sign) >= usual for c in broken for line in c.splitlines()[1:]):
            return True
        odd = [cell for cell in row if cell in broken or cell.startswith(sign)]
        return len(row) - 1 + sum(cell.count(sign) for cell in odd) >= 2 * usual

    def _is_well_quoted(self, lines: Sequence[str]) -> bool:
        try:
            list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return False
        return True

    def _is_open(self, lines: Sequence[str]) -> bool:
        """Whether a quotation mark is still open at the end: one more line would be part of it."""
        if not any('"' in line for line in lines):
            return False
        return len(list(csv.reader([*lines, "\n", "end"], delimiter=self.delimiter))) == 1


def _noting(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines, each noted when the reader takes it."""
    for line in lines:
        taken.append(line)
        yield line


def _unpaired(row: int) -> UnreadableWorkbook:
    message = _(
        "A quotation mark in row %(row)s has no partner, so that the rows after it cannot be told"
        " apart. Write the value out instead of the mark and upload the file again."
    )
    return UnreadableWorkbook(message % {"row": row})


def _refuse_disguises(start: bytes) -> None:
    """Web pages and XML that carry the name of a workbook, as some systems write them."""
    head = start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise UnreadableWorkbook(
            _(
                "This is a web page under the name of a workbook. Open it in Excel and save it as"
                " .xlsx."
            )
        )
    if head.startswith((b"%pdf", b"{\\rtf", b"rar!", b"7z\xbc\xaf")):
        raise not_readable()


def _encoding_of(path: Path, start: bytes) -> str:
    for encoding in _candidates(start):
        if _decodes(path, encoding):
            return encoding
    if b"\x00" in start:
        raise not_readable()
    raise UnreadableWorkbook(
        _(
            "The characters of this file cannot be read. Open it in Excel and save it as .xlsx, or"
            " as CSV UTF-8."
        )
    )


def _candidates(start: bytes) -> tuple[str, ...]:
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ("utf-16",)
    if b"\x00" in start[:1024]:  # no mark at the start: ASCII signs have their zero left or right
        even = start[0:1024:2].count(0)
        return ("utf-16-be",) if even > start[1:1024:2].count(0) else ("utf-16-le",)
    return ("utf-8-sig", "gb18030")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if _BINARY.search(decoder.decode(chunk)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
