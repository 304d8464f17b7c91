"""L1 against openpyxl write-only on the same cells in one run; where a register is, read from it.

JSON lines: the writer alone on made-up rows, then (with households in the database) the whole
ledger from the tables to the file. Target: ratio at most 0.6.
"""

import argparse
import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from openpyxl import Workbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from accounts import scope  # noqa: E402
from accounts.ledger_requests import LedgerFilters  # noqa: E402
from accounts.models import Area, User  # noqa: E402
from accounts.models.users import Role  # noqa: E402
from foundation.ledger_rows import Value  # noqa: E402
from foundation.spreadsheets import write_ledger  # noqa: E402
from reports.ledgers import l1  # noqa: E402

CITY = "211200000000"
ON = date(2021, 6, 18)


def made_up(count: int) -> Iterator[list[Value]]:
    """Rows as full as those of visited households, by the declared kinds of their columns."""
    kinds = [leaf.kind for leaf in l1.LEDGER.leaves]
    for number in range(count):
        row: list[Value] = []
        for position, kind in enumerate(kinds):
            if kind == "integer":
                row.append(number * position % 7)
            elif kind == "money":
                row.append(Decimal(number * 37 % 90_000) / 100)
            elif kind == "date":
                row.append(ON)
            else:
                row.append(f"第{number % 1471}村{position}号" if position % 4 else "")
        yield row


def ours(path: Path, rows: Iterable[Sequence[Value]]) -> tuple[float, int]:
    started = time.perf_counter()
    facts = write_ledger(
        path,
        l1.LEDGER,
        rows,
        region="铁岭市",
        cut_off=ON,
        reported_by="铁岭市民政局",
        data_notes={},
    )
    return time.perf_counter() - started, facts.row_count


def theirs(path: Path, rows: Iterable[Sequence[Value]]) -> float:
    started = time.perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    book.save(path)
    return time.perf_counter() - started


def say(name: str, rows: int, seconds: float, baseline: float) -> None:
    line = {
        "benchmark": name,
        "rows": rows,
        "columns": len(l1.LEDGER.leaves) + 1,
        "seconds": round(seconds, 2),
        "baseline_seconds": round(baseline, 2),
        "ratio": round(seconds / baseline, 3),
        "target": 0.6 if name == "ledger_l1" else None,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def from_the_register(folder: Path) -> None:
    """The whole ledger of the city as its manager asks for it, if there is a register."""
    manager = User.objects.filter(roles__role=Role.CITY_MANAGER, is_active=True).first()
    if manager is None:
        return
    with scope.user_scope(manager):
        filters = LedgerFilters(area=Area.objects.get(pk=CITY), on=date.today())  # noqa: DTZ011
        seconds, count = ours(folder / "register.xlsx", l1.rows(manager, filters))
    if count:
        baseline = theirs(folder / "baseline.xlsx", made_up(count))
        say("ledger_l1_from_register", count, seconds, baseline)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=120_000)
    count = parser.parse_args().rows
    with TemporaryDirectory() as name:
        folder = Path(name)
        seconds, written = ours(folder / "ours.xlsx", made_up(count))
        say("ledger_l1", written, seconds, theirs(folder / "theirs.xlsx", made_up(count)))
        from_the_register(folder)


if __name__ == "__main__":
    main()
