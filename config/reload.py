"""Run a command and start it anew whenever a Python source changes (worker and beat of ``dev``)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".venv", ".local", "node_modules", "tests", ".git"}


def newest_source() -> float:
    newest = 0.0
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in files:
            if name.endswith(".py"):
                newest = max(newest, (Path(folder) / name).stat().st_mtime)
    return newest


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, _exit)
    seen = newest_source()
    child = subprocess.Popen(command)
    try:
        while True:
            time.sleep(1)
            now = newest_source()
            if now > seen:
                seen = now
                _end(child)
                child = subprocess.Popen(command)
    finally:
        _end(child)


def _end(child: subprocess.Popen) -> None:
    child.terminate()
    try:
        child.wait(timeout=4)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _exit(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
