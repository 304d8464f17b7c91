"""The register's list page and household page at 2,000 and at 120,000 households, in one run.

Run with ``python -m benchmarks.register``; prints one JSON line for each page and size, then the
ratio of the medians (target: at most 1.5, with an equal number of queries). It works in a scratch
database of its own, made and dropped here, and looks as a city viewer through the whole stack.
"""

import json
import os
import statistics
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models.users import Role  # noqa: E402
from accounts.scope import whole_city  # noqa: E402
from benchmarks._scratch import PLAIN_FILES, scratch_database  # noqa: E402
from households.models import Household  # noqa: E402
from tests.factories import accounts as people  # noqa: E402
from tests.factories.register import fill  # noqa: E402

SIZES = (2_000, 120_000)
TURNS = 40
WARM = 5
CITY = "211200000000"


def main() -> None:
    with scratch_database("bench"), override_settings(STORAGES=PLAIN_FILES):
        measure()


def measure() -> None:
    people.load_real_areas()
    viewer = people.user(Role.CITY_VIEWER, CITY, "bench.viewer", "看")
    client = Client()
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, list[tuple[float, int]]] = {}
    there = 0
    for size in SIZES:
        fill(size - there, start=there)
        there = size
        with whole_city("benchmark"):
            middle = Household.objects.order_by("pk")[size // 2].pk
        pages = {
            "list": reverse("households:list"),
            "search": reverse("households:list") + "?q=abq",
            "household": reverse("households:household", args=[middle]),
        }
        for name, address in pages.items():
            seconds, queries = timed(client, address)
            found.setdefault(name, []).append((seconds, queries))
            line = {"benchmark": f"register {name}", "households": size}
            print(json.dumps(line | {"median_ms": round(seconds * 1000, 2), "queries": queries}))
    for name, ((small, few), (large, many)) in found.items():
        line = {"benchmark": f"register {name} ratio", "ratio": round(large / small, 2)}
        print(json.dumps(line | {"target": 1.5, "equal_queries": few == many}))


def timed(client: Client, address: str) -> tuple[float, int]:
    """The median seconds of a page and how many queries it asks."""
    turns = []
    for _turn in range(WARM + TURNS):
        started = perf_counter()
        response = client.get(address)
        turns.append(perf_counter() - started)
        assert response.status_code == 200, response.status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(turns[WARM:]), len(queries)


if __name__ == "__main__":
    main()
