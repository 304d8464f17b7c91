"""Tables as text (CSV, TSV) in the encodings offices send, read line by line."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.workbook_checks import UnreadableWorkbook, damaged, not_readable

_CHUNK = 1024 * 1024
# Signs of a file that is no text at all; a form feed and Ctrl-Z do occur.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x80-\x84\x86-\x9f\ufffe\uffff]")
_START = 64 * 1024


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
        self.delimiter = self._delimiter()

    def rows(self) -> Iterator[list[str]]:
        """The rows, cells as typed. Raises UnreadableWorkbook for a cell nobody can have typed."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                yield from csv.reader(file, delimiter=self.delimiter)
            except csv.Error as error:
                raise damaged() from error

    def _delimiter(self) -> str:
        with self.path.open(encoding=self.encoding, newline="") as file:
            start = file.read(_START)
        lines = start.splitlines()[:10]
        return max(",\t;", key=lambda sign: sum(line.count(sign) for line in lines))


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
