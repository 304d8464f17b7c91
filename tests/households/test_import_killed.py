"""A worker that is killed while it checks or applies a ledger loses nothing and doubles nothing."""

import datetime
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import jobs, scope
from accounts.models import Job
from households.models import Counter, Household, HouseholdKind, ImportBatch, Member
from households.models.imports import ImportedHousehold, MappingMemory
from households.services import imports
from tests.households import ledgers
from tests.households.bringing import digest_of_register, upload
from tests.households.kill_at import Trap

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PIECES = (80, 60, 40)
#: Kills while checking and while applying, for each of the three ledgers: ten in all.
KILLS = ((2, 2), (2, 2), (1, 1))


def start(job_id: int, at: int) -> subprocess.Popen:
    """A worker process on the test's own database and private folder."""
    held = connection.settings_dict
    url = settings.SERVICES.database_url
    scheme, _sep, rest = url.partition("://")
    place, _slash, tail = rest.partition("/")
    _name, mark, query = tail.partition("?")
    env = os.environ | {
        "DATABASE_URL": f"{scheme}://{place}/{held['NAME']}{mark}{query}",
        "DATABASE_OWNER_URL": os.environ.get("DATABASE_OWNER_URL", settings.SERVICES.owner_url),
        "REDIS_URL": settings.SERVICES.redis_url,
        "PRIVATE_DIR": str(settings.PRIVATE_DIR),
    }
    command = [sys.executable, "-m", "tests.households.kill_at", str(job_id), str(at)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)  # noqa: S603


def finish(job_id: int) -> int:
    """Run the job to its end, as the next worker does; how many statements that took."""
    let_the_lease_run_out(job_id)
    trap = Trap(0)
    with connection.execute_wrapper(trap):
        jobs.run(job_id)
    job = Job.objects.get(pk=job_id)
    assert job.state == "done", job.failure
    return trap.count


def let_the_lease_run_out(job_id: int) -> None:
    """A dead worker's lease lasts three minutes; nobody waits for that here."""
    Job.objects.filter(pk=job_id).update(lease_until=timezone.now() - datetime.timedelta(hours=1))


def kill(job_id: int, at: int) -> None:
    """Start the job and kill its worker before its ``at``-th statement."""
    let_the_lease_run_out(job_id)
    with start(job_id, at) as worker:
        assert worker.stdout.readline().strip() == "here"
        worker.send_signal(signal.SIGKILL)
    assert worker.returncode == -signal.SIGKILL
    assert Job.objects.get(pk=job_id).state == "running"


def take_in(by, homes, chance, kills, lengths) -> None:
    """One ledger from upload to register, its workers killed on the way."""
    batch = upload(by, homes)
    for turn, job_id in enumerate((batch.check_job_id, None)):
        if job_id is None:
            with scope.user_scope(by):
                job_id = imports.apply(by=by, batch=batch).apply_job_id
        for _kill in range(kills[turn]):
            kill(job_id, chance.randint(2, lengths[turn]))
        finish(job_id)
    with scope.user_scope(by):
        batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.state == "applied"
    assert batch.rows_imported + batch.rows_refused == batch.rows_read == sum(map(len, homes))


def take_in_unkilled(by, homes) -> tuple[int, int]:
    """One ledger as it goes without a kill: the statements of the check and of applying."""
    batch = upload(by, homes)
    checked = finish(batch.check_job_id)
    with scope.user_scope(by):
        applied = finish(imports.apply(by=by, batch=batch).apply_job_id)
    return checked, applied


def empty_the_register() -> None:
    with scope.whole_city("a test begins anew"), connection.cursor() as cursor:
        for model in (ImportedHousehold, ImportBatch, MappingMemory, HouseholdKind, Member):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        Household.objects.all()._raw_delete("default")
        Counter.objects.all().delete()


def test_ten_kills_leave_the_register_as_no_kill_does(caseworker):
    """Three ledgers, the later ones changing households of the earlier; chance is seeded."""
    first = ledgers.households(PIECES[0], seed=1)
    second = [*first[: PIECES[1] // 2], *ledgers.households(PIECES[1] // 2, seed=2)]
    for home in second[::2]:
        home[0][9] = "新址"
    all_three = (first, second, ledgers.households(PIECES[2], seed=3))
    lengths = [take_in_unkilled(caseworker, homes) for homes in all_three]
    unkilled = digest_of_register()
    empty_the_register()
    chance = random.Random(20261124)
    for homes, kills, length in zip(all_three, KILLS, lengths, strict=True):
        take_in(caseworker, homes, chance, kills, length)
    assert digest_of_register() == unkilled
