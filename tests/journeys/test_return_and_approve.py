"""A visit goes back with remarks at exact places, is mended there and approved; others together."""

import pytest
from playwright.sync_api import expect

from surveys.models import Visit
from surveys.services import visits
from tests.factories.households import household
from tests.factories.surveys import (
    INCOME,
    LAND,
    approved_visit,
    content,
    signed_visit,
    submitted_visit,
    visit_photo,
)
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.visit_form import saved, sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AMOUNT, AREA = f"incomes.{INCOME}.amount", f"land.{LAND}.area"
PLAIN = {"conclusion__proposals": ["08"], "needs": {}, "conclusion__has_needs": False}


def point(page, path, words):
    """Write a remark beside an answer."""
    page.locator(f"button[data-point='{path}']").click()
    page.locator("#remark-here").fill(words)
    page.get_by_role("button", name="加入这条说明").first.click()
    expect(page.locator(f"button[data-point='{path}']")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_returned_to_the_exact_field_mended_answered_and_approved(
    size, caseworker, leader, page_of, seen_by
):
    visit = submitted_visit(household(), by=caseworker)
    chief = page_of(leader)
    chief.goto(f"/visits/{visit.uuid}/review/")
    point(chief, AMOUNT, "与工资单不符")
    point(chief, AREA, "与承包合同不符")
    expect(chief.locator("[data-remarks] li")).to_have_count(2)
    expect(chief.get_by_role("radio", name="退回修改")).to_be_checked()
    chief.locator("#decide").get_by_role("button", name="提交审核结论").click()
    expect(chief.locator("h1")).to_contain_text("退回")

    clerk = page_of(caseworker, size)
    clerk.goto(f"/visits/{visit.uuid}/")
    told = clerk.locator("section[aria-labelledby=remarks-title]")
    expect(told).to_contain_text("退回说明 2 处，还有 2 处没有修改或答复")
    expect(told).to_contain_text("其他部分还有 2 处")
    expect(told.get_by_role("listitem")).to_have_count(0)
    told.get_by_role("link", name="金额").click()
    field = clerk.locator(f"#f-{AMOUNT.replace('.', '-')}")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(clerk.locator(".nx-told").first).to_contain_text("与工资单不符")
    expect(told.get_by_role("listitem")).to_have_count(2)
    expect(told).not_to_contain_text("其他部分")
    field.fill("480")
    field.blur()
    saved(clerk)
    expect(told).to_contain_text("还有 1 处")

    clerk.goto(f"/visits/{visit.uuid}/#part-3")
    expect(told).to_contain_text("其他部分还有 1 处")
    expect(told.get_by_role("link")).to_have_count(2)
    told.get_by_role("link", name="全部退回说明").click()
    expect(told.get_by_role("listitem")).to_have_count(2)
    for index in range(3):
        sign(clerk, clerk.locator("button.nx-sign").nth(index))
        expect(clerk.locator("button.nx-sign img")).to_have_count(index + 1)
    submit = clerk.locator("#submit:visible, [data-place=docknext]:visible").first
    submit.click()
    expect(clerk.locator(".nx-errsum")).to_contain_text("面积：没有修改，也没有答复")
    answer = told.get_by_label("原来填的没有错")
    answer.fill("合同就是 8 亩，已附复印件")
    told.get_by_role("button", name="已处理").click()
    expect(told).to_contain_text("退回说明已全部处理")
    submit.click()
    clerk.wait_for_url("**/review/")

    chief.goto(f"/visits/{visit.uuid}/review/")
    asked = chief.locator("#remarks")
    expect(asked.locator("del")).to_have_text("500.00")
    expect(asked.locator("ins")).to_have_text("480")
    expect(asked).to_contain_text("合同就是 8 亩，已附复印件")
    chief.get_by_role("radio", name="通过", exact=True).check()
    chief.locator("#decide").get_by_role("button", name="提交审核结论").click()
    expect(chief.locator("h1")).to_contain_text("已审核")
    with seen_by(leader):
        first, second = Visit.objects.get(pk=visit.pk).remarks.all()
    assert (first.is_changed, second.answer) == (True, "合同就是 8 亩，已附复印件")


def test_what_is_answered_without_a_network_goes_up_later(caseworker, leader, page_of, seen_by):
    visit = submitted_visit(household(), by=caseworker)
    chief = page_of(leader)
    chief.goto(f"/visits/{visit.uuid}/review/")
    point(chief, AREA, "与承包合同不符")
    chief.locator("#decide").get_by_role("button", name="提交审核结论").click()
    expect(chief.locator("h1")).to_contain_text("退回")
    clerk = page_of(caseworker, PHONE)
    clerk.goto(f"/visits/{visit.uuid}/")
    told = clerk.locator("section[aria-labelledby=remarks-title]")
    told.get_by_role("link", name="面积").click()
    clerk.context.set_offline(True)
    told.get_by_label("原来填的没有错").fill("合同就是 8 亩")
    told.get_by_role("button", name="已处理").click()
    expect(told).to_contain_text("退回说明已全部处理")
    clerk.context.set_offline(False)
    expect(clerk.locator("[data-place=state]")).to_contain_text("已同步", timeout=15_000)
    with seen_by(caseworker):
        assert Visit.objects.get(pk=visit.pk).remarks.get().answer == "合同就是 8 亩"


def test_the_unremarkable_are_approved_together(caseworker, leader, page_of, seen_by):
    homes = [household(head=name) for name in ("甲平安", "乙平安", "丙首次")]
    for home in homes[:2]:
        approved_visit(home, by=caseworker, leader=leader)
    made = [signed_visit(home, by=caseworker, fill=content(home, **PLAIN)) for home in homes]
    for visit in made:
        visit_photo(visit)
        with seen_by(caseworker):
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
    page = page_of(leader)
    page.goto("/visits/")
    page.get_by_role("link", name="一并审核").click()
    expect(page.get_by_role("link", name="丙首次")).to_have_count(0)
    page.locator("li").filter(has_text="乙平安").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="下一步：确认审核").click()
    expect(page.locator("h1")).to_have_text("审核通过这 1 份入户调查？")
    page.get_by_role("button", name="审核通过 1 份").click()
    expect(page.locator("h1")).to_have_text("一并审核结果")
    expect(page.get_by_role("row").filter(has_text="甲平安")).to_contain_text("已审核")
    with seen_by(leader):
        steps = [Visit.objects.get(pk=visit.pk).step for visit in made]
    assert steps == ["approved", "submitted", "submitted"]
