"""From the visit form on a phone into the handbook, and back to the very same part."""

import pytest
from playwright.sync_api import expect

from tests.factories.households import household
from tests.factories.surveys import content, draft
from tests.journeys.conftest import PHONE
from tests.journeys.site import online, ready, take_along

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEPT_PICTURES = """caches.keys().then((names) => Promise.all(names.map((name) =>
  caches.open(name).then((cache) => cache.keys())))).then((kept) =>
  kept.flat().map((one) => one.url).filter((url) => url.includes("/handbook/")))"""


def test_help_from_the_form_and_back_to_the_same_part(caseworker, page_of):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    page = page_of(caseworker, PHONE)
    page.goto(f"/visits/{visit.uuid}/#part-2")
    ready(page)
    page.get_by_role("link", name="帮助").click()
    expect(page.get_by_role("heading", name="第二部分：家庭经济状况")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("a[rel=next]").click()
    expect(page.locator("h1")).to_contain_text("审核与退回")
    page.get_by_role("link", name="回到刚才的页面").click()
    ready(page)
    expect(page.locator("[data-place=partname]")).to_contain_text("第 2 部分")
    page.get_by_role("link", name="帮助").click()
    expect(page.locator("h1")).to_contain_text("入户走访")
    page.go_back()
    expect(page.locator("[data-place=partname]")).to_contain_text("第 2 部分")


def test_the_chapters_for_the_village_are_read_without_a_network(caseworker, site, phone):
    household()
    with phone(site, caseworker) as page:
        take_along(page)
        site.stop()
        page.get_by_role("link", name="帮助").click()
        expect(page.get_by_role("heading", name="没有网络时", exact=True)).to_be_in_viewport()
        expect(page.locator("body")).to_contain_text("离线口令")
        # Their words are on the phone, their pictures are not: a line says so, and leaves no hole.
        assert page.evaluate(KEPT_PICTURES) == []
        shots, lines = page.locator(".nx-shot img"), page.get_by_text("没有网络，图片不显示")
        shots.first.evaluate("one => one.scrollIntoView()")
        expect(page.locator(".nx-shot img:visible")).to_have_count(0)
        assert lines.count() == shots.count() > 0
        expect(lines.first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        site.start()
        online(page)
        expect(shots.first).to_be_visible()
        expect(lines.first).to_be_hidden()
        site.stop()
        page.get_by_role("link", name="回到刚才的页面").click()
        ready(page)
        expect(page.locator("h1").first).to_contain_text("今日入户")
        page.goto("/help/applications/")
        expect(page.locator("h1")).to_contain_text("用户手册")
