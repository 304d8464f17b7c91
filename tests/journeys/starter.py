"""Starts the site as often as it is asked to: everything is loaded once, each site is a fork.

A line on standard input starts one; its process number comes back once it serves. ``SIGKILL``
ends it as any process of its own. An argument is a question the form asks besides.
"""

import io
import json
import os
import signal
import sys
from contextlib import redirect_stdout
from typing import Any

import django

from tests.journeys.upgraded import ask

if sys.argv[1:]:
    ask(sys.argv[1])
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from foundation.translations import compile_all  # noqa: E402


class Told(io.StringIO):
    """What the server prints; the line that says it serves is passed on as the process number."""

    def write(self, text: str) -> int:
        if "Quit the server" in text:
            tell(os.getpid())
        return len(text)


def tell(number: int) -> None:
    os.write(sys.__stdout__.fileno(), f"{number}\n".encode())


def load() -> None:
    """What the first request of a site would have to load."""
    compile_all()
    get_resolver().url_patterns
    get_template("base.html")


def serve(port: int, database: str, private: str, build: str) -> None:
    """Be the site until killed; ``build`` as ``Site.start`` has it."""
    settings.DATABASES["default"]["NAME"] = database
    settings.PRIVATE_DIR = private
    settings.SHELL_BUILD = build
    with redirect_stdout(Told()):
        call_command("runserver", f"localhost:{port}", use_reloader=False, skip_checks=True)


def main() -> None:
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a site that was killed
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        if os.fork() == 0:
            serve(**wanted)
            os._exit(0)


if __name__ == "__main__":
    main()
