"""The village changed while the phone was away: the household, the user's post, the form itself."""

import datetime

import pytest
from playwright.sync_api import expect

from accounts.models import Area, User, UserRole
from accounts.models.users import Role
from households.services.changes import closing, handing_over, merging, moving
from surveys.models import StrandedDraft, Visit, VisitPhoto
from surveys.schema import EDITION
from tests.conftest import KAIYUAN, LAOCHENG
from tests.factories import accounts as people
from tests.factories.households import VILLAGE, household
from tests.factories.surveys import LAND, content, draft
from tests.journeys.site import begin_offline, kept, online, ready, sign_in, sign_in_by_hand, write
from tests.journeys.test_offline_photos import jpeg, photo, shoot
from tests.journeys.visit_form import sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = datetime.date(2026, 2, 10)
CLOSED = {"code": "5", "on": DAY, "reason": "重复登记"}


def village_of(code) -> Area:
    return Area.objects.within(Area.objects.get(pk=code)).villages().order_by("code").first()


def moved(home, by):
    moving.move(by=by, household=home, to=village_of(LAOCHENG), on=DAY, reason="迁居")


def handed_over(home, by):
    chief = people.user(Role.COUNTY_SECTION_CHIEF, KAIYUAN, "kai.guzhang", "周股长")
    offer = handing_over.propose(
        by=by, household=home, to_county=Area.objects.get(pk=KAIYUAN), on=DAY, reason="迁居",
        address="某街 5 号",
    )  # fmt: skip
    handing_over.accept(by=chief, hand_over=offer, to=village_of(KAIYUAN), on=DAY)


def merged(home, by):
    survivor = household(head="王秀英")
    (head,) = home.members.active()
    merging.merge(by=by, merging=merging.Merging(survivor, home, DAY, "共同生活", {head.pk: "52"}))


def closed(home, by):
    closing.close(by=by, household=home, **CLOSED)


def hand_in(page):
    page.locator("#hand-in").click()
    expect(page.get_by_text("已交存")).to_be_visible(timeout=20_000)


def take_over_by_page(page):
    page.goto("/visits/stranded/")
    page.get_by_role("link", name="韩淑英").click()
    expect(page.get_by_text("屋顶漏雨")).to_be_visible()
    page.get_by_role("button", name="转为入户调查").click()
    page.wait_for_url("**/visits/*-*/")
    ready(page)
    expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨")


def fill_in(page):
    write(page, "家庭其他情况", "屋顶漏雨")
    shoot(page, "door", jpeg())
    expect(photo(page, "kept")).to_have_count(1, timeout=20_000)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (moved, "不在您的辖区"),
        (handed_over, "不在您的辖区"),
        (merged, "已并入王秀英"),
        (closed, "已注销"),
    ],
)
def test_a_household_gone_while_its_visit_was_begun_offline(
    site, phone, caseworker, seen_by, change, words
):
    home = household()
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        fill_in(page)
        with seen_by(caseworker):
            change(home, caseworker)
        site.start()
        online(page)
        expect(page.locator(".nx-note--warn").first).to_contain_text(words, timeout=20_000)
        # Closed and opened again it says the same, with the same ways on.
        page.reload()
        ready(page)
        expect(page.locator(".nx-note--warn").first).to_contain_text(words, timeout=20_000)
        expect(page.get_by_text("屋顶漏雨")).to_be_visible()
        if change is merged:
            expect(page.get_by_role("link", name="王秀英")).to_be_visible()
        hand_in(page)
        expect(page.get_by_text("照片加密留在本机")).to_be_visible()
        page.goto("/visits/stranded/")
        page.get_by_role("link", name="韩淑英").click()
        expect(page.get_by_text("屋顶漏雨")).to_be_visible()
    with seen_by(caseworker):
        assert StrandedDraft.objects.get().content["family"]["circumstances"] == "屋顶漏雨"


def test_a_household_that_moved_and_came_back_takes_answers_and_photo_in(
    site, phone, caseworker, neighbour, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/")
        ready(page)
        site.stop()
        fill_in(page)
        with seen_by(caseworker):
            moved(home, caseworker)
        site.start()
        online(page)
        expect(page.locator(".nx-note--warn").first).to_contain_text("不在您的辖区", timeout=20_000)
        hand_in(page)
        with seen_by(neighbour):
            moving.move(
                by=neighbour, household=home, to=Area.objects.get(pk=VILLAGE), on=DAY, reason="迁回"
            )
        take_over_by_page(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=30_000)
        kept(page, "已同步")
    with seen_by(caseworker):
        assert Visit.objects.get().content["family"]["circumstances"] == "屋顶漏雨"
        assert VisitPhoto.objects.get().visit == Visit.objects.get()


def test_a_household_put_back_takes_the_draft_in_without_handing_in(
    site, phone, caseworker, seen_by
):
    home = household()
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        fill_in(page)
        address = page.url
        with seen_by(caseworker):
            closed(home, caseworker)
        site.start()
        online(page)
        expect(page.locator("#hand-in")).to_be_visible(timeout=20_000)
        site.stop()
        page.goto(address)
        ready(page)
        expect(page.locator("#hand-in")).to_be_visible()
        with seen_by(caseworker):
            closing.reopen(by=caseworker, household=home, on=DAY, reason="恢复")
        site.start()
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("[data-draft]")).to_contain_text("已同步", timeout=20_000)
    with seen_by(caseworker):
        assert Visit.objects.get().content["family"]["circumstances"] == "屋顶漏雨"
        assert VisitPhoto.objects.count() == 1


def test_a_clerk_moved_to_another_township_hands_in_there(site, phone, caseworker, seen_by):
    household()
    with phone(site, caseworker) as page:
        begin_offline(site, page)
        fill_in(page)
        User.objects.filter(pk=caseworker.pk).update(area=LAOCHENG)
        site.start()
        online(page)
        expect(page.locator(".nx-note--warn").first).to_contain_text("不在您的辖区", timeout=20_000)
        hand_in(page)
        page.goto("/visits/stranded/")
        page.get_by_role("link", name="韩淑英").click()
        expect(page.get_by_text("屋顶漏雨")).to_be_visible()


def test_a_role_taken_away_keeps_the_draft_until_it_is_given_back(site, phone, caseworker, seen_by):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        begin_offline_of(page, visit, site)
        UserRole.objects.filter(user=caseworker).update(role=Role.TOWNSHIP_LEADER)
        site.start()
        online(page)
        kept(page, "请联系本单位安全管理员")
        write(page, "备注", "下午去的")
        kept(page, "请联系本单位安全管理员")
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("#shell-warnings")).to_contain_text("没有丢")
        expect(page.locator("[data-draft]")).to_contain_text("请联系本单位安全管理员")
        UserRole.objects.filter(user=caseworker).update(role=Role.TOWNSHIP_CASEWORKER)
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("[data-draft]")).to_contain_text("已同步", timeout=20_000)
        expect(page.locator("#shell-warnings")).to_have_text("")
    with seen_by(caseworker):
        held = Visit.objects.get().content
        assert VisitPhoto.objects.count() == 1
    assert (held["family"]["circumstances"], held["header"]["remarks"]) == ("屋顶漏雨", "下午去的")


def begin_offline_of(page, visit, site):
    """A visit the server has, opened; the shell is on the device; more is filled in offline."""
    page.goto(f"/visits/{visit.uuid}/")
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    site.stop()
    fill_in(page)


def test_an_account_disabled_keeps_the_draft_until_it_is_enabled(
    site, phone, caseworker, client_for, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        begin_offline_of(page, visit, site)
        User.objects.filter(pk=caseworker.pk).update(is_active=False)
        site.start()
        online(page)
        kept(page, "重新登录后上传")
        page.get_by_role("link", name="重新登录").click()
        sign_in_by_hand(page, caseworker)
        expect(page.locator(".nx-errsum")).to_contain_text("请联系本单位安全管理员")
        User.objects.filter(pk=caseworker.pk).update(is_active=True)
        sign_in_by_hand(page, caseworker)
        page.wait_for_url(f"**/visits/{visit.uuid}/")
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨")
        kept(page, "已同步")
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)


def test_a_draft_of_the_edition_before_is_submitted_by_its_own_questions(
    site, phone, caseworker, client_for, seen_by
):
    home = household()
    fill = content(home, family__edition=str(EDITION), **{f"land__{LAND}__plant": "maize"})
    visit = draft(home, by=caseworker, fill=fill)
    with phone(site, caseworker) as page:
        begin_offline_of(page, visit, site)
    site.start(build="newer", asks="remarks")
    with phone(site) as page:
        sign_in(page.context, site, client_for(caseworker))
        assert page.request.get("/visits/schema.json").json()["edition"] == EDITION + 1
        page.goto(f"/visits/{visit.uuid}/")
        ready(page)
        kept(page, "已同步")
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨")
        page.goto(f"/visits/{visit.uuid}/#part-5")
        for index in range(3):
            sign(page, page.locator("[id^=sign-]").nth(index))
            expect(page.locator(".nx-sign img")).to_have_count(index + 1)
        page.locator("[data-place=docknext]").click()
        page.wait_for_url("**/review/")
    with seen_by(caseworker):
        assert Visit.objects.get().step == "submitted"


def test_what_the_browser_cleared_away_opens_again_from_the_server(
    site, phone, caseworker, seen_by
):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    address = f"/visits/{visit.uuid}/"
    with phone(site, caseworker) as page:
        page.goto(address)
        ready(page)
        write(page, "家庭其他情况", "屋顶漏雨")
        kept(page, "已同步")
        page.goto("/help/")
        page.evaluate("""() => new Promise((done, failed) => {
          const gone = indexedDB.deleteDatabase("nuanxin");
          gone.onsuccess = done; gone.onerror = failed; gone.onblocked = failed;
        })""")
        page.goto(address)
        ready(page)
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨")
        write(page, "备注", "下午去的")
        kept(page, "已同步")
        page.goto("/visits/field/")
        ready(page)
        expect(page.locator("[data-draft]")).to_have_count(1)
    with seen_by(caseworker):
        assert Visit.objects.get().content["header"]["remarks"] == "下午去的"
