"""Writes the smallest real .xls (BIFF8 in a compound file): nothing else here can write one."""

import struct
from collections.abc import Sequence
from pathlib import Path

from foundation.cell_values import BrokenCell

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Cell = str | float | int | None
Merge = tuple[int, int, int, int]


def write_xls(
    path: Path,
    rows: Sequence[Sequence[Cell]],
    *,
    merges: Sequence[Merge] = (),
    name: str = "Sheet1",
    has_password: bool = False,
) -> Path:
    """One sheet; ``ERROR`` is #N/A, typed in even columns and the result of a formula in odd ones.

    ``merges`` are (first row, first column, last row, last column), 0-based.
    """
    sheet = _sheet(rows, merges)
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    if has_password:
        start += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + b"\0" * 48)
    start += _record(0x0042, struct.pack("<H", 1200))
    length = len(start) + len(_bound(name, 0)) + len(_record(0x000A, b""))
    book = start + _bound(name, length) + _record(0x000A, b"") + sheet
    path.write_bytes(_compound(book))
    return path


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bound(name: str, position: int) -> bytes:
    text = name.encode("utf-16-le")
    return _record(0x0085, struct.pack("<IHBB", position, 0, len(name), 1) + text)


def _sheet(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge]) -> bytes:
    parts = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))]
    width = max((len(row) for row in rows), default=0)
    parts.append(_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", line, column, 0)
            if isinstance(value, BrokenCell):
                parts.append(_error(place, is_formula=bool(column % 2)))
            elif isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                parts.append(_record(0x0204, place + text))
            elif value is not None:
                parts.append(_record(0x0203, place + struct.pack("<d", value)))
    if merges:
        blocks = [
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges
        ]
        parts.append(_record(0x00E5, struct.pack("<H", len(merges)) + b"".join(blocks)))
    parts.append(_record(0x000A, b""))
    return b"".join(parts)


def _error(place: bytes, *, is_formula: bool) -> bytes:
    """#N/A, typed or as the value of ``=NA()``."""
    if not is_formula:
        return _record(0x0205, place + bytes((0x2A, 1)))
    value = bytes((2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF))
    tokens = struct.pack("<BH", 0x21, 10)
    return _record(0x0006, place + value + struct.pack("<HIH", 0, 0, len(tokens)) + tokens)


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream; short ones are padded past the small streams."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    stream = stream.ljust(count * SECTOR, b"\0")
    sectors = 0
    while sectors * (SECTOR // 4) < count + 1 + sectors:
        sectors += 1
    chain = [*range(1, count), END, END, *[FAT] * sectors]
    fat = chain + [FREE] * (sectors * (SECTOR // 4) - len(chain))
    listed = [*range(count + 1, count + 1 + sectors)]
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6,
        0, sectors, count, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *listed, *[FREE] * (109 - len(listed)))
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 0, len(stream))
    directory = directory.ljust(SECTOR, b"\0")
    return header + stream + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII16sI8s8sIQ",
        len(text), kind, 1, FREE, FREE, child, b"\0" * 16, 0, b"\0" * 8, b"\0" * 8, start, size,
    )  # fmt: skip
