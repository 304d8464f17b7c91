"""Filling in the four parts of a visit in the browser, signing, and handing it in."""

import pytest
from playwright.sync_api import expect

from surveys.models import Visit
from surveys.services import visits
from tests.factories.households import household
from tests.factories.surveys import HOME, INCOME, content, draft
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.visit_form import economy, family, needs, next_part, saved, sign

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


def test_a_slow_tap_is_not_lost_when_an_answer_arrives_under_it(caseworker, page_of):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    page = page_of(caseworker)
    page.goto(f"/visits/{visit.uuid}/#part-2")
    page.locator(f"#f-incomes-{INCOME}-amount").fill("-1")
    add = page.get_by_role("button", name="添加住房")
    add.scroll_into_view_if_needed()
    add.hover()
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.mouse.down()
    saved(page)
    page.mouse.up()
    expect(page.get_by_label("住房性质")).to_have_count(2)
    expect(page.locator(".nx-err__msg").first).to_contain_text("不能")


def test_sections_of_the_second_part_fold_on_a_phone_and_lose_nothing(caseworker, page_of, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    page = page_of(caseworker, PHONE)
    page.goto(f"/visits/{visit.uuid}/#part-2")
    incomes = page.get_by_role("button", name="收入", exact=False).first
    amount = page.locator(f"#f-incomes-{INCOME}-amount")
    expect(incomes).to_have_attribute("aria-expanded", "false")
    expect(incomes).to_contain_text("1 项 · 6,000 元/年")
    expect(amount).to_be_hidden()
    # Nobody was asked about large expenses yet.
    expect(page.get_by_role("button", name="添加支出")).to_be_visible()
    incomes.press("Enter")
    expect(incomes).to_have_attribute("aria-expanded", "true")
    amount.fill("600")
    expect(incomes).to_contain_text("7,200 元/年")
    incomes.click()
    expect(amount).to_be_hidden()
    page.emulate_media(media="print")
    expect(amount).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size(DESK)
    expect(page.locator(".nx-foldhead")).to_have_count(0)
    expect(amount).to_have_value("600")
    page.set_viewport_size(PHONE)
    saved(page)
    # What must be filled in and is not opens by itself, also when it was folded by hand.
    homes = page.locator("#fold-homes")
    homes.click()
    page.locator(f"#f-homes-{HOME}-area").fill("")
    homes.click()
    expect(homes).to_contain_text("1 项待填")
    page.locator("[data-place=docknext]").click()
    expect(page.locator(".nx-errsum")).to_be_visible()
    expect(page.locator(f"#f-homes-{HOME}-area")).to_be_visible()
    homes.click()
    page.locator(".nx-errsum a").first.click()
    expect(page.locator(f"#f-homes-{HOME}-area")).to_be_focused()
    with seen_by(caseworker):
        held = Visit.objects.get(pk=visit.pk).content
    assert held["incomes"][INCOME]["amount"] == "600"
    assert not held["homes"][HOME]["area"]


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
