"""One phone and several people, several phones and one visit: both kept, or both shown."""

import pytest
from playwright.sync_api import expect

from surveys.models import Visit
from surveys.services import visits
from tests.factories.households import household
from tests.factories.surveys import content, draft, signed_visit
from tests.journeys.site import PIN, begin_offline, kept, ready, sign_in, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
# Everything that lies in the device's database, as somebody with the device in hand reads it.
EVERYTHING = """async () => {
  const open = await new Dexie("nuanxin").open();
  const decoder = new TextDecoder();
  const plain = (key, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? decoder.decode(value) : value;
  const tables = open.tables.filter((table) => table.name !== "words");
  const rows = await Promise.all(tables.map((table) => table.toArray()));
  return JSON.stringify(rows, plain);
}"""


def fill_in_offline(site, page, text):
    begin_offline(site, page)
    write(page, "家庭其他情况", text)
    kept(page, "已保存在本机")


def test_two_phones_without_network_keep_what_both_typed(
    site, phone, caseworker, colleague, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    address = f"/visits/{visit.uuid}/"
    with phone(site, caseworker, "one") as mine, phone(site, colleague, "two") as other:
        for page in (mine, other):
            page.goto(address)
            ready(page)
            page.evaluate("navigator.serviceWorker ? 1 : 0")
        site.stop()
        write(mine, "家庭其他情况", "院里有羊")
        write(mine, "备注", "下午去的")
        write(other, "家庭其他情况", "院里有牛")
        other.get_by_role("textbox", name="受访人").fill("韩老大")
        other.get_by_role("textbox", name="受访人").blur()
        for page in (mine, other):
            kept(page, "已保存在本机")
        other.context.set_offline(True)  # the second phone is still on its way
        site.start()
        mine.evaluate("window.dispatchEvent(new Event('online'))")
        kept(mine, "已同步")
        other.context.set_offline(False)
        other.evaluate("window.dispatchEvent(new Event('online'))")
        kept(other, "有冲突")
        for answer in ("院里有羊", "院里有牛"):
            expect(other.get_by_role("button", name=answer)).to_be_visible()
        other.goto(f"{address}#part-5")
        expect(other.locator("[data-place=dock]")).to_contain_text("不一致")
        other.get_by_role("button", name="院里有羊").click()
        kept(other, "已同步")
    with seen_by(caseworker):
        held = Visit.objects.get(pk=visit.pk)
    assert held.content["family"]["circumstances"] == "院里有羊"
    assert held.content["header"]["remarks"] == "下午去的"
    assert held.content["header"]["respondent"] == "韩老大"
    assert held.clashes == []


def test_a_late_verdict_leaves_what_is_missing_on_the_last_part(site, phone, caseworker):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        # The verdict has been drawn once the (hidden) panel shows its ladder.
        expect(page.locator("[data-place=panel] .nx-ladder")).to_be_attached()
        expect(page.locator("[data-place=dock]")).to_contain_text("还差")


def test_another_user_of_the_phone_sees_nothing(site, phone, caseworker, colleague, client_for):
    home = household()
    with phone(site, caseworker) as page:
        fill_in_offline(site, page, "屋顶漏雨")
        found = page.evaluate(EVERYTHING)
        for word in ("屋顶漏雨", home.head_name, home.household_no, "2112**********"):
            assert word not in found
        site.start()
        sign_in(page.context, site, client_for(colleague))
        page.goto("/visits/field/")
        ready(page)
        expect(page.get_by_text("本机上还没有入户表")).to_be_visible()
        expect(page.locator("[data-household]")).to_have_count(0)
        sign_in(page.context, site, client_for(caseworker))
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("[data-draft]")).to_have_count(1)


def test_a_lock_keeps_everything_and_the_pin_opens_it(site, phone, caseworker):
    household()
    with phone(site, caseworker) as page:
        fill_in_offline(site, page, "屋顶漏雨")
        address = page.url
        page.goto("/visits/field/")
        ready(page)
        page.get_by_role("button", name="锁定").click()
        ready(page, "locked")
        page.get_by_label("离线口令（6 位数字）").fill("111222")
        page.get_by_role("button", name="打开").click()
        expect(page.locator("#pin-error")).to_contain_text("口令不对")
        page.get_by_label("离线口令（6 位数字）").fill(PIN)
        page.get_by_role("button", name="打开").click()
        ready(page)
        page.goto(address)
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨")


def test_signing_out_asks_about_what_is_not_uploaded(site, phone, caseworker, client_for):
    household()
    with phone(site, caseworker) as page:
        fill_in_offline(site, page, "屋顶漏雨")
        site.start()
        page.route("**/api/v1/visits/**", lambda route: route.abort())
        page.goto("/")
        page.get_by_role("button", name="菜单").click()
        page.locator(".nx-drop summary").click()
        page.get_by_role("button", name="退出登录").click()
        expect(page.get_by_text("还有内容没有上传，现在退出吗？")).to_be_visible()
        page.get_by_role("button", name="仍然退出，内容留在本机").click()
        page.wait_for_url("**/sign-in/**")
        page.unroute("**/api/v1/visits/**")
        sign_in(page.context, site, client_for(caseworker))
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("[data-draft]")).to_contain_text("已同步", timeout=20_000)


def test_what_was_typed_after_the_submission_stays_until_it_is_deleted(
    site, phone, caseworker, seen_by
):
    visit = signed_visit(household(), by=caseworker)
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/")
        ready(page)
        site.stop()
        write(page, "家庭其他情况", "院里有牛")
        kept(page, "已保存在本机")
        with seen_by(caseworker):
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
        site.start()
        page.evaluate("window.dispatchEvent(new Event('online'))")
        kept(page, "没有进入调查表")
        page.goto("/visits/field/")
        ready(page)
        page.locator("[data-draft]").get_by_role("button", name="从本机删除").click()
        page.locator("dialog").get_by_role("button", name="从本机删除").click()
        expect(page.locator("[data-draft]")).to_have_count(0)
