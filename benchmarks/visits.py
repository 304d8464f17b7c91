"""The visit form's weight, packs of 100 households, and saves by 200 clients beside one.

Run with ``python -m benchmarks.visits``; prints one JSON line per figure. Bytes are compressed as
browsers ask for them (gzip). Saves go through the site as it is served (gunicorn with five
processes) on a scratch database, made and dropped here; 200 clients save a draft each, at once.
"""

import datetime
import gzip
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from copy import deepcopy
from http.client import HTTPConnection
from random import Random
from time import perf_counter
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles import finders  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from accounts.models.users import Role  # noqa: E402
from benchmarks._scratch import PLAIN_FILES, scratch_database  # noqa: E402
from surveys import offline  # noqa: E402
from tests.factories import accounts as people  # noqa: E402
from tests.factories.households import VILLAGE, household  # noqa: E402
from tests.factories.surveys import approved_visit, content, draft  # noqa: E402

TOWNSHIP = "211224105000"
HOUSEHOLDS, CLIENTS, SAVES, ALONE = 100, 200, 5, 100
TARGET_KB = 300
WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
PICTURES = f"{settings.STATIC_URL}handbook/"


def main() -> None:
    with scratch_database("bench_visits"), override_settings(STORAGES=PLAIN_FILES):
        measure()


def measure() -> None:
    people.load_real_areas()
    clerk = people.user(Role.TOWNSHIP_CASEWORKER, TOWNSHIP, "bench.clerk", "李晓梅")
    client = signed_in(clerk)
    weigh_page(client)
    homes = [
        household(
            head=f"韩{n:03d}", members=relatives(n), residence_address=f"{n // 20 + 1}组{n}号"
        )
        for n in range(HOUSEHOLDS)
    ]
    rng = Random(1)
    for home in homes:
        words = "".join(rng.choices(WORDS, k=60))
        wages = f"{rng.randrange(300, 2000)}.00"
        approved_visit(home, fill=content(home, wages=wages, family__circumstances=words))
    weigh_pack(client)
    homes += [household(head=f"孙{n:03d}") for n in range(CLIENTS - len(homes))]
    forms = [form_of(home) for home in homes]
    with served() as port:
        save_by_many(port, client, forms)


def relatives(number: int) -> list[tuple[str, str, datetime.date]]:
    """A son in every other family, born on another day: numbers are made from the day."""
    born = datetime.date(1990, 1, 1) + datetime.timedelta(days=number)
    return [("韩小宝", "20", born)] if number % 2 else []


def form_of(home):
    """A draft as a phone holds it: uuid, revision and answers."""
    answers = content(home)
    visit = draft(home, fill=answers)
    return visit.uuid, visit.revision, answers


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def weigh_page(client: Client) -> None:
    """What the form's first load fetches; then what the device keeps, the handbook's pages too."""
    kept = [*offline.assets(), "/visits/field/", "/help/kept/"]
    first = [one for one in kept if not one.startswith((PICTURES, "/help/"))]
    for name, addresses in (("form first load", first), ("kept on the device", kept)):
        bodies = [read(client, address) for address in addresses]
        raw, packed = sum(map(len, bodies)), sum(len(gzip.compress(body, 6)) for body in bodies)
        line = {"benchmark": f"visit {name}", "files": len(addresses), "raw_kb": kb(raw)}
        target = {"target_kb": TARGET_KB} if addresses is first else {}
        print(json.dumps(line | {"gzip_kb": kb(packed)} | target))


def read(client: Client, address: str) -> bytes:
    if address.startswith(settings.STATIC_URL):
        found = finders.find(address.removeprefix(settings.STATIC_URL))
        with open(str(found), "rb") as file:
            return file.read()
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content


def weigh_pack(client: Client) -> None:
    """The village's pages as the phone takes them along, everybody visited once before."""
    raw = packed = pages = 0
    started = perf_counter()
    number, total = 1, 1
    while number <= total:
        response = client.get(f"/api/v1/packs/{VILLAGE}/?page={number}")
        assert response.status_code == 200, response.content
        total = response.json()["pages"]
        raw += len(response.content)
        packed += len(gzip.compress(response.content, 6))
        number, pages = number + 1, pages + 1
    line = {"benchmark": "pack", "households": HOUSEHOLDS, "pages": pages}
    seconds = round(perf_counter() - started, 2)
    print(json.dumps(line | {"raw_kb": kb(raw), "gzip_kb": kb(packed), "seconds": seconds}))


@contextmanager
def served():
    """The site as production serves it, on the scratch database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known = urlsplit(settings.SERVICES.database_url)
    name = settings.DATABASES["default"]["NAME"]
    environment = os.environ | {
        "DEBUG": "1", "REDIS_URL": settings.SERVICES.redis_url,
        "DATABASE_URL": known._replace(path=f"/{name}").geturl(),
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "5",
               "--bind", f"127.0.0.1:{port}", "--backlog", "512", "--timeout", "120",
               "--log-level", "error"]  # fmt: skip
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _attempt in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError("the site did not start")


def save_by_many(port: int, client: Client, forms) -> None:
    """One client saving alone, then all at once; how many saves a second, and how long each."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    token = csrf(port, cookie)
    saver = Saver(port, f"{cookie}; csrftoken={token}", token)
    saver.save(forms[0], 2)
    started = perf_counter()
    alone = saver.save(forms[0], ALONE)
    one = ALONE / (perf_counter() - started)
    together: list[float] = []
    threads = [
        threading.Thread(target=lambda form=form: together.extend(saver.save(form, SAVES)))
        for form in forms[:CLIENTS]
    ]
    started = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    many = len(together) / (perf_counter() - started)
    for name, seconds, rate in (("1 client", alone, one), (f"{CLIENTS} clients", together, many)):
        line = {"benchmark": f"visit saves, {name}", "saves_per_second": round(rate, 1)}
        spread = {"median_ms": ms(statistics.median(seconds)), "p95_ms": ms(quantile(seconds))}
        print(json.dumps(line | {"saves": len(seconds)} | spread))
    print(json.dumps({"benchmark": "visit saves ratio", "ratio": round(many / one, 2)}))


def csrf(port: int, cookie: str) -> str:
    http = HTTPConnection("127.0.0.1", port)
    http.request("GET", "/", headers={"Cookie": cookie, "Host": f"localhost:{port}"})
    answer = http.getresponse()
    answer.read()
    for header in answer.headers.get_all("Set-Cookie") or ():
        if header.startswith("csrftoken="):
            return header.split("=", 1)[1].split(";", 1)[0]
    raise AssertionError(f"no token: {answer.status}")


class Saver:
    """Saves drafts through the API, each with one more word than before."""

    def __init__(self, port: int, cookie: str, token: str):
        self.port = port
        self.headers = {
            "Cookie": cookie, "X-CSRFToken": token, "Content-Type": "application/json",
            "Host": f"localhost:{port}",
        }  # fmt: skip

    def save(self, form, times: int) -> list[float]:
        uuid, revision, answers = form
        took = []
        for number in range(times):
            filled = deepcopy(answers)
            filled["header"]["remarks"] = f"{threading.get_ident()} {number} {perf_counter()}"
            body = json.dumps({"base_revision": revision, "content": filled})
            started = perf_counter()
            http = HTTPConnection("127.0.0.1", self.port, timeout=120)
            http.request("PUT", f"/api/v1/visits/{uuid}/", body, self.headers)
            answer = http.getresponse()
            document = json.loads(answer.read())
            assert answer.status == 200, document
            took.append(perf_counter() - started)
            revision = document["revision"]
            http.close()
        return took


def kb(size: int) -> float:
    return round(size / 1000, 1)


def ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def quantile(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main()
