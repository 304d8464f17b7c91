"""Filling in the four parts of a visit in the browser, signing, and handing it in."""

import pytest
from playwright.sync_api import expect

from surveys.models import Visit
from surveys.services import visits
from tests.factories.households import household
from tests.factories.surveys import content, draft
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.visit_form import economy, family, needs, next_part, sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_four_parts_are_filled_in_signed_and_handed_in(
    size, caseworker, colleague, page_of, seen_by
):
    home = household()
    with seen_by(caseworker):
        visit = visits.start(household=home, by=caseworker)
    page = page_of(caseworker, size)
    page.goto(f"/visits/{visit.uuid}/")
    expect(page.locator("h1")).to_have_text("入户调查：韩淑英家")
    family(page)
    next_part(page)
    expect(page.locator("[aria-current=step]").first).to_contain_text("2")
    economy(page)
    expect(page.locator(".nx-calc")).to_contain_text("908.33")
    next_part(page)
    page.get_by_role("button", name="其余都没有享受").click()
    next_part(page)
    needs(page)
    next_part(page)
    page.get_by_label("再加一名调查人").select_option(label=colleague.name)
    page.get_by_role("button", name="添加调查人").click()
    expect(page.get_by_text("调查人 王建波")).to_be_visible()
    for index in range(3):
        sign(page, page.locator("button.nx-sign").nth(index))
        expect(page.locator("button.nx-sign img")).to_have_count(index + 1)
    page.locator("#submit:visible, [data-place=docknext]:visible").first.click()
    page.wait_for_url("**/review/")
    expect(page.locator("h1")).to_contain_text("待审核")
    with seen_by(caseworker):
        visit = Visit.objects.get(pk=visit.pk)
    assert (visit.step, str(visit.per_capita), visit.need_count) == ("submitted", "908.33", 1)


def test_what_is_typed_without_a_network_is_kept_and_sent_later(caseworker, page_of, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    page = page_of(caseworker)
    page.goto(f"/visits/{visit.uuid}/")
    expect(page.locator("h1")).to_contain_text("韩淑英")
    page.context.set_offline(True)
    page.get_by_label("家庭其他情况").fill("儿子在外地打工")
    page.get_by_label("家庭其他情况").blur()
    expect(page.locator("[data-place=state]")).to_contain_text("没有网络，已保存在本机")
    page.context.set_offline(False)
    expect(page.locator("[data-place=state]")).to_contain_text("已同步", timeout=15_000)
    with seen_by(caseworker):
        kept = Visit.objects.get(pk=visit.pk).content
    assert kept["family"]["circumstances"] == "儿子在外地打工"


def test_two_people_at_the_same_form_choose_between_their_answers(
    caseworker, colleague, page_of, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    pages = [page_of(caseworker), page_of(colleague)]
    for page in pages:
        page.goto(f"/visits/{visit.uuid}/")
        expect(page.locator("h1")).to_contain_text("韩淑英")
    for page, text in zip(pages, ("院里有羊", "院里有牛"), strict=True):
        page.get_by_label("家庭其他情况").fill(text)
        page.get_by_label("家庭其他情况").blur()
        expect(page.locator("[data-place=state]")).to_contain_text(
            "已同步" if page is pages[0] else "有冲突"
        )
    page = pages[1]
    expect(page.get_by_text("有 1 处两个人填得不一样")).to_be_visible()
    page.get_by_role("button", name="院里有牛").click()
    expect(page.get_by_text("有 1 处两个人填得不一样")).to_have_count(0)
    with seen_by(caseworker):
        kept = Visit.objects.get(pk=visit.pk)
    assert kept.content["family"]["circumstances"] == "院里有牛"
    assert kept.clashes == []
