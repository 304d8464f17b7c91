"""What must be true before the site is served: tables, words, static files, areas, a demo city."""

import hashlib
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands


def prepare() -> None:
    """Bring database and files up to the sources; quick where nothing changed."""
    _step("database tables", lambda: call_command("migrate", verbosity=0))
    _step("translations", lambda: _quietly("translations", compile=True))
    _step("document fonts", lambda: call_command("fetch_fonts"))
    if not settings.DEBUG:
        _step("static files", collect_static)
    _step("administrative areas", lambda: _quietly("load_areas"))
    if settings.EMBEDDED and "seed_demo" in get_commands() and register_is_empty():
        _step("demo city (a minute or two, only this once)", lambda: call_command("seed_demo"))


def register_is_empty() -> bool:
    """Whether no household at all is registered; asked as the owner, whom no area limits."""
    with psycopg.connect(settings.SERVICES.owner_url) as connection:
        found = connection.execute("SELECT EXISTS (SELECT FROM households_household)").fetchone()
    return found == (False,)


def collect_static() -> None:
    """Collect and compress the static files, unless the sources are those of the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    digest = _sources_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)


def _sources_digest() -> str:
    """A digest over name, size and time of every file that collectstatic would read."""
    digest = hashlib.sha256()
    for entry in settings.STATICFILES_DIRS:
        folder = Path(str(entry[1] if isinstance(entry, tuple) else entry))
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found = path.stat()
                digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    digest.update((settings.BASE_DIR / "requirements.lock").read_bytes())
    digest.update((settings.BASE_DIR / "config/static.py").read_bytes())
    return digest.hexdigest()


def _quietly(command: str, **options: Any) -> None:
    call_command(command, stdout=io.StringIO(), **options)


def _step(name: str, act: Callable[[], object]) -> None:
    started = time.monotonic()
    sys.stdout.write(f">> {name} … ")
    sys.stdout.flush()
    act()
    sys.stdout.write(f"{time.monotonic() - started:.1f} s\n")
    sys.stdout.flush()
