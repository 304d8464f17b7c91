"""Asking for long work and running it exactly once, whatever dies meanwhile (后台任务)."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory import context

from accounts import audit, scope
from accounts.leases import LEASE, Keeper
from accounts.models import Job
from accounts.models.jobs import JobState
from config.celery import app
from foundation.encryption import seal_bytes, unseal_bytes

RESULT_LIFE = datetime.timedelta(days=7)
MAX_ATTEMPTS = 5
RUN_TASK = "accounts.tasks.run_job"


class LeaseLost(Exception):
    """Another worker has taken the job over; this one stops writing."""


class Cancelled(Exception):
    """The person who asked for the job has cancelled it."""


class JobFailed(Exception):
    """The work cannot be done, with words for the person who asked."""


@dataclass(frozen=True)
class Kind:
    name: str
    run: Callable[["Running"], None]


KINDS: dict[str, Kind] = {}


def job_kind(name: str) -> Callable[[Callable[["Running"], None]], Callable[["Running"], None]]:
    """Register a function as the work of jobs of this kind.

    The function must be safe to run twice from the start: delete-and-rewrite, or keyed inserts.
    """

    def register(run: Callable[["Running"], None]) -> Callable[["Running"], None]:
        KINDS[name] = Kind(name, run)
        return run

    return register


class Running:
    """The handle a running job gets: progress, cancelling and the result file, fenced.

    Inside a transaction of the work's own only ``progress`` may be called: it goes through the
    keeper's connection, and is seen at once.
    """

    def __init__(self, job: Job, token: uuid.UUID):
        self.job, self.token, self.params, self.by = job, token, job.params, job.asked_by
        self.keeper: Keeper | None = None
        self._was_atomic = connection.in_atomic_block

    def _write(self, **values: Any) -> None:
        mine = Job.objects.filter(pk=self.job.pk, lease_token=self.token, state=JobState.RUNNING)
        if not mine.update(lease_until=timezone.now() + LEASE, **values):
            raise LeaseLost(self.job.pk)

    def progress(self, done: int, total: int) -> None:
        """Show ``done`` of ``total`` and keep the lease; raises ``Cancelled`` or ``LeaseLost``."""
        if self.keeper and connection.in_atomic_block and not self._was_atomic:
            self.keeper.tell(done, total)
            if self.keeper.is_lost:
                raise LeaseLost(self.job.pk)
            if self.keeper.is_cancel_asked:
                raise Cancelled(self.job.pk)
            return
        self._write(done=done, total=total)
        if Job.objects.filter(pk=self.job.pk, is_cancel_asked=True).exists():
            raise Cancelled(self.job.pk)

    def fence(self) -> None:
        """Inside a transaction: what it writes counts only if the job is still this worker's.

        The job's row stays locked until the transaction ends, so call it last; raises LeaseLost.
        """
        mine = Job.objects.filter(pk=self.job.pk, lease_token=self.token, state=JobState.RUNNING)
        if not mine.select_for_update(of=("self",)).values_list("pk", flat=True):
            raise LeaseLost(self.job.pk)

    def row_error(self, row: int, message: str) -> None:
        """Note what is wrong with one row; at most a thousand are kept."""
        if len(self.job.row_errors) < 1000:
            self.job.row_errors.append({"row": row, "message": message})
            self._write(row_errors=self.job.row_errors)

    def result(self, **values: Any) -> None:
        """Facts about the result that the page shows."""
        self.job.result |= values
        self._write(result=self.job.result)

    def attach(self, path: Path, name: str) -> None:
        """Keep a file as the job's result: encrypted, outside the web root, for a week."""
        folder = settings.PRIVATE_DIR / "jobs"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stored = f"{self.job.uuid}-{self.token.hex[:8]}"
        (folder / stored).write_bytes(
            seal_bytes(path.read_bytes(), bound_to=f"job:{self.job.uuid}")
        )
        self._write(result_file=stored, result_name=name, expires_at=timezone.now() + RESULT_LIFE)


def ask(*, kind: str, title: str, by, params: Mapping[str, Any], key: str = "") -> Job:
    """Ask for a job in the current transaction; the worker is only nudged after commit.

    ``key`` makes it idempotent: the same key gives the same job.
    """
    job, created = Job.objects.get_or_create(
        key=key or uuid.uuid4().hex,
        defaults={
            "kind": KINDS[kind].name,
            "title": title,
            "asked_by": by,
            "area_id": by.area_id,
            "params": dict(params),
        },
    )
    if created:
        nudge(job.pk)
    return job


def nudge(job_id: int) -> None:
    """Tell the workers after commit; a dead broker is no harm, the sweep picks the job up."""
    transaction.on_commit(lambda: _send(job_id), robust=True)


def _send(job_id: int) -> None:
    app.send_task(RUN_TASK, args=[job_id], retry=False)


def _take(job_id: int) -> Running | None:
    now, token = timezone.now(), uuid.uuid4()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        lease_token=token,
        lease_until=now + LEASE,
        started_at=now,
        attempts=F("attempts") + 1,
        done=0,
        row_errors=[],
        failure="",
    )
    if not taken:
        return None
    job = Job.objects.select_related("asked_by__area").get(pk=job_id)
    return Running(job, token)


def run(job_id: int) -> None:
    """Run one job in the scope and name of the person who asked.

    A second copy finds the lease taken.
    """
    running = _take(job_id)
    if running is None:
        return
    job = running.job
    if job.attempts > MAX_ATTEMPTS:
        _finish(running, JobState.FAILED, _("Tried too often without success."))
        return
    try:
        with (
            Keeper(job.pk, running.token) as running.keeper,
            scope.user_scope(job.asked_by),
            context(user=job.asked_by_id, job=job.pk),
        ):
            KINDS[job.kind].run(running)
    except LeaseLost:
        return
    except Cancelled:
        _finish(running, JobState.CANCELLED)
    except JobFailed as failure:
        _finish(running, JobState.FAILED, str(failure))
    except Exception:
        _finish(running, JobState.FAILED, _("Something went wrong; the operators can see it."))
        raise
    else:
        _finish(running, JobState.DONE)


def _finish(running: Running, state: str, failure: str = "") -> None:
    Job.objects.filter(pk=running.job.pk, lease_token=running.token).update(
        state=state, failure=failure, finished_at=timezone.now(), lease_token=None
    )


def sweep() -> int:
    """Send again what waits or whose worker has died; returns how many were sent."""
    now = timezone.now()
    left = Job.objects.filter(
        Q(state=JobState.WAITING, asked_at__lt=now - datetime.timedelta(seconds=10))
        | Q(state=JobState.RUNNING, lease_until__lt=now)
    ).values_list("pk", flat=True)[:200]
    for pk in left:
        _send(pk)
    return len(left)


def cancel(*, job: Job, by) -> None:
    """Ask a job to stop; a waiting one stops at once, a running one at its next progress."""
    Job.objects.filter(pk=job.pk, asked_by=by).update(is_cancel_asked=True)
    Job.objects.filter(pk=job.pk, asked_by=by, state=JobState.WAITING).update(
        state=JobState.CANCELLED, finished_at=timezone.now()
    )


def open_result(*, job: Job, by) -> bytes:
    """The result file's bytes for the person who asked; recorded as a download."""
    if job.asked_by_id != by.pk or not job.has_result_file:
        raise FileNotFoundError(job.pk)
    blob = (settings.PRIVATE_DIR / "jobs" / job.result_file).read_bytes()
    audit.record(by=by, action="job.downloaded", target=job, detail={"name": job.result_name})
    return unseal_bytes(blob, bound_to=f"job:{job.uuid}")


def expire() -> int:
    """Delete result files past their life; returns how many."""
    stale = Job.objects.filter(expires_at__lt=timezone.now()).exclude(result_file="")
    for job in stale:
        (settings.PRIVATE_DIR / "jobs" / job.result_file).unlink(missing_ok=True)
    return stale.update(result_file="")
