"""The village without a network: browser closed, server stopped, a newer build; no word lost."""

import pytest
from playwright.sync_api import expect

from surveys.models import Visit
from tests.factories.households import household
from tests.journeys.site import kept, ready, sign_in, take_along
from tests.journeys.visit_form import family

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_visit_filled_in_without_network_is_finished_days_later(
    site, phone, caseworker, client_for, seen_by
):
    home = household()
    with phone(site, caseworker) as page:
        page.goto("/")
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        expect(page.locator("h1")).to_have_text("入户调查：韩淑英家")
        kept(page, "已保存在本机")
        page.get_by_label("家庭其他情况").fill("屋顶漏雨，东屋不能住人")
        page.get_by_label("家庭其他情况").blur()
        kept(page, "已保存在本机")
        address = page.url
    with phone(site) as page:
        page.goto(address)
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨，东屋不能住人")
        family(page)
        page.locator("[data-place=docknext]").click()
        site.start(build="newer")
        page.evaluate("window.dispatchEvent(new Event('online'))")
        kept(page, "重新登录后上传")
        sign_in(page.context, site, client_for(caseworker))
        page.reload()
        ready(page)
        kept(page, "已同步")
    with seen_by(caseworker):
        (visit,) = Visit.objects.all()
        assert visit.content["family"]["circumstances"] == "屋顶漏雨，东屋不能住人"
        assert visit.content["family"]["contracted_land"] == "8"
        assert visit.household_id == home.pk
