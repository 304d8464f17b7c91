"""Headings as offices write them, in any order and on several rows; mappings remembered."""

import pytest

from households.importing.mapping import guess_header, guess_mapping, header_at, signature

TITLE = ("宝力镇低保对象台账",)
ASIDE = ("填报单位（盖章）：宝力镇", None, "数据截止：2026年1月1日")


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("户 主 姓 名", "member.name"),
        ("*身份证号码（18位）", "member.identity_number"),
        ("公民身份号码", "member.identity_number"),
        ("3.与户主关系", "member.relation"),
        ("村（社区）", "area.village"),
        ("乡镇\n(街道)", "area.town"),
        ("开户账号", "household.account_no"),
        ("致贫原因", "household.poverty_cause"),
        ("残疾证号", "member.disability_cert"),
        ("月保障金额(元)", "stated.monthly_amount"),
        ("工资收入（每月）", "member.monthly_wage"),
        ("工资收入（每年）", None),
        ("工资收入（元/年）", None),
        ("养老金(每年)", None),
        ("家庭成员姓名", "member.name"),
        ("户主身份证号", "member.identity_number"),
        ("类别(A/B/C)", "household.dm_class"),
        ("监护人姓名", None),
        ("监护人/身份证号", None),
        ("三、保障情况/就业", None),
        ("走访日期", None),
        ("退回原因", None),
    ],
)
def test_headings_of_offices(heading, key):
    # A column of the head becomes the member's where nobody else is named.
    assert guess_mapping([heading]).get(0) == key


def test_order_does_not_matter_and_no_key_comes_twice():
    names = ["联系电话", "姓名", "村", "联系电话", "身份证号"]
    assert guess_mapping(names) == {
        0: "household.phone", 1: "member.name", 2: "area.village", 4: "member.identity_number",
    }  # fmt: skip


def test_a_heading_of_two_rows_with_merged_groups():
    rows = [
        TITLE, ASIDE,
        ("序号", "户主信息", None, "家庭成员", None, None),
        (None, "姓名", "身份证号", "姓名", "关系", "身份证号"),
        (1, "张喆", "2112", "韩淑英", "妻", "2112"),
    ]  # fmt: skip
    merges = [(0, 0, 0, 5), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 5)]
    guess = guess_header(rows, merges)
    assert (guess.first, guess.last, guess.title) == (2, 3, TITLE[0])
    assert guess.names[1:4] == ("户主信息/姓名", "户主信息/身份证号", "家庭成员/姓名")
    assert guess_mapping(guess.names) == {
        0: "household.serial", 1: "head.name", 2: "head.identity_number", 3: "member.name",
        4: "member.relation", 5: "member.identity_number",
    }  # fmt: skip
    assert guess_header(rows).names == guess.names
    assert header_at(rows, 2, 3, merges).names == guess.names


def test_groups_without_merged_cells_whatever_stands_below_them():
    """A text table has no merges: names under a group continue the heading, people do not."""
    rows = [
        ("序号", "户主姓名", "身份证号", "一、家庭基本情况", "", "二、经济", "", "备注"),
        ("", "", "", "家庭人口", "劳动力人口", "养殖", "车辆", ""),
        ("1", "张喆", "2112", "3", "1", "", "", ""),
    ]
    guess = guess_header(rows)
    assert (guess.first, guess.last) == (0, 1)
    assert guess.names[3:7] == (
        "一、家庭基本情况/家庭人口", "一、家庭基本情况/劳动力人口",
        "二、经济/养殖", "二、经济/车辆",
    )  # fmt: skip
    assert guess_header([rows[0], ("", "", "", "", "", "务农", "", "x")]).last == 0


def test_what_follows_a_guardian_is_the_guardians():
    names = ["姓名", "身份证号", "监护人", "关系", "身份证号", "电话", "账号"]
    assert guess_mapping(names) == {
        0: "member.name", 1: "member.identity_number", 6: "household.account_no",
    }  # fmt: skip


def test_without_a_heading_nothing_is_found():
    guess = guess_header([("张喆", "211299195503120019"), ("韩淑英", "x")])
    assert (guess.first, guess.last, guess.found) == (-1, -1, 0)
    assert guess_header([]).names == ()


def test_the_same_form_has_the_same_signature():
    names = ["序号", "村(社区)", "户主姓名"]
    assert signature(names) == signature(["序 号", "村（社区）", "户主姓名", ""])
    assert signature(names) == signature([*names, "退回原因"])
    assert signature(names) != signature(["户主姓名", "村(社区)", "序号"])


PEOPLE = [
    (line, "宝力镇", "宝力村", name, number, "户主", "健康")
    for line, name, number in (
        (1, "张喆", "211299195503120019"), (2, "李堃", "2112**********0035"), (3, "王芳", 3),
    )
]  # fmt: skip


def test_a_ledger_without_a_heading_loses_nobody():
    """户主 and 健康 are words of headings too; a row with somebody's number is none."""
    guess = guess_header(PEOPLE[:2])
    assert (guess.first, guess.last, guess.found) == (-1, -1, 0)
    assert guess.names == ("A", "B", "C", "D", "E", "F", "G")
    assert header_at(PEOPLE, -1, -1) == guess
    assert guess_header([("姓名", "健康状况", "202401"), *PEOPLE]).first == 0


def test_a_sheet_with_nothing_in_it_has_no_heading():
    assert guess_header([]).names == guess_header([()]).names == ()
