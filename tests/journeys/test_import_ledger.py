"""A ledger with faults is imported, mended in the workbook that came back, and imported again."""

import pytest
from playwright.sync_api import expect

from accounts import jobs
from accounts.models import Job
from tests.households import ledgers

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME, NUMBER = 4, 5


def run_latest_job():
    jobs.run(Job.objects.latest("pk").pk)


def upload(page, content: bytes, name: str):
    page.goto("/households/")
    page.get_by_role("link", name="导入台账").click()
    page.get_by_role("link", name="导入台账").last.click()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="开始校验").click()
    run_latest_job()
    page.reload()


def take_in(page):
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("button", name="导入", exact=True).click()
    run_latest_job()
    page.reload()
    expect(page.locator("h1")).to_contain_text("已导入")


def test_import_with_faults_mend_and_import_again(page_of, caseworker, tmp_path):
    homes = ledgers.households(4, seed=21)
    right, homes[1][0][NUMBER] = homes[1][0][NUMBER], homes[1][0][NUMBER][:-2] + "0Z"
    page = page_of(caseworker)
    upload(page, ledgers.made(homes), "台账.xlsx")
    expect(page.locator("main")).to_contain_text("不能导入")
    take_in(page)

    page.get_by_role("button", name="生成退回表").click()
    run_latest_job()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").first.click()
    with open(download.value.path(), "rb") as came_back:
        rows = ledgers.read(came_back.read())
    assert [row[NAME] for row in rows[1:]] == [row[NAME] for row in homes[1]]
    rows[1][NUMBER] = right

    upload(page, ledgers.made([rows[1:]], headings=rows[0]), "改好.xlsx")
    take_in(page)
    page.goto("/households/")
    for home in homes:
        expect(page.get_by_role("link", name=home[0][NAME]).first).to_be_visible()
