"""From the visit form on a phone into the handbook, and back to the very same part."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.households import household
from tests.factories.surveys import content, draft
from tests.journeys.conftest import PHONE
from tests.journeys.site import ready, take_along

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


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


def test_the_chapter_on_visits_is_read_without_a_network(caseworker, site, phone):
    household()
    with phone(site, caseworker) as page:
        take_along(page)
        site.stop()
        page.get_by_role("link", name="帮助").click()
        expect(page.get_by_role("heading", name="没有网络时", exact=True)).to_be_in_viewport()
        expect(page.locator("body")).to_contain_text("离线口令")
        page.locator(".nx-shot").first.scroll_into_view_if_needed()
        expect(page.locator(".nx-shot").first).to_have_class(re.compile("is-away"))
        expect(page.locator(".nx-shot img").first).to_be_hidden()
        page.get_by_role("link", name="回到刚才的页面").click()
        ready(page)
        expect(page.locator("h1").first).to_contain_text("今日入户")
        page.goto("/help/applications/")
        expect(page.locator("h1")).to_contain_text("用户手册")
