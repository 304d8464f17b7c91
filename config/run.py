"""``make run``: servers, preparation, then web, worker and beat until Ctrl-C; servers go last."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import connections
from honcho.environ import parse_procfile
from honcho.manager import Manager

from config import embedded
from config.leftovers import AlreadyRunning, RunRecord
from config.preparation import prepare

ROOT = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(os.environ.get("NUANXIN_LOCAL_DIR", ROOT / ".local"))
ANSWER_WITHIN = 60


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.run", description=__doc__)
    parser.add_argument("--reload", action="store_true", help="start anew when sources change")
    parser.add_argument("--stop", action="store_true", help="end what an earlier run left behind")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    record = RunRecord(LOCAL_DIR / "run.json")
    if options.stop:
        record.end_everything()
        embedded.stop(LOCAL_DIR)
        return 0
    try:
        return _run(record, reload=options.reload)
    except (AlreadyRunning, ImproperlyConfigured) as error:
        sys.stderr.write(f"run: {error}\n")
        return 1


def _run(record: RunRecord, *, reload: bool) -> int:
    port = int(os.environ.get("PORT", "8000"))
    record.take_over(port)
    _refuse_taken_port(port)
    signal.signal(signal.SIGTERM, _exit_in_order)
    _set_environment(reload=reload)
    try:
        django.setup()
        prepare()
        connections.close_all()
        return _serve(record, port, "Procfile.dev" if reload else "Procfile")
    except KeyboardInterrupt:
        return 130
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        record.clear()
        _stop_servers()


def _serve(record: RunRecord, port: int, procfile: str) -> int:
    manager = Manager()
    processes = parse_procfile((ROOT / procfile).read_text()).processes
    for name, command in processes.items():
        manager.add_process(name, command, cwd=str(ROOT))
    watch = threading.Thread(
        target=_record_and_announce, args=(record, port, len(processes)), daemon=True
    )
    watch.start()
    manager.loop()
    return 0 if manager.returncode in {130, 143} else manager.returncode or 0


def _record_and_announce(record: RunRecord, port: int, expected: int) -> None:
    """Note the processes for a later run, and say where the site is once it answers."""
    record.note_processes(expected)
    limit = time.monotonic() + ANSWER_WITHIN
    while not _answers(port):
        if time.monotonic() > limit:
            return
        time.sleep(0.2)
    if settings.EMBEDDED and "demo_logins" in get_commands():
        call_command("demo_logins")
        connections.close_all()
    sys.stdout.write(f"\n>> 暖心救助平台 is ready: http://localhost:{port}/  (Ctrl-C stops it)\n\n")
    sys.stdout.flush()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("BIND", "127.0.0.1"), port))
        except OSError as error:
            raise AlreadyRunning(
                f"port {port} is taken by another program; choose one: make run PORT={port + 1}"
            ) from error


def _set_environment(*, reload: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.environ["PYTHONUNBUFFERED"] = "1"
    # On one's own machine as root the worker may run so; production's image has its own user.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    if reload:
        os.environ.setdefault("DEBUG", "1")


def _stop_servers() -> None:
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    with contextlib.suppress(ImproperlyConfigured):
        if not embedded.stop(LOCAL_DIR, spare_others=True):
            sys.stdout.write(
                ">> another command uses the embedded servers; `make stop` ends them\n"
            )


def _exit_in_order(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
