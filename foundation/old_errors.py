"""Finds the cells of an old workbook (.xls) that show an error, which its reader passes over.

Source: [MS-CFB] for the compound file, [MS-XLS] 2.4.28 BoundSheet8, 2.4.24 BoolErr, 2.4.127 Formula
and 2.5.133 FormulaValue for the records.
"""

import struct
from collections.abc import Iterator

Places = list[tuple[int, int]]
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, no sectors."""
_BOUND_SHEET, _FORMULA, _BOOL_ERROR, _BEGIN, _CLOSE = 0x0085, 0x0006, 0x0205, 0x0809, 0x000A
_HEADER_SECTORS = 109
_LARGEST_POWER = 12
_MOST_SECTORS = 1 << 18


def error_cells(content: bytes) -> list[Places]:
    """Of each sheet in order, (row, column) from 0 of the cells that show an error.

    Raises ValueError, struct.error or IndexError for a file that is not sound.
    """
    book = _stream(content, ("Workbook", "Book"))
    starts = [
        struct.unpack_from("<I", data)[0]
        for kind, data in _records(book, 0)
        if kind == _BOUND_SHEET
    ]
    return [list(_errors(book, start)) for start in starts]


def _errors(book: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, data in _records(book, start):
        if kind == _BOOL_ERROR:
            row, column, _look, _value, is_error = struct.unpack_from("<HHHBB", data)
        elif kind == _FORMULA:
            row, column, _look = struct.unpack_from("<HHH", data)
            is_error = data[6] == 2 and data[12:14] == b"\xff\xff"
        else:
            continue
        if is_error:
            yield row, column


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Of one part of the stream, up to its end; charts inside a sheet are passed over."""
    depth = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        depth += (kind == _BEGIN) - (kind == _CLOSE)
        if depth <= 1:
            yield kind, book[place + 4 : place + 4 + length]
        if depth <= 0:
            return
        place += 4 + length


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    powers = struct.unpack_from("<HH", content, 30)
    if max(powers) > _LARGEST_POWER:
        raise ValueError("sectors of an impossible size")
    sector, small = (1 << power for power in powers)
    fat = _table(content, sector)
    first_entry, cutoff, first_small = (
        struct.unpack_from("<I", content, place)[0] for place in (48, 56, 60)
    )
    entries = _chain(content, fat, first_entry, sector, 1)
    root: tuple[int, int] = (_END, 0)
    for place in range(0, len(entries), 128):
        length, kind = struct.unpack_from("<HB", entries, place + 64)
        start, size = struct.unpack_from("<II", entries, place + 116)
        if kind == 5:
            root = start, size
        name = entries[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        if kind != 2 or name not in names:
            continue
        if size >= cutoff:
            return _chain(content, fat, start, sector, 1)[:size]
        packed = _chain(content, fat, root[0], sector, 1)[: root[1]]
        links = _chain(content, fat, first_small, sector, 1)
        table = struct.unpack(f"<{len(links) // 4}I", links)
        return _chain(packed, table, start, small, 0)[:size]
    raise ValueError("no workbook in the file")


def _table(content: bytes, sector: int) -> tuple[int, ...]:
    listed = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", content, 76))
    further, count = struct.unpack_from("<II", content, 68)
    for _more in range(min(count, _MOST_SECTORS)):
        if further >= _END:
            break
        *found, further = struct.unpack_from(f"<{sector // 4}I", content, (further + 1) * sector)
        listed += found
    parts = (content[(n + 1) * sector : (n + 2) * sector] for n in listed if n < _END)
    links = b"".join(parts)
    return struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4])


def _chain(content: bytes, table: tuple[int, ...], start: int, size: int, header: int) -> bytes:
    """The sectors one after the other; a chain in a circle is not sound."""
    parts: list[bytes] = []
    while start < _END:
        if len(parts) > len(table):
            raise ValueError("a chain without end")
        parts.append(content[(start + header) * size : (start + header + 1) * size])
        start = table[start]
    return b"".join(parts)
