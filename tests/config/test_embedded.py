"""The embedded servers: started once, joined by others, taken over after a kill, stopped."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.servers.place import Place
from config.servers.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def local_dir(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / ".local"
    monkeypatch.setenv("NUANXIN_LOCAL_DIR", str(folder))
    yield folder
    embedded.stop(folder)
    place = Place.of(folder)
    for made in {place.folder, place.sockets}:
        subprocess.run(["rm", "-rf", str(made)], check=True)


def postmaster(local_dir):
    return int((Place.of(local_dir).folder / "postgres/postmaster.pid").read_text().split()[0])


def alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def start_command():
    return [sys.executable, "-m", "config.embedded", "start"]


def test_roles_are_those_the_area_scope_needs(local_dir):
    urls = embedded.service_urls(local_dir)
    assert urls.embedded
    with psycopg.connect(urls.owner_url) as owner:
        rows = owner.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles "
            "WHERE rolname LIKE 'nuanxin%' ORDER BY rolname"
        ).fetchall()
        assert rows == [("nuanxin_app", False, False, False), ("nuanxin_owner", False, True, True)]
        owner.execute("CREATE TABLE owned (n int)")
    with psycopg.connect(urls.database_url) as app:
        assert app.execute("SELECT current_user").fetchone() == ("nuanxin_app",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DROP TABLE owned")


def test_racing_starters_get_the_same_servers(local_dir):
    with ThreadPoolExecutor(3) as pool:
        started = [
            pool.submit(subprocess.run, start_command(), cwd=ROOT, check=True) for _ in range(3)
        ]
    assert all(future.result().returncode == 0 for future in started)
    server = postmaster(local_dir)
    embedded.service_urls(local_dir)
    assert postmaster(local_dir) == server


def test_servers_and_data_outlive_a_killed_starter(local_dir):
    script = (
        "import sys, time; from pathlib import Path; from config import embedded;"
        "embedded.service_urls(Path(sys.argv[1])); print('up', flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script, str(local_dir)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert starter.stdout.readline() == b"up\n"
    server = postmaster(local_dir)
    urls = embedded.service_urls(local_dir)
    with psycopg.connect(urls.owner_url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()

    again = embedded.service_urls(local_dir)
    assert again == urls
    assert postmaster(local_dir) == server
    with psycopg.connect(again.owner_url) as owner:
        assert owner.execute("SELECT n FROM kept").fetchone() == (7,)


def test_killed_servers_are_started_again_with_their_data(local_dir):
    urls = embedded.service_urls(local_dir)
    with psycopg.connect(urls.owner_url) as owner:
        owner.execute("SET synchronous_commit = on")
        owner.execute("CREATE TABLE kept AS SELECT 7 AS n")
    server = psutil.Process(postmaster(local_dir))
    family = [server, *server.children(recursive=True)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)
    with redis.Redis.from_url(urls.redis_url) as client:
        pid = client.info("server")["process_id"]
    psutil.Process(pid).kill()

    again = embedded.service_urls(local_dir)
    with psycopg.connect(again.owner_url) as owner:
        assert owner.execute("SELECT n FROM kept").fetchone() == (7,)
    with redis.Redis.from_url(again.redis_url) as client:
        assert client.ping()


def test_stop_ends_both_and_keeps_what_was_queued(local_dir):
    urls = embedded.service_urls(local_dir)
    with redis.Redis.from_url(urls.redis_url) as client:
        client.set("queued", "job")
        valkey = client.info("server")["process_id"]
    server = postmaster(local_dir)
    assert embedded.running(local_dir)
    assert embedded.stop(local_dir)
    assert not embedded.running(local_dir)
    psutil.wait_procs([psutil.Process(pid) for pid in (server, valkey) if alive(pid)], timeout=10)
    assert not alive(server)
    assert not alive(valkey)
    with redis.Redis.from_url(embedded.service_urls(local_dir).redis_url) as client:
        assert client.get("queued") == b"job"


def test_stop_spares_servers_that_another_command_uses(local_dir):
    urls = embedded.service_urls(local_dir)
    with psycopg.connect(urls.database_url):
        assert not embedded.stop(local_dir, spare_others=True)
        assert embedded.running(local_dir)
    assert embedded.stop(local_dir, spare_others=True)


def test_data_of_another_version_is_left_alone_with_a_message(local_dir):
    embedded.service_urls(local_dir)
    embedded.stop(local_dir)
    (Postgres(Place.of(local_dir)).data / "PG_VERSION").write_text("16\n")
    with pytest.raises(ImproperlyConfigured, match="made by PostgreSQL 16.*brings PostgreSQL 18"):
        embedded.service_urls(local_dir)


def test_nobody_else_may_enter_the_folder_and_parents_keep_their_permissions(local_dir):
    local_dir.parent.chmod(0o700)
    embedded.service_urls(local_dir)
    assert local_dir.parent.stat().st_mode & 0o777 == 0o700
    assert Place.of(local_dir).folder.stat().st_mode & 0o777 == 0o700


def test_a_long_path_gets_a_short_socket(tmp_path):
    place = Place(folder=tmp_path / ("x" * 120), local_dir=tmp_path)
    assert len(str(place.sockets / ".s.PGSQL.5432")) < 100


def test_named_servers_are_used_and_none_is_started(local_dir, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/nuanxin")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/nuanxin")
    monkeypatch.setenv("REDIS_URL", "redis://cache/0")
    urls = embedded.service_urls(local_dir)
    assert (urls.database_url, urls.owner_url) == (
        "postgresql://app@db/nuanxin",
        "postgresql://owner@db/nuanxin",
    )
    assert urls.redis_url == "redis://cache/0"
    assert not urls.embedded
    assert not local_dir.exists()
