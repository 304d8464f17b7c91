"""A leader imports a roster with mistakes, mends them, and takes it in."""

import pytest
from playwright.sync_api import expect

from tests.factories import reports as make
from tests.journeys.conftest import DESK, PHONE
from tests.surveys.roster_books import HEADS, book, table

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GOOD = ("王村长", "宝力村委会", "主任", "村级", "宝力村", "", "", "")
WRONG = ("刘委员", "宝力村委会", "委员", "省级", "宝力", "nobody", "", "")
KNOWN = ("孙会计", "宝力镇政府", "会计", "乡级", "宝力镇", "", "", "")


def upload(page, content: bytes, name: str):
    page.get_by_role("link", name="从 Excel 导入").click()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": XLSX, "buffer": content}
    )
    page.get_by_role("button", name="上传").click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_import_with_mistakes_mend_and_take_in(size, page_of, leader, today):
    campaign = make.campaign(today)
    make.cadre(campaign, "211224105000", "孙会计", unit="宝力镇政府", level="3", duty="出纳")
    page = page_of(leader, size)
    page.goto(f"/visits/campaigns/{campaign.pk}/cadres/")
    upload(page, book(GOOD, WRONG, KNOWN), "花名册.xlsx")
    main = page.locator("main")
    for words in ("没有“省级”这个级别", "不止一处", "没有账号“nobody”", "第 3 行"):
        expect(main).to_contain_text(words)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载退回表").click()
    with open(download.value.path(), "rb") as came_back:
        rows = [list(row) for row in table(came_back.read())[2:]]
    assert rows[0][: len(HEADS)] == list(HEADS)
    page.get_by_role("button", name="导入 2 行").click()
    expect(main).to_contain_text("已导入 2 人")
    rows[1][3:6] = "村级", "宝力村", None

    page.goto(f"/visits/campaigns/{campaign.pk}/cadres/")
    upload(page, book(*rows[1:], heads=rows[0]), "改好.xlsx")
    page.get_by_role("button", name="导入 1 行").click()
    for name in ("王村长", "刘委员", "孙会计"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
