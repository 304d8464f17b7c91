"""Keeping the lease of a running job, on a connection of its own, while its worker lives."""

import datetime
import threading
import uuid
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import Job
from accounts.models.jobs import JobState

LEASE = datetime.timedelta(minutes=3)
BEAT_SECONDS = 30.0
TELL_SECONDS = 0.5


class Keeper:
    """A thread that keeps one lease and shows progress from inside the work's own transaction.

    What a transaction writes nobody sees before it ends, and an update of the job's row inside it
    would hold that row until then; so a long transaction leaves both to this second connection.
    It dies with the process: a killed worker's lease runs out.
    """

    def __init__(self, job_id: int, token: uuid.UUID) -> None:
        self.is_lost = self.is_cancel_asked = False
        self._job_id, self._token = job_id, token
        self._progress: dict[str, int] = {}
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lease-{job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=10)

    def tell(self, done: int, total: int) -> None:
        """Show this progress soon; the newest wins."""
        self._progress = {"done": done, "total": total}
        self._wake.set()

    def _keep(self) -> None:
        try:
            while not self._stop.is_set():
                self._wake.wait(BEAT_SECONDS)
                self._wake.clear()
                if self._stop.is_set():
                    return
                self._beat()
                self._stop.wait(TELL_SECONDS)
        finally:
            connection.close()

    def _beat(self) -> None:
        values: dict[str, Any] = {"lease_until": timezone.now() + LEASE, **self._progress}
        mine = Job.objects.filter(pk=self._job_id, lease_token=self._token, state=JobState.RUNNING)
        try:
            self.is_lost = not mine.update(**values)
            self.is_cancel_asked = mine.filter(is_cancel_asked=True).exists()
        except DatabaseError:
            # The work itself meets the dead database; here the next beat tries again.
            connection.close()
