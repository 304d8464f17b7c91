"""A phone in a village: seconds to open the form without network, and to send 50 visits.

Run with ``python -m benchmarks.field``; prints one JSON line per figure. A real browser with its
profile on disk works against the site as a process of its own, on a scratch database made and
dropped here. Opening without network is set beside opening with it; 50 visits with three photos
each (about 250 KB apiece) beside 50 without.
"""

import base64
import io
import json
import os
import statistics
import tempfile
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

from accounts import scope  # noqa: E402
from accounts.models.users import Role  # noqa: E402
from benchmarks._scratch import scratch_database  # noqa: E402
from surveys.models import Visit, VisitPhoto  # noqa: E402
from tests.factories import accounts as people  # noqa: E402
from tests.factories.households import household  # noqa: E402
from tests.journeys.conftest import CHROMIUM, PHONE, QUIET  # noqa: E402
from tests.journeys.site import Site, Starter, ready, sign_in, take_along  # noqa: E402

TOWNSHIP = "211224105000"
VISITS, PHOTOS, TURNS = 50, 3, 7
WITHIN = 600_000  # milliseconds: longer than this is a failure, not a figure
# Begins a draft of every household of the pack from ``first`` on, as the page's button does.
BEGIN = """async ({first, count, photos, picture, user}) => {
  const {Store} = await import("/static/surveys/store.js");
  const {Vault} = await import("/static/surveys/vault.js");
  const {begin} = await import("/static/surveys/beginning.js");
  const vault = new Vault();
  await vault.openAgain();
  const store = new Store(vault);
  const schema = await store.words("schema");
  const [pack] = await store.packs();
  const households = (await store.households(pack.village)).slice(first, first + count);
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  for (const home of households) {
    const draft = await begin(store, schema, home, user, "1");
    clearTimeout(draft.idle);
    for (let n = 0; n < photos; n += 1) {
      const own = new Uint8Array([...bytes, n]);
      await draft.photos.add("other", new Date(), null, {bytes: own, type: "image/jpeg"});
    }
    await draft.keep();
  }
  return households.length;
}"""


def main() -> None:
    with (
        scratch_database("bench_field"),
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
    ):
        measure(driver.chromium, folder)


def measure(chromium, folder: str) -> None:
    people.load_real_areas()
    clerk = people.user(Role.TOWNSHIP_CASEWORKER, TOWNSHIP, "bench.clerk", "李晓梅")
    for number in range(2 * VISITS):
        household(head=f"韩{number:03d}", residence_address=f"{number // 20 + 1}组{number}号")
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    starter = Starter()
    site = Site(starter)
    site.start()
    context = chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=QUIET, viewport=PHONE, locale="zh-CN",
        base_url=site.url, has_touch=True,
    )  # fmt: skip
    try:
        sign_in(context, site, client)
        page = context.pages[0]
        user = {"id": clerk.pk, "name": clerk.name, "unit": clerk.unit}
        take_along(page, count=2 * VISITS)
        plain = sent(site, page, user, first=0, photos=0)
        heavy = sent(site, page, user, first=VISITS, photos=PHOTOS)
        tell("50 visits sent", seconds=round(plain, 1), photos=0)
        ratio = round(heavy / plain, 2)
        tell("50 visits sent", seconds=round(heavy, 1), photos=VISITS * PHOTOS, ratio=ratio)
        opened(site, page)
    finally:
        context.close()
        starter.stop()
        if site.process is not None:
            site.stop()
        # The browser's driver runs a loop, in which Django opens a connection of its own.
        connection.close()


def sent(site: Site, page, user, *, first: int, photos: int) -> float:
    """Seconds from the network's return until the server has everything."""
    site.stop()
    page.goto("/visits/field/")
    ready(page)
    asked = {"first": first, "count": VISITS, "photos": photos, "picture": picture(), "user": user}
    assert page.evaluate(BEGIN, asked) == VISITS
    site.start()
    started = perf_counter()
    page.goto("/visits/field/")
    synced = page.locator("[data-draft]", has_text="已同步")
    expect(synced).to_have_count(first + VISITS, timeout=WITHIN)
    seconds = perf_counter() - started
    with scope.whole_city("benchmark"):
        assert Visit.objects.count() == first + VISITS
        assert VisitPhoto.objects.count() == VISITS * photos
    return seconds


def opened(site: Site, page) -> None:
    """Seconds until a kept form can be filled in, with and without network."""
    page.locator("[data-draft] a").first.click()
    ready(page)
    address = page.url
    online = statistics.median(turn(page, address) for _turn in range(TURNS))
    site.stop()
    offline = statistics.median(turn(page, address) for _turn in range(TURNS))
    tell("form opened with network", median_s=round(online, 2))
    tell(
        "form opened without network", median_s=round(offline, 2), ratio=round(offline / online, 2)
    )


def turn(page, address: str) -> float:
    page.goto("about:blank")
    started = perf_counter()
    page.goto(address)
    ready(page)
    return perf_counter() - started


def picture() -> str:
    """A photo as the page makes it: 1600 by 1200, about 250 KB."""
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 18).convert("RGB").save(out, "JPEG", quality=60)
    return base64.b64encode(out.getvalue()).decode()


def tell(what: str, **figures) -> None:
    print(json.dumps({"benchmark": what, "visits": VISITS} | figures), flush=True)


if __name__ == "__main__":
    main()
