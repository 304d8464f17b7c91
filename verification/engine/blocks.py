"""Cut a UTF-8 stream into blocks of whole records, held in memory while DuckDB reads them."""

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verification.engine.transcode import Read

BLOCK_SIZE = 16 << 20
#: One record never takes more; beyond it a quotation mark was left open.
LONGEST_RECORD = 256 << 10
_BLANK_LINE = re.compile(rb"(?<=\n)(\r?\n)")


class UnclosedQuotation(Exception):
    """A quotation mark stays open too long; ``record`` counts from 1 within the block."""

    def __init__(self, record: int) -> None:
        self.record = record
        super().__init__(record)


def cut_blocks(read: Read, size: int = BLOCK_SIZE) -> Iterator[bytes]:
    """Blocks of whole records, cut at line ends outside quotation marks.

    Raises ``UnclosedQuotation`` when no record ends within ``LONGEST_RECORD``.
    """
    rest = b""
    while chunk := read(size):
        rest += chunk
        end = _end_of_records(rest)
        if end:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > LONGEST_RECORD:
            raise UnclosedQuotation(1)
    if rest:
        yield rest


def cut_first_record(block: bytes) -> tuple[str, int]:
    """The first record's text and how many bytes it takes with its line end."""
    end = 0
    while True:
        newline = block.find(b"\n", end)
        end = len(block) if newline < 0 else newline + 1
        if newline < 0 or block.count(b'"', 0, end) % 2 == 0:
            return block[:end].decode("utf-8", "replace").rstrip("\r\n"), end


def pad_blank_lines(block: bytes, delimiter: str) -> bytes:
    """Put a separator on each blank line outside quotation marks: DuckDB would skip it
    and the rows below would be numbered too low."""
    if not (block.startswith((b"\n", b"\r\n")) or b"\n\n" in block or b"\n\r\n" in block):
        return block
    filler = delimiter.encode()
    parts = block.split(b'"')
    parts[::2] = [_BLANK_LINE.sub(lambda end: filler + end[1], part) for part in parts[::2]]
    padded = b'"'.join(parts)
    return filler + padded if padded.startswith((b"\n", b"\r\n")) else padded


def count_lines(block: bytes) -> int:
    """Physical lines of a block, the last one counted without a line end too."""
    return block.count(b"\n") + (not block.endswith(b"\n"))


@contextmanager
def readable_block(block: bytes, workspace: Path) -> Iterator[str]:
    """A path DuckDB can read the block from, gone afterwards.

    Anonymous memory where the system has it: no byte of the agency's file touches a disk, and
    the kernel frees it even if this process is killed. Elsewhere a file in the private workspace.
    """
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("block")
        try:
            with open(descriptor, "wb", closefd=False) as file:
                file.write(block)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
        return
    path = workspace / f"{os.urandom(8).hex()}.csv"
    try:
        path.write_bytes(block)
        yield str(path)
    finally:
        path.unlink(missing_ok=True)


def _end_of_records(block: bytes) -> int:
    end = block.rfind(b"\n") + 1
    if block.count(b'"', 0, end) % 2 == 0:
        return end
    return _end_by_parsing(block[:end])


def _end_by_parsing(block: bytes) -> int:
    """The end of the last whole record when quotation marks do not pair up at the last line."""
    lines = block.decode("utf-8", "replace").split("\n")
    reader = csv.reader(line + "\n" for line in lines[:-1])
    whole = record = 0
    try:
        for record, _row in enumerate(reader, 1):  # noqa: B007 (named in the error)
            if reader.line_num < len(lines) - 1:
                whole = reader.line_num
    except csv.Error:
        raise UnclosedQuotation(record + 1) from None
    return len(("\n".join(lines[:whole]) + "\n").encode()) if whole else 0
