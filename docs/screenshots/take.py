"""Takes the handbook's pictures from a running demo site: ``python docs/screenshots/take.py``.

Each scene names a picture of ``docs/handbook/pictures``, who looks, at which size, and the way
there: an address, then steps. A scene for a new page is one more line of ``SCENES``. Practice has
its page only on a practice site: ``make train``, then ``take.py training``; all others without it.
"""

import argparse
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "handbook" / "pictures"
PASSWORD = "Nuanxin-2026"
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
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
    return lambda page: page.locator(selector).first.evaluate(
        "one => one.scrollIntoView({behavior: 'instant'})"
    )


def part(number: int) -> Step:
    """Go to a part of the open visit form."""

    def step(page: Page) -> None:
        page.wait_for_selector("body[data-ready='1']")
        page.evaluate(f"location.hash = '#part-{number}'")
        page.evaluate("scrollTo(0, 0)")

    return step


def top(selector: str) -> Step:
    """Let the first thing that ``selector`` finds stand in the middle of the window."""
    return lambda page: page.locator(selector).first.evaluate(
        "one => one.scrollIntoView({block: 'center', behavior: 'instant'})"
    )


def press(name: str) -> Step:
    """Press the button with this name and wait for what it leads to."""

    def step(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()

    return step


def choose(label: str) -> Step:
    """Choose the answer with this label."""
    return lambda page: page.locator("label", has_text=label).first.click()


def begun(page: Page) -> None:
    """Begin to practise, unless that was done before."""
    if page.get_by_role("button", name="开始练习").count():
        press("开始练习")(page)


def unfold(page: Page) -> None:
    """Open the working of the income at the foot of the phone."""
    page.locator(".nx-dockfold > summary").first.click()


def shared_out(page: Page) -> None:
    """Share the open visits out where nobody has done so yet."""
    if page.locator("input[name=pick]").count():
        return
    page.goto("/visits/assignments/share-out/")
    press("生成分配方案")(page)
    follow("#plan form button")(page)
    page.goto("/visits/assignments/")


def visit_again(page: Page) -> None:
    """Begin another visit to the family whose approved visit is open, or go on with it."""
    follow(".nx-crumb a[href*='/households/']")(page)
    page.wait_for_load_state("networkidle")
    follow("#visits a[href$='/start/']")(page)
    if page.get_by_role("button", name="开始填写").count():
        page.locator("select[name=kind], input[name=kind]").first.click()
        if page.locator("select[name=kind]").count():
            page.locator("select[name=kind]").select_option(index=2)
        press("开始填写")(page)
    else:
        follow(".nx-note a")(page)
    ready(page)


def remark(page: Page) -> None:
    """Begin to write what is to be mended, beside the answer."""
    page.locator("[data-point='family.contracted_land']").first.click()
    page.locator("#remark-here").fill("与承包合同不一致，请核对后更正。")
    top("#remark-here")(page)


def pick_village(page: Page) -> None:
    """Choose the first village of the area."""
    page.locator("select[name=area]").first.select_option(index=1)
    press("列出各户")(page)


def settled(page: Page) -> None:
    """What is loaded after the page has arrived."""
    page.wait_for_load_state("networkidle")


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready='1']")


@dataclass(frozen=True)
class Scene:
    """One picture: its file, who looks, from which address and by which steps."""

    name: str
    user: str
    address: str
    steps: Sequence[Step] = ()
    size: ViewportSize | None = None
    is_long: bool = False


FIRST = "tbody th a:not([href*='review'])"
DRAFTS, RETURNED = "/visits/?show=all&step=draft", "/visits/?show=all&step=returned"
SIGNATURES = "section:has(> .nx-card__h h2:text-is('签名'))"
CAMPAIGN, INCOME = "/visits/campaigns/", "section:has(> .nx-card__h h2:text-is('收入'))"
TABS = ".nx-tabs a[href*='{}']"


def tab(name: str) -> list[Step]:
    """One page of the campaign on top of the list."""
    return [follow("tbody th a"), follow(TABS.format(name))]


SCENES = (
    Scene("home", "baoli.jingban", "/"),
    Scene("register", "baoli.jingban", "/households/"),
    Scene("household", "baoli.jingban", "/households/", [follow("tbody th a")]),
    Scene("visit-part1", "baoli.jingban", DRAFTS, [follow(FIRST), ready], PHONE),
    Scene("visit-part2", "baoli.jingban", RETURNED, [follow(FIRST), part(2), show(INCOME)]),
    Scene("visit-part5", "baoli.jingban", RETURNED,
          [follow(FIRST), part(5), settled, show(SIGNATURES)], PHONE),
    Scene("visit-photos", "baoli.jingban", RETURNED,
          [follow(FIRST), part(5), settled, show("#photos-card")], PHONE),
    Scene("visit-working", "baoli.jingban", RETURNED, [follow(FIRST), part(2), unfold], PHONE),
    Scene("visit-remarks", "baoli.jingban", RETURNED, [follow(FIRST), part(1)], PHONE),
    Scene("visit-differences", "baoli.jingban", "/visits/?show=all&step=approved",
          [follow("tbody th a"), visit_again, part(2), settled, show(INCOME)], PHONE),
    Scene("field-day", "baoli.jingban", "/visits/field/", [ready], PHONE),
    Scene("papers", "baoli.jingban", "/visits/papers/", [pick_village]),
    Scene("share-out", "baoli.lingdao", "/visits/assignments/share-out/",
          [choose("在册的全部家庭"), choose("按户数分"), press("生成分配方案"), settled,
           show("#plan")]),
    Scene("assignments", "baoli.lingdao", "/visits/assignments/", [shared_out]),
    Scene("follow-ups", "changtu.guzhang", "/visits/follow-ups/"),
    Scene("review", "baoli.lingdao", "/", [follow("a[href*='/review/']")]),
    Scene("review-remarks", "baoli.lingdao", "/", [follow("a[href*='/review/']"), remark]),
    Scene("together", "baoli.lingdao", "/visits/together/"),
    Scene("campaign", "shi.guanli", CAMPAIGN, [follow("tbody th a")]),
    Scene("campaign-targets", "shi.guanli", CAMPAIGN, tab("/households/")),
    Scene("campaign-roster", "shi.guanli", CAMPAIGN, tab("/cadres/")),
    Scene("campaign-progress", "shi.guanli", CAMPAIGN, tab("/progress/")),
    Scene("campaign-quality", "shi.guanli", CAMPAIGN, tab("/quality/")),
    Scene("application", "changtu.shenhe", "/assistance/applications/", [follow("tbody a")]),
    Scene("comparison", "changtu.hedui", "/checks/", [follow("tbody a")]),
    Scene("petition", "changtu.guzhang", "/petitions/", [follow("tbody a")]),
    Scene("ledgers", "changtu.shenhe", "/ledgers/l1/"),
    Scene("dashboard", "shi.chakan", "/statistics/"),
    Scene("training", "baoli.jingban", "/training/", [begun]),
)  # fmt: skip


def take(browser: Browser, site: str, scene: Scene) -> bytes:
    """Sign in, go there, and photograph what stands in the window."""
    context = browser.new_context(
        viewport=scene.size or DESK, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site,
        service_workers="block",
    )  # fmt: skip
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
    usual = {scene.name for scene in SCENES} - {"training"}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=options.browser, args=[*BROWSER])
        for scene in SCENES:
            if scene.name in (options.names or usual):
                size = keep(scene.name, take(browser, options.site.rstrip("/"), scene))
                print(f"{scene.name}.webp {size / 1024:.0f} KB")
        browser.close()


if __name__ == "__main__":
    main()
