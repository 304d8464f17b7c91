"""Where PostgreSQL and the Redis-protocol server are: given by the environment, or embedded."""

import fcntl
import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.servers.place import Place
from config.servers.postgres import APP, OWNER, Postgres
from config.servers.valkey import Valkey


@dataclass(frozen=True)
class ServiceUrls:
    database_url: str
    owner_url: str
    redis_url: str
    embedded: bool


def service_urls(local_dir: Path) -> ServiceUrls:
    """The servers named by the environment; those not named are started or joined."""
    database_url = os.environ.get("DATABASE_URL", "")
    redis_url = os.environ.get("REDIS_URL", "")
    postgres, valkey = _servers(local_dir)
    missing = [
        server
        for server, given in ((postgres, database_url), (valkey, redis_url))
        if not given and not server.answers()
    ]
    if missing:
        with _only_starter(local_dir):
            postgres.place.make()
            for server in missing:
                server.start()
    return ServiceUrls(
        database_url=database_url or postgres.url(APP),
        owner_url=os.environ.get("DATABASE_OWNER_URL", database_url) or postgres.url(OWNER),
        redis_url=redis_url or valkey.url,
        embedded=not (database_url and redis_url),
    )


def stop(local_dir: Path, *, spare_others: bool = False) -> bool:
    """Stop both embedded servers; False where ``spare_others`` and another command uses them."""
    postgres, valkey = _servers(local_dir)
    if not postgres.place.folder.exists():
        return True
    with _only_starter(local_dir):
        if spare_others and postgres.answers() and not _left_alone(postgres):
            return False
        valkey.stop()
        postgres.stop()
    return True


def running(local_dir: Path) -> bool:
    return all(server.answers() for server in _servers(local_dir))


def _servers(local_dir: Path) -> tuple[Postgres, Valkey]:
    place = Place.of(local_dir)
    return Postgres(place), Valkey(place)


def _left_alone(postgres: Postgres) -> bool:
    """Whether nobody is connected; programs just ended get two seconds to be noticed."""
    limit = time.monotonic() + 2
    while postgres.clients():
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


@contextmanager
def _only_starter(local_dir: Path) -> Iterator[None]:
    """Hold the lock under which servers are started and stopped; it ends with its holder."""
    local_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (local_dir / "servers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(action: str) -> int:
    """``python -m config.embedded start|stop|status|env``; ``env`` prints lines for a shell."""
    root = Path(__file__).resolve().parent.parent
    local_dir = Path(os.environ.get("NUANXIN_LOCAL_DIR", root / ".local"))
    if action == "stop":
        stop(local_dir)
    elif action == "status":
        return 0 if running(local_dir) else 1
    else:
        urls = service_urls(local_dir)
        if action == "env":
            sys.stdout.write(
                f"export DATABASE_URL={shlex.quote(urls.database_url)}\n"
                f"export DATABASE_OWNER_URL={shlex.quote(urls.owner_url)}\n"
                f"export REDIS_URL={shlex.quote(urls.redis_url)}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "start"))
