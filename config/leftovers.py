"""The record of a run's processes, so that the next run can end what a killed one left behind."""

import fcntl
import json
import os
import signal
import time
from pathlib import Path

import psutil

Process = tuple[int, float]


class AlreadyRunning(Exception):
    """The site runs already, or its port is taken."""


class RunRecord:
    """One file: the launcher, and the leader of each process group it started.

    A process is known by its number and its time of birth, so that a number used again by
    somebody else is never touched.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def take_over(self, port: int) -> None:
        """End the orphans of a killed run and record this one.

        Raises AlreadyRunning while the recorded launcher lives.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self._read()
            launcher = known.get("launcher")
            if launcher and _alive(launcher):
                raise AlreadyRunning(
                    f"the site runs already on http://localhost:{known['port']}/ "
                    f"(process {launcher[0]}); `make stop` ends it"
                )
            self._end_groups(known)
            self._write({"launcher": _identity(psutil.Process()), "port": port, "groups": []})

    def note_processes(self, expected: int) -> None:
        """Record the group leaders among our descendants as soon as all have started."""
        limit = time.monotonic() + 10
        leaders: list[Process] = []
        while len(leaders) < expected and time.monotonic() < limit:
            leaders = [_identity(child) for child in _descendants() if _leads_a_group(child)]
            known = self._read()
            if known:
                self._write({**known, "groups": leaders})
            time.sleep(0.1)

    def end_everything(self) -> None:
        """Ask a living launcher to stop in order, else end its orphans."""
        known = self._read()
        launcher = known.get("launcher")
        if launcher and _alive(launcher):
            process = psutil.Process(launcher[0])
            process.terminate()
            psutil.wait_procs([process], timeout=30)
        self._end_groups(known)
        self.clear()

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    def _end_groups(self, known: dict) -> None:
        groups = [group for group in known.get("groups", []) if _alive(group)]
        for number, wait in ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0)):
            for pid, _born in groups:
                _signal_group(pid, number)
            limit = time.monotonic() + wait
            while any(_alive(group) for group in groups) and time.monotonic() < limit:
                time.sleep(0.1)
            groups = [group for group in groups if _alive(group)]

    def _read(self) -> dict:
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}

    def _write(self, known: dict) -> None:
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(known))
        new.replace(self.path)


def _identity(process: psutil.Process) -> Process:
    return process.pid, process.create_time()


def _alive(identity: Process | None) -> bool:
    if not identity:
        return False
    try:
        process = psutil.Process(identity[0])
        same = abs(process.create_time() - identity[1]) < 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _descendants() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _leads_a_group(process: psutil.Process) -> bool:
    try:
        return os.getpgid(process.pid) == process.pid
    except OSError:
        return False


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
