"""A worker of its own process that runs one job and waits to be killed at one statement.

``python -m tests.households.kill_at JOB STATEMENT``: before its STATEMENT-th SQL statement the
process says so and waits for the SIGKILL; 0 never waits.
"""

import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from accounts import jobs  # noqa: E402


class Trap:
    """Counts statements; at the chosen one the process waits to die."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.count == self.at:
            print("here", flush=True)
            signal.pause()
        return execute(sql, params, many, context)


def main() -> None:
    job, at = int(sys.argv[1]), int(sys.argv[2])
    trap = Trap(at)
    with connection.execute_wrapper(trap):
        jobs.run(job)
    print(f"done {trap.count}", flush=True)


if __name__ == "__main__":
    main()
