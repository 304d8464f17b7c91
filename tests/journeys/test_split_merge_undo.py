"""A son sets up his own household, the files are merged again, and the merging is taken back."""

import datetime

import pytest
from playwright.sync_api import expect

from accounts import scope
from households.models import Household
from tests.factories import households as make
from tests.households.changes.digests import active
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BORN = datetime.date(1988, 3, 2)


def menu(page, entry):
    """Open the menu of changes on the household's page and choose an entry."""
    page.locator("summary", has_text="家庭变更").click()
    page.get_by_role("link", name=entry, exact=True).click()


def split(page, old):
    page.goto(f"/households/{old.pk}/")
    menu(page, "分户")
    page.get_by_role("checkbox", name="韩磊").check()
    page.get_by_role("checkbox", name="孙芳").check()
    page.get_by_role("group", name="新户的户主").get_by_label("韩磊").check()
    page.get_by_label("原因").fill("成家另过")
    page.get_by_role("button", name="下一步：查看影响").click()
    expect(page.get_by_text("本户留下：韩淑英")).to_be_visible()
    page.get_by_label("孙芳（原为儿媳）与户主韩磊的关系").select_option("12")
    page.get_by_role("button", name="分户").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("韩磊")


def merge(page, survivor, number):
    page.goto(f"/households/{survivor.pk}/")
    menu(page, "与另一户合并")
    page.get_by_label("对方档案号").fill(number)
    page.get_by_label("原因").fill("又共同生活")
    page.get_by_role("button", name="下一步：查看影响").click()
    for name, code in (("韩磊", "20"), ("孙芳", "38")):
        page.get_by_label(f"{name}（原为").select_option(code)
    page.get_by_role("button", name="确认合并").click()
    expect(page.get_by_text("两户已合并")).to_be_visible()


def test_split_merge_and_undo(areas, page_of, caseworker):
    old = make.household(members=[("韩磊", "20", BORN), ("孙芳", "38", BORN)])
    with scope.user_scope(caseworker):
        before = active()
    page = page_of(caseworker, PHONE)
    split(page, old)
    with scope.user_scope(caseworker):
        new = Household.objects.get(head_name="韩磊")
    merge(page, old, new.household_no)
    page.goto(f"/households/{new.pk}/")
    expect(page.get_by_text("本户已并入另一份档案")).to_be_visible()
    page.goto(f"/households/{old.pk}/")
    page.locator("#acts").get_by_role("link", name="撤销").click()
    page.get_by_label("原因").fill("误合并")
    page.get_by_role("button", name="下一步：查看影响").click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("合并已撤销")).to_be_visible()
    with scope.user_scope(caseworker):
        assert active() == before
        assert Household.objects.get(pk=old.pk).family_size == 1
        assert Household.objects.get(pk=new.pk).family_size == 2
