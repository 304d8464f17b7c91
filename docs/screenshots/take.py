"""Takes the handbook's pictures from a running demo site: ``python docs/screenshots/take.py``.

Each scene names a picture of ``docs/handbook/pictures``, who looks, at which size, and the way
there: an address, then steps. A scene for a new page is one more line of ``SCENES``.
"""

import argparse
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "handbook" / "pictures"
PASSWORD = "Nuanxin-2026"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
LARGEST = 120 * 1024
BROWSER = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--lang=zh-CN",
)  # fmt: skip
Step = Callable[[Page], object]


def follow(selector: str) -> Step:
    """Click the first thing that ``selector`` finds and wait for the page behind it."""

    def step(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state()

    return step


def show(selector: str) -> Step:
    """Scroll until the first thing that ``selector`` finds stands on top."""
    return lambda page: page.locator(selector).first.evaluate("one => one.scrollIntoView()")


def part(number: int) -> Step:
    """Go to a part of the open visit form."""

    def step(page: Page) -> None:
        page.wait_for_selector("body[data-ready='1']")
        page.evaluate(f"location.hash = '#part-{number}'")
        page.evaluate("scrollTo(0, 0)")

    return step


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready='1']")


@dataclass(frozen=True)
class Scene:
    """One picture: its file, who looks, from which address and by which steps."""

    name: str
    user: str
    address: str
    steps: Sequence[Step] = ()
    size: dict[str, int] | None = None
    is_long: bool = False


VISITS, FIRST = "/visits/?show=all&step=returned", "tbody th a:not([href*='review'])"
SCENES = (
    Scene("home", "baoli.jingban", "/"),
    Scene("register", "baoli.jingban", "/households/"),
    Scene("household", "baoli.jingban", "/households/", [follow("tbody th a")]),
    Scene("visit-part1", "baoli.jingban", VISITS, [follow(FIRST), ready], PHONE),
    Scene("visit-part2", "baoli.jingban", VISITS, [follow(FIRST), part(2)]),
    Scene("visit-part5", "baoli.jingban", VISITS, [follow(FIRST), part(5)], PHONE),
    Scene("field-day", "baoli.jingban", "/visits/field/", [ready], PHONE),
    Scene("review", "baoli.lingdao", "/", [follow("a[href*='/review/']")]),
    Scene("campaign", "shi.guanli", "/statistics/screening/"),
    Scene("application", "changtu.shenhe", "/assistance/applications/", [follow("tbody a")]),
    Scene("comparison", "changtu.hedui", "/checks/", [follow("tbody a")]),
    Scene("petition", "changtu.guzhang", "/petitions/", [follow("tbody a")]),
    Scene("ledgers", "changtu.shenhe", "/ledgers/l1/"),
    Scene("dashboard", "shi.chakan", "/statistics/"),
)


def take(browser: Browser, site: str, scene: Scene) -> bytes:
    """Sign in, go there, and photograph what stands in the window."""
    context = browser.new_context(
        viewport=scene.size or DESK, locale="zh-CN", base_url=site, service_workers="block"
    )
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(scene.user)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site}/")
    if scene.address != "/":
        page.goto(scene.address)
    for step in scene.steps:
        step(page)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(full_page=scene.is_long, animations="disabled")
    context.close()
    return picture


def keep(name: str, png: bytes) -> int:
    """Write the picture as WebP, as good as the limit of size allows; answers with the size."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (82, 72, 62, 50):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.webp").write_bytes(out.getvalue())
    return out.tell()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these scenes")
    parser.add_argument("--site", default="http://localhost:8000", help="a running demo site")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="the browser's program")
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=options.browser, args=[*BROWSER])
        for scene in SCENES:
            if not options.names or scene.name in options.names:
                size = keep(scene.name, take(browser, options.site.rstrip("/"), scene))
                print(f"{scene.name}.webp {size / 1024:.0f} KB")
        browser.close()


if __name__ == "__main__":
    main()
