"""A ledger of 100,000 rows: seconds to check and to apply, peak memory, beside calamine alone.

Run with ``python -m benchmarks.importing [--rows N]``; prints one JSON line for each part. It works
in a scratch database of its own, made and dropped here; the work runs in this process as a worker
runs it. Targets: check and apply within 300 seconds, at most 1 GB.
"""

import argparse
import json
import os
import resource
import tempfile
from pathlib import Path
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.test.utils import override_settings  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from accounts import jobs, scope  # noqa: E402
from accounts.models import Area, Job  # noqa: E402
from accounts.models.users import Role  # noqa: E402
from benchmarks._scratch import scratch_database  # noqa: E402
from households.models import Household, ImportBatch, Member  # noqa: E402
from households.services import imports  # noqa: E402
from tests.factories import accounts as people  # noqa: E402
from tests.households import ledgers  # noqa: E402
from tests.households.bringing import choose_guessed  # noqa: E402

COUNTY = "211224000000"
TOWN = "211224105000"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with (
        scratch_database("bench"),
        tempfile.TemporaryDirectory() as folder,
        override_settings(PRIVATE_DIR=Path(folder)),
    ):
        measure(Path(folder), rows)


def measure(folder: Path, rows: int) -> None:
    people.load_real_areas()
    by = people.user(Role.COUNTY_SECTION_CHIEF, COUNTY, "bench.chief", "股长")
    path = folder / "ledger.xlsx"
    write_ledger(path, rows)
    say("calamine alone", rows, alone := timed(read_alone, path))
    before = peak()
    with scope.user_scope(by):
        started = perf_counter()
        batch, _new = imports.upload(by=by, file_name="l.xlsx", blocks=[path.read_bytes()])
        say("upload", rows, perf_counter() - started)
        batch = choose_guessed(by, batch)
    checked = timed(run, batch.check_job_id)
    say("check", rows, checked, ratio=round(checked / alone, 1), peak_mb=peak(), before_mb=before)
    with scope.user_scope(by):
        batch = imports.apply(by=by, batch=ImportBatch.objects.get(pk=batch.pk))
    applied = timed(run, batch.apply_job_id)
    say("apply", rows, applied, ratio=round(applied / alone, 1), peak_mb=peak())
    both = checked + applied
    say("import", rows, both, target=300, ratio=round(both / alone, 1), peak_mb=peak())
    with scope.user_scope(by):
        done = ImportBatch.objects.get(pk=batch.pk)
        facts = {"imported": done.rows_imported, "refused": done.rows_refused}
        facts |= {"households": Household.objects.count(), "members": Member.objects.count()}
    print(json.dumps({"benchmark": "importing result", "read": done.rows_read, **facts}))


def write_ledger(path: Path, rows: int) -> None:
    """As many households as make that many rows, in the villages of one township."""
    town = Area.objects.get(pk=TOWN)
    names = sorted(
        village.name.replace("村民委员会", "村")
        for village in Area.objects.villages().within(town)
        if village.code[9] == "2"
    )
    homes, made = [], 0
    for home in ledgers.households(rows, villages=[n for n in names if "村村" not in n][1:]):
        homes.append(home)
        made += len(home)
        if made >= rows:
            break
    ledgers.write(path, homes)


def read_alone(path: Path) -> None:
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        for _row in book.get_sheet_by_index(0).iter_rows():
            pass


def run(job_id: int) -> None:
    jobs.run(job_id)
    job = Job.objects.get(pk=job_id)
    assert job.state == "done", job.failure


def timed(act, argument) -> float:
    started = perf_counter()
    act(argument)
    return perf_counter() - started


def peak() -> int:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(name: str, rows: int, seconds: float, **further: float) -> None:
    line = {"benchmark": f"importing {name}", "rows": rows, "seconds": round(seconds, 2)}
    print(json.dumps(line | further, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
