"""The first journey, as the people of one township, one county and the city make it.

Caseworker, leader, checker, reviewer, county leader and city each sign in at the sign-in page and
do their part in Chinese; the ledger then has exactly the figures of the case, and the township
next door gets 404 for every page that was seen.
"""

import datetime
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import expect

from accounts import jobs
from accounts.models import Job
from assistance.models import Application
from foundation import clock
from households.models import IssuedDocument
from tests.factories import accounts as people
from tests.factories import households as make
from tests.factories.assistance import standards
from tests.journeys.conftest import DESK
from tests.journeys.visit_form import economy, family, needs, next_part, sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PER_CAPITA = "908.33"
COUNTY_ACTS = ("record-check/", "confirm/")


@pytest.fixture
def desk(browser, live_server):
    """``desk(user)``: a page signed in by typing name and password; remembers addresses seen."""
    opened, seen = [], []

    def sign_in(user):
        user.set_password(people.PASSWORD)
        user.save(update_fields=["password"])
        context = browser.new_context(viewport=DESK, locale="zh-CN", base_url=live_server.url)
        opened.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto("/sign-in/")
        page.get_by_label("账号").fill(user.username)
        page.get_by_label("密码").fill(people.PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.locator("nav[aria-label=主导航]")).to_be_visible()
        page.on("load", lambda shown: seen.append(shown.url))
        return page

    sign_in.seen = seen
    yield sign_in
    for context in opened:
        context.close()


def find_household(page):
    page.locator("input[type=search]").first.fill("hsy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/households/?q=hsy*")
    page.get_by_role("main").get_by_role("link", name="韩淑英").first.click()
    expect(page.locator("h1")).to_contain_text("韩淑英")


def visit_the_family(page, colleague):
    page.get_by_role("link", name="开始入户").click()
    page.get_by_role("button", name="开始填写").click()
    family(page)
    next_part(page)
    economy(page)
    panel = page.locator(".nx-calc")
    expect(panel).to_contain_text(PER_CAPITA)
    expect(panel).to_contain_text(
        "比低保标准 646.00 元高 262.33 元，比低收入线 969.00 元低 60.67 元"
    )
    next_part(page)
    page.get_by_role("button", name="其余都没有享受").click()
    next_part(page)
    needs(page)
    next_part(page)
    page.get_by_label("再加一名调查人").select_option(label=colleague.name)
    page.get_by_role("button", name="添加调查人").click()
    expect(page.get_by_text(f"调查人 {colleague.name}")).to_be_visible()
    for index in range(3):
        sign(page, page.locator("button.nx-sign").nth(index))
        expect(page.locator("button.nx-sign img")).to_have_count(index + 1)
    page.locator("#submit").click()
    page.wait_for_url("**/review/")


def decide(page, address, choice, opinion=""):
    """The deciding panel of the dossier: choose, write, submit."""
    page.goto(address)
    page.locator(".nx-decide").get_by_role("radio", name=choice, exact=True).check()
    if opinion:
        page.locator(".nx-decide textarea").fill(opinion)
    page.locator(".nx-decide .btn-primary").click()


def confirm_act(page):
    """The page of an act that has consequences: read, then press its button."""
    page.locator("main form button[type=submit]").first.click()


def rung(page, programme):
    """One programme of the ladder, by its heading."""
    heading = page.locator("h3").get_by_text(programme, exact=True)
    return page.locator(".nx-ladder li").filter(has=heading)


def make_ledger(page, code):
    page.goto(f"/ledgers/{code}/")
    page.locator("form[action$='/make/'] button[type=submit]").click()
    job = Job.objects.latest("pk")
    jobs.run(job.pk)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").first.click()
    with open(download.value.path(), "rb") as made:
        return openpyxl.load_workbook(BytesIO(made.read())).worksheets[0]


def row_of(sheet, name):
    """The one row with ``name``, by the words of its column heads."""
    rows = list(sheet.iter_rows(values_only=True))
    heads = {}
    for row in rows[:6]:
        heads |= {str(title).replace("\n", ""): n for n, title in enumerate(row) if title}
    [found] = [row for row in rows if name in row]
    return {title: found[n] for title, n in heads.items()}


def test_from_the_visit_to_the_ledger(
    desk, caseworker, colleague, leader, checker, reviewer, county_leader, city_viewer,
    neighbour, client_for, seen_by,
):  # fmt: skip
    cache.clear()
    standards()
    home = make.household()
    make.kind(home, "99")

    clerk = desk(caseworker)
    find_household(clerk)
    visit_the_family(clerk, colleague)
    review = clerk.url

    chief = desk(leader)
    decide(chief, review, "通过")
    expect(chief.locator("h1")).to_contain_text("已审核")

    clerk.goto(review)
    clerk.get_by_role("link", name="发起救助申请").click()
    expect(rung(clerk, "低收入家庭")).to_contain_text("60.67")
    expect(rung(clerk, "低保")).to_contain_text("262.33")
    confirm_act(clerk)
    dossier = clerk.url
    assert re.search(r"/assistance/applications/\d+/$", dossier)

    decide(clerk, dossier, "受理")
    check = desk(checker)
    decide(check, dossier, "录入核对报告")
    check.get_by_label("报告编号").fill("HD-2026-001")
    check.get_by_label("报告日期").fill(f"{clock.today():%Y-%m-%d}")
    check.get_by_label("符合", exact=True).check()
    confirm_act(check)

    decide(clerk, dossier, "记录入户调查")
    clerk.get_by_role("radio", name="有，且有履行义务能力").check()
    clerk.get_by_label("具体情况").fill("一子一女在外地务工")
    confirm_act(clerk)
    decide(chief, dossier, "出具初审意见", "情况属实，拟认定为低收入家庭。")
    decide(clerk, dossier, "张贴公示")
    clerk.get_by_label("张贴地点").fill("宝力村村委会公示栏")
    confirm_act(clerk)
    expect(clerk.locator("h1")).to_contain_text("公示")

    # Seven full days later, by the office's clock.
    with override_settings(CLOCK_OFFSET=datetime.timedelta(days=8)):
        decide(clerk, dossier, "报送县级")
        judge = desk(reviewer)
        decide(judge, dossier, "审核", "同意镇初审意见。")
        head = desk(county_leader)
        decide(head, dossier, "确认", "同意。")
        confirm_act(head)
        expect(head.locator("h1")).to_contain_text("已确认")

        with seen_by(city_viewer):
            case = Application.objects.select_related("decision").get()
            papers = list(IssuedDocument.objects.order_by("pk"))
        assert [paper.kind for paper in papers] == ["W5", "W20", "W25"]
        for paper in papers:
            answer = head.request.get(f"/households/documents/{paper.pk}/")
            assert answer.status == 200
            assert answer.body().startswith(b"%PDF-")

        sheet = make_ledger(head, "l3")
        row = row_of(sheet, "韩淑英")
        decision = case.decision
        assert str(decision.per_capita) == PER_CAPITA
        assert [Decimal(str(row[title])) for title in ("人均月收入", "低保标准", "1.5倍线")] == [
            decision.per_capita, Decimal(646), Decimal(969),
        ]  # fmt: skip

        city = desk(city_viewer)
        city.goto("/statistics/")
        confirmed = city.locator("tr").filter(has_text="已确认").first
        confirmed.get_by_role("link", name="1", exact=True).first.click()
        expect(city.get_by_role("link", name="韩淑英")).to_be_visible()

    stranger = client_for(neighbour)
    paths = {address.split("#")[0].split("/", 3)[3] for address in [*desk.seen, review, dossier]}
    ours = {p for p in paths if re.search(r"households/\d+|visits/.+|applications/\d+", p)}
    assert len(ours) >= 6
    for path in sorted(ours):
        # Pages of acts that are the county's are shut to every township's role: 403 comes first.
        expected = 403 if path.endswith(COUNTY_ACTS) else 404
        if re.fullmatch(r"visits/[0-9a-f-]{36}/", path):
            path = f"api/v1/{path}"  # the form's page holds no data: what fills it is asked for
        assert stranger.get("/" + path).status_code == expected, path
    for paper in papers:
        assert stranger.get(f"/households/documents/{paper.pk}/").status_code == 404
