"""The phone's bad luck: a wrong clock, a session over, another person, two windows, a kill."""

import datetime
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from surveys.models import Visit, VisitPhoto
from tests.factories.households import household
from tests.factories.surveys import content, draft
from tests.journeys.site import (
    PIN,
    begin_offline,
    kept,
    online,
    ready,
    sign_in,
    sign_in_by_hand,
    take_along,
    write,
)
from tests.journeys.test_offline_photos import jpeg, photo, shoot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
YEAR = 365
# Every clock the page reads is off by so many days; `performance.now` runs on.
OFF = """(() => {
  const Real = Date;
  const ahead = %s * 86400000;
  window.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [Real.now() + ahead])); }
    static now() { return Real.now() + ahead; }
  };
})()"""


def clock_off(page, days):
    page.add_init_script(OFF % days)


def kill(page, profile: Path):
    """The browser on this profile ends as when the phone's battery does; waits until it has."""
    with page.context.expect_event("close"):
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and str(profile).encode() in _words(entry):
                with suppress(ProcessLookupError):
                    os.kill(int(entry.name), signal.SIGKILL)


def _words(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("days", [YEAR, -YEAR])
def test_a_clock_off_by_a_year_gives_the_visit_its_true_day(
    site, phone, caseworker, client_for, seen_by, days, today
):
    household()
    with phone(site, caseworker) as page:
        # Right while the village is taken along: the device learns of it only afterwards.
        page.goto("/")
        take_along(page)
        site.stop()
        clock_off(page, days)
        page.goto("/visits/field/")
        ready(page, "locked")
        page.get_by_label("离线口令（6 位数字）").fill(PIN)
        page.get_by_role("button", name="打开").click()
        ready(page)
        expect(page.locator("[data-village]")).to_contain_text("超过 7 天")
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        wrong = today + datetime.timedelta(days=days)
        expect(page.get_by_label("走访日期")).to_have_value(wrong.isoformat())
        write(page, "家庭其他情况", "屋顶漏雨")
        shoot(page, "door", jpeg())
        expect(photo(page, "kept")).to_have_count(1, timeout=20_000)
        site.start()
        online(page)
        kept(page, "已同步")
        expect(page.locator("#shell-warnings")).to_contain_text("自动设置")
        expect(page.get_by_label("走访日期")).to_have_value(today.isoformat())
        expect(page.locator("#day-set-right")).to_contain_text(f"改为 {today.isoformat()}")
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)
        # The server's cookies live on, and the form opens again by itself.
        page.reload()
        ready(page)
        kept(page, "已同步")
        expect(page.locator("#day-set-right")).to_be_visible()
    with seen_by(caseworker):
        visit = Visit.objects.get()
        assert (visit.visited_on, visit.step) == (today, "draft")
        taken = VisitPhoto.objects.get().taken_at
    assert abs(timezone.now() - taken) < datetime.timedelta(minutes=10)


def begin_under(page, days):
    """A visit begun without network under a clock that went wrong after the taking along."""
    clock_off(page, days)
    page.goto("/visits/field/")
    ready(page, "locked")
    page.get_by_label("离线口令（6 位数字）").fill(PIN)
    page.get_by_role("button", name="打开").click()
    ready(page)
    page.get_by_role("button", name="开始入户").click()
    page.wait_for_url("**/visits/*-*/")
    ready(page)
    return page.url


DOUBT = "手机时间不对或调过"


@pytest.mark.parametrize("days", [YEAR, -YEAR])
def test_a_clock_set_right_before_the_upload_leaves_a_date_to_be_checked(
    site, phone, caseworker, seen_by, days, today
):
    household()
    wrong = today + datetime.timedelta(days=days)
    with phone(site, caseworker) as page:
        page.goto("/")
        take_along(page)
        site.stop()
        address = begin_under(page, days)
        write(page, "家庭其他情况", "屋顶漏雨")
        kept(page, "已保存在本机")
        # Before the village was taken along nothing can begin: known at once, also without network.
        expect(page.get_by_text(DOUBT)).to_have_count(2 if days < 0 else 0)
        site.start()
        again = page.context.new_page()
        page.close()
        again.goto(address)
        ready(again)
        kept(again, "已同步")
        visited = again.get_by_label("走访日期")
        expect(visited).to_have_value(wrong.isoformat())
        expect(again.get_by_text(DOUBT).first).to_be_visible()
        if days > 0:
            visited.fill(today.isoformat())
            visited.blur()
            expect(again.get_by_text(DOUBT)).to_have_count(0)
        else:
            doubt = again.get_by_role("listitem").filter(has_text=DOUBT)
            doubt.get_by_role("button", name="已核实，属实").click()
            expect(doubt.get_by_role("button", name="修改")).to_be_visible()
        kept(again, "已同步")
        again.reload()
        ready(again)
        expect(visited).to_have_value((today if days > 0 else wrong).isoformat())
    with seen_by(caseworker):
        visit = Visit.objects.get()
    assert visit.visited_on == (today if days > 0 else wrong)
    assert visit.content["family"]["circumstances"] == "屋顶漏雨"


def test_a_clock_that_goes_wrong_while_the_form_is_open_changes_no_date(
    site, phone, caseworker, seen_by, today
):
    household()
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        page.evaluate(OFF % -YEAR)
        write(page, "家庭其他情况", "屋顶漏雨")
        kept(page, "已保存在本机")
        expect(page.get_by_text(DOUBT).first).to_be_visible()
        site.start()
        online(page)
        kept(page, "已同步")
        expect(page.get_by_label("走访日期")).to_have_value(today.isoformat())
        expect(page.locator("#day-set-right")).to_have_count(0)
        expect(page.get_by_text(DOUBT).first).to_be_visible()
    with seen_by(caseworker):
        assert Visit.objects.get().visited_on == today


def test_a_clock_known_to_be_wrong_is_told_and_reckoned_with_without_network(
    site, phone, caseworker, today
):
    household()
    with phone(site, caseworker) as page:
        clock_off(page, YEAR)
        begin_offline(site, page)
        expect(page.locator("#shell-warnings")).to_contain_text("本机时间不对")
        expect(page.get_by_label("走访日期")).to_have_value(today.isoformat())


def test_a_day_written_by_hand_stays_as_it_was_written(site, phone, caseworker, seen_by, today):
    household()
    yesterday = today - datetime.timedelta(days=1)
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        page.get_by_label("走访日期").fill(yesterday.isoformat())
        page.get_by_label("走访日期").blur()
        kept(page, "已保存在本机")
        address = page.url
        clock_off(page, -YEAR)
        site.start()
        page.goto(address)
        ready(page)
        kept(page, "已同步")
        expect(page.locator("#shell-warnings")).to_contain_text("核对每户的走访日期")
    with seen_by(caseworker):
        assert Visit.objects.get().visited_on == yesterday


def test_a_session_over_while_typing_leads_back_to_the_same_part(site, phone, caseworker, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/")
        ready(page)
        page.goto(f"/visits/{visit.uuid}/#part-4")
        site.stop()
        page.get_by_label("具体需求").fill("屋顶漏雨")
        page.get_by_label("具体需求").blur()
        kept(page, "已保存在本机")
        Session.objects.all().delete()
        site.start()
        online(page)
        kept(page, "重新登录后上传")
        page.get_by_label("具体需求").fill("屋顶漏雨，要修")
        page.get_by_label("具体需求").blur()
        kept(page, "重新登录后上传")
        page.get_by_role("link", name="重新登录").click()
        sign_in_by_hand(page, caseworker)
        page.wait_for_url(f"**/visits/{visit.uuid}/#part-4")
        ready(page)
        expect(page.get_by_label("具体需求")).to_have_value("屋顶漏雨，要修")
        kept(page, "已同步")
    with seen_by(caseworker):
        (need,) = Visit.objects.get().content["needs"].values()
    assert need["description"] == "屋顶漏雨，要修"


def test_another_person_on_the_phone_opens_the_same_visit_and_overwrites_nothing(
    site, phone, caseworker, colleague, client_for, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    address = f"/visits/{visit.uuid}/"
    with phone(site, caseworker) as page:
        page.goto(address)
        ready(page)
        site.stop()
        write(page, "家庭其他情况", "院里有羊")
        shoot(page, "door", jpeg())
        expect(photo(page, "kept")).to_have_count(1, timeout=20_000)
        Session.objects.all().delete()
        site.start()
        sign_in(page.context, site, client_for(colleague))
        page.goto(address)
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("")
        expect(page.locator("[data-photo]")).to_have_count(0)
        write(page, "备注", "下午去的")
        kept(page, "已同步")
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("[data-draft]")).to_have_count(1)
        sign_in(page.context, site, client_for(caseworker))
        page.goto(address)
        ready(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)
        kept(page, "已同步")
    with seen_by(caseworker):
        held = Visit.objects.get().content
    assert (held["family"]["circumstances"], held["header"]["remarks"]) == ("院里有羊", "下午去的")


def test_what_one_typed_is_never_sent_under_the_name_of_who_signed_in_since(
    site, phone, caseworker, colleague, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/")
        ready(page)
        other = page.context.new_page()
        page.context.clear_cookies(name="sessionid")
        other.goto("/sign-in/")
        sign_in_by_hand(other, colleague)
        expect(other.get_by_role("button", name="菜单")).to_be_visible()
        write(page, "家庭其他情况", "院里有羊")
        kept(page, "重新登录后上传")
        with seen_by(caseworker):
            assert "circumstances" not in Visit.objects.get().content["family"]


def test_two_windows_with_one_visit_write_once(site, phone, caseworker, seen_by):
    home = household()
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        write(page, "家庭其他情况", "院里有羊")
        kept(page, "已保存在本机")
        second = page.context.new_page()
        second.goto(page.url)
        ready(second)
        expect(second.get_by_text("已在另一个窗口打开")).to_be_visible()
        second.goto("/visits/field/")
        ready(second)
        expect(second.locator("[data-draft]")).to_contain_text("已保存在本机")
        write(page, "备注", "下午去的")
        site.start()
        for one in (second, page):
            online(one)
        kept(page, "已同步")
        page.close()
        second.goto("/visits/field/")
        ready(second)
        expect(second.locator("[data-draft]")).to_contain_text("已同步")
    with seen_by(caseworker):
        held = Visit.objects.get(household=home).content
    assert (held["family"]["circumstances"], held["header"]["remarks"]) == ("院里有羊", "下午去的")


def test_a_browser_killed_in_the_middle_of_a_save_opens_what_was_kept(
    site, phone, caseworker, client_for, seen_by, tmp_path
):
    household()
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        write(page, "家庭其他情况", "院里有羊")
        kept(page, "已保存在本机")
        address = page.url
        page.get_by_label("备注").press_sequentially("下午去的" * 20)
        kill(page, tmp_path / "phone")
    with phone(site) as page:
        page.goto(address)
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("院里有羊")
        site.start()
        sign_in(page.context, site, client_for(caseworker))
        page.reload()
        ready(page)
        kept(page, "已同步")
    with seen_by(caseworker):
        assert Visit.objects.get().content["family"]["circumstances"] == "院里有羊"
