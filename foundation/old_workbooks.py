"""The old Excel format (.xls), read by a process of its own with little memory and time.

The reader stops dead or takes all memory over some damaged files; it may do so alone. Run as
``python -m foundation.old_workbooks FILE MOST [SHEET]`` it writes JSON lines: the sheets with
[name, is hidden, rows, columns, merges, error cells], then of SHEET, or of each, up to MOST rows,
an empty line after the rows of each.
"""

import json
import os
import resource
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from foundation.old_errors import Places, error_cells

MAX_MEMORY = 1536 * 1024 * 1024
MAX_SECONDS = 120
ALL = -1
PASSWORD, DAMAGED = 3, 4
"""How the process ends when it cannot read the file."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


# [name, is hidden, rows, columns, merges, error cells]
OldSheet = tuple[str, bool, int, int, list[list[int]], Places]


class OldWorkbook:
    """What the process said about a file, kept in a nameless file that goes with this object."""

    def __init__(self, path: Path, sheet: str | None = None, *, most: int | None = None) -> None:
        """Keep the rows of ``sheet``, or ``most`` of every sheet. Raises PasswordError or
        CalamineError.
        """
        self._lines: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as this lives
        command = [sys.executable, "-m", "foundation.old_workbooks", str(path.absolute())]
        command.append(str(ALL if most is None else most))
        if sheet is not None:
            command.append(sheet)
        root = Path(__file__).resolve().parent.parent
        try:
            done = subprocess.run(  # noqa: S603 -- our own module
                command, cwd=root, stdin=subprocess.DEVNULL, stdout=self._lines,
                stderr=subprocess.DEVNULL, timeout=MAX_SECONDS * 2, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise CalamineError("too slow") from error
        if done.returncode == PASSWORD:
            raise PasswordError("password")
        if done.returncode:
            raise CalamineError(f"ended with {done.returncode}")
        self._lines.seek(0)
        self.sheets: list[OldSheet] = json.loads(self._lines.readline())
        self._kept = [name for name, *_rest in self.sheets if sheet in (None, name)]
        self._start = self._lines.tell()

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        """The rows kept of a sheet; several readings may go on at once."""
        place, others = self._start, self._kept.index(sheet)
        while True:
            self._lines.seek(place)
            lines = self._lines.readlines(1024 * 1024)
            place = self._lines.tell()
            for line in lines:
                if line == b"\n":
                    others -= 1
                elif not others:
                    yield json.loads(line, object_hook=_from_json)
                if others < 0:
                    return


def _from_json(value: dict[str, str]) -> date | str:
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["at"]) if "at" in value else value["text"]


def _to_json(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else {"text": str(value)}


def _errors(path: Path, book: CalamineWorkbook) -> list[Places]:
    """The error cells of each sheet; none where the file is too odd for the second reading."""
    none: list[Places] = [[] for _sheet in book.sheets_metadata]
    try:
        found = error_cells(path.read_bytes())
    except (ValueError, IndexError, struct.error):
        return none
    return found if len(found) == len(none) else none


def _write(path: Path, most: int, sheet: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / "old.xls"  # the format is told by the name
        named.symlink_to(path)
        book = CalamineWorkbook.from_path(str(named))
    found: list[OldSheet] = []
    for facts, errors in zip(book.sheets_metadata, _errors(path, book), strict=True):
        if facts.typ == SheetTypeEnum.WorkSheet:
            one = book.get_sheet_by_name(facts.name)
            row, column = one.end or (-1, -1)
            merges = [[*start, *end] for start, end in one.merged_cell_ranges or []]
            is_hidden = facts.visible != SheetVisibleEnum.Visible
            found.append((facts.name, is_hidden, row + 1, column + 1, merges, errors))
    sys.stdout.write(json.dumps(found) + "\n")
    for name, *_rest in found:
        if sheet in (None, name):
            chosen = book.get_sheet_by_name(name)
            rows = chosen.iter_rows() if chosen.start is not None else iter(())
            for cells in rows if most == ALL else islice(rows, most):
                sys.stdout.write(json.dumps(cells, default=_to_json) + "\n")
            sys.stdout.write("\n")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, most = Path(sys.argv[1]), int(sys.argv[2])
    sheet = sys.argv[3] if len(sys.argv) > 3 else None
    if _ENCRYPTED in path.read_bytes():
        return PASSWORD
    try:
        _write(path, most, sheet)
        sys.stdout.flush()
    except PasswordError:
        return PASSWORD
    except BaseException:  # noqa: BLE001 -- a panic of the reader is no Exception
        return DAMAGED
    return 0


if __name__ == "__main__":
    os._exit(main())
