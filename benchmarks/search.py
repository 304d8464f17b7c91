"""The search box and the register's list at 120,000 and at 1,000,000 households, in one run.

Run with ``python -m benchmarks.search``; prints one JSON line for each question, reader and size
(median, 95th percentile, queries), then the ratio of the two sizes' 95th percentiles. It works in
a scratch database of its own, made and dropped here, and asks through the whole stack: the list
page and the API's lists by GET, the suggestions by POST, as a city viewer and as a township
caseworker. Names follow
the proportions of surnames, so "王" finds three people in sixteen; row histories are left out.
"""

import json
import os
import statistics
from collections.abc import Callable
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
from foundation.encryption import digest  # noqa: E402
from foundation.identity import make_identity  # noqa: E402
from households.models import Household, Member  # noqa: E402
from tests.factories import accounts as people  # noqa: E402
from tests.factories.register import fill  # noqa: E402

SIZES = (120_000, 1_000_000)
PIECE = 110_000
TURNS = 40
WARM = 5
CITY, TOWNSHIP = "211200000000", "211224105000"
Ask = Callable[[], object]


def main() -> None:
    with scratch_database("bench_search"), override_settings(STORAGES=PLAIN_FILES):
        measure()


def measure() -> None:
    people.load_real_areas()
    readers = {
        "city": people.user(Role.CITY_VIEWER, CITY, "bench.viewer", "看"),
        "township": people.user(Role.TOWNSHIP_CASEWORKER, TOWNSHIP, "bench.worker", "办"),
    }
    slowest: dict[str, list[float]] = {}
    there = 0
    for size in SIZES:
        for start in range(there, size, PIECE):
            fill(min(PIECE, size - start), start=start, with_history=False)
        there = size
        words = prepare()
        for who, reader in readers.items():
            for name, ask in questions(reader, words).items():
                middle, late, queries = timed(ask)
                slowest.setdefault(f"{who} {name}", []).append(late)
                line = {"benchmark": f"search {who} {name}", "households": size}
                times = {"median_ms": round(middle * 1000, 1), "p95_ms": round(late * 1000, 1)}
                print(json.dumps(line | times | {"queries": queries}, ensure_ascii=False))
    for name, (small, large) in slowest.items():
        line = {"benchmark": f"search {name} p95 ratio", "ratio": round(large / small, 2)}
        print(json.dumps(line, ensure_ascii=False), flush=True)


def prepare() -> dict[str, str]:
    """One household in the caseworker's township to be found, and everybody of its name sealed."""
    with whole_city("benchmark"):
        found = Household.objects.filter(area_id__gte=TOWNSHIP).order_by("area_id", "pk").first()
        namesakes = Member.objects.filter(name=found.head_name)
        for member in namesakes.iterator():
            member.identity_number = make_identity("211299", member.birth_on, member.pk % 999 + 1)
            Member.objects.filter(pk=member.pk).update(identity_sealed=member.identity_sealed)
        person = Member.objects.get(household=found)
        number, phone = person.identity_number, "13812340000"
        Member.objects.filter(pk=person.pk).update(
            identity_digest=digest(number, purpose="identity")
        )
        for row in (found, person):
            type(row).objects.filter(pk=row.pk).update(phone_digest=digest(phone, purpose="phone"))
    return {
        "surname": found.head_name[:1],
        "name": found.head_name,
        "given name": found.head_name[1:],
        "initials": person.initials,
        "two letters": person.initials[:2],
        "pinyin": person.pinyin,
        "identity number": number,
        "name and last four": f"{found.head_name} {number[-4:]}",
        "telephone": phone,
        "address": found.residence_address,
        "file number": found.household_no,
    }


def questions(reader, words: dict[str, str]) -> dict[str, Ask]:
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    page, box = reverse("households:list"), reverse("households:suggest")

    def by_get(data: dict[str, str], at: str = page) -> Ask:
        return lambda: client.get(at, data)

    def by_post(data: dict[str, str]) -> Ask:
        return lambda: client.post(box, data)

    found = {"list": by_get({}), "list by head": by_get({"sort": "head"}), "recent": by_post({})}
    for name in ("households", "members"):
        address = reverse(f"api:{name}-list")
        found[f"API {name}"] = by_get({}, address)
        for kind in ("name", "telephone"):
            found[f"API {name}: {kind}"] = by_get({"q": words[kind]}, address)
    for name, typed in words.items():
        found[f"list: {name}"] = by_get({"q": typed})
        found[f"suggest: {name}"] = by_post({"q": typed})
    return found


def timed(ask: Ask) -> tuple[float, float, int]:
    """The median and 95th percentile in seconds, and how many queries are asked."""
    turns = []
    for _turn in range(WARM + TURNS):
        started = perf_counter()
        response = ask()
        turns.append(perf_counter() - started)
        assert response.status_code == 200, response.status_code  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as queries:
        ask()
    measured = turns[WARM:]
    return statistics.median(measured), statistics.quantiles(measured, n=20)[-1], len(queries)


if __name__ == "__main__":
    main()
