"""L11: exactly these columns and figures; the worklist and the counts agree with it."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from foundation.spreadsheets import LedgerBook
from petitions import ledgers, worklist
from petitions.rules import Step
from petitions.services import handling
from tests.factories import petitions as make

pytestmark = pytest.mark.django_db
RECEIVED = datetime.date(2026, 1, 5)
TITLES = (
    "案件编号|来源渠道|原编号|登记日期|信访人|身份证号|电话|住址|是否重访|京|省|市|信访事项|诉求|责任单位|承办人|"
    "姓名|职务|受理日期|办结期限|延期至|调查情况|政策依据|处理意见|答复日期|化解措施|化解方式（三到位一处理）|"
    "化解日期|是否息诉罢访|满意度|销号日期|稳控责任人|风险等级|备注"
)


def day(offset):
    return RECEIVED + datetime.timedelta(days=offset)


def test_the_columns_are_those_of_the_layout():
    assert "|".join(leaf.title for leaf in ledgers.LEDGER.leaves) == TITLES


def test_a_row_has_exactly_these_figures(chief, seen_by):
    case = make.case(
        step=Step.STRUCK_OFF, received_on=RECEIVED, identity_number="211299196205040019",
        source="02", times_beijing=2, times_province=1, risk="1", keeper="王稳控",
        extended_until=day(5 + 90), note="备",
    )  # fmt: skip
    with seen_by(chief):
        (row,) = ledgers.rows(chief, {})
        (plain,) = ledgers.rows(chief, {}, is_plain=True)
    assert row == (
        case.case_no, "进京访", case.original_no, RECEIVED, "冯德山", "2112**********0019",
        "138****2207", "宝力镇靠山村", "否", 2, 1, 0, "停保不服：反映停发低保金。",
        "恢复低保待遇。", "宝力镇人民政府", "登记员", "赵立强", "副镇长", day(5), day(65), day(95),
        "经核实，家庭收入低于标准。", "《社会救助暂行办法》第九条", "恢复低保待遇。", day(30),
        "补发两个月低保金。", "诉求合理解决到位", day(40), "是", "满意", day(80),
        "王稳控", "高", "备",
    )  # fmt: skip
    assert plain[5:7] == ("211299196205040019", "13800002207")


def test_rows_and_filters_keep_to_the_area(caseworker, neighbour, chief, seen_by, today):
    ours = make.case(step=Step.HANDLING, received_on=today)
    late = make.case(received_on=today - datetime.timedelta(days=16))
    theirs = make.case("211224101000")
    report = make.case(matter="04")
    for user, expected in (
        (caseworker, {ours, late, report}),
        (neighbour, {theirs}),
        (chief, {ours, late, theirs, report}),
    ):
        with seen_by(user):
            assert {row[0] for row in ledgers.rows(user, {})} == {c.case_no for c in expected}
    with seen_by(chief):
        narrowed = ledgers.rows(chief, {"area": "211224101000"})
        assert [row[0] for row in narrowed] == [theirs.case_no]
        overdue = {row[0] for row in ledgers.rows(chief, {"state": "overdue"})}
        assert overdue == {late.case_no, theirs.case_no, report.case_no}
    with seen_by(caseworker):
        names = {row[0]: row[4:8] for row in ledgers.rows(caseworker, {}, is_plain=True)}
    assert names[report.case_no] == ("（保密）", "", "", "")
    assert names[ours.case_no][0] == "冯德山"


def test_the_summary_counts_by_county_and_source(city_manager, seen_by, today):
    make.case(received_on=today - datetime.timedelta(days=16))
    make.case(step=Step.STRUCK_OFF, received_on=RECEIVED)
    make.case(step=Step.STRUCK_OFF, received_on=RECEIVED, replied_on=day(66))
    make.case(step=Step.STRUCK_OFF, received_on=RECEIVED, replied_on=day(65), source="06")
    make.case("211282003000", step=Step.REPLIED, received_on=RECEIVED)
    with seen_by(city_manager):
        rows = list(ledgers.summary_rows(city_manager, {}, on=today))
    assert rows == [
        ("昌图县", "12345市长热线", 3, 2, 2, 2, 2, 2, 0),
        ("昌图县", "重访", 1, 1, 1, 1, 1, 0, 1),
        ("开原市", "12345市长热线", 1, 1, 1, 0, 0, 0, 0),
    ]


def test_the_workbook_holds_both_sheets(chief, seen_by, today):
    make.case(times_beijing=2)
    file = io.BytesIO()
    notes = ledgers.NOTES
    with (
        seen_by(chief),
        LedgerBook(
            file, region="昌图县", cut_off=today, reported_by="昌图县民政局", data_notes=notes
        ) as book,
    ):
        book.add(ledgers.LEDGER, ledgers.rows(chief, {}))
        book.add(ledgers.SUMMARY, ledgers.summary_rows(chief, {}))
    read = openpyxl.load_workbook(file)
    assert read.sheetnames == ["信访案件台账", "信访案件汇总表", "数据说明"]
    assert read["信访案件台账"]["B5"].value.startswith("XF-T-")


def test_the_worklist_is_what_waits_for_this_person(
    caseworker, colleague, chief, city_manager, seen_by, today
):
    late = make.case(received_on=today - datetime.timedelta(days=16))
    mine = make.case(step=Step.HANDLING, received_on=today, handler=caseworker)
    quiet = make.case(step=Step.RESOLVED)
    loud = make.case(step=Step.RESOLVED, resolved_on=today - datetime.timedelta(days=30))
    proposed = make.case(step=Step.STRIKE_OFF_PROPOSED)
    expected = {caseworker: [late, mine], colleague: [late], chief: [quiet]}
    expected[city_manager] = [proposed]
    for user, cases in expected.items():
        with seen_by(user):
            found = worklist.items(user, today)
        addresses = [reverse("petitions:case", args=[case.pk]) for case in cases]
        assert [item.address for item in found] == addresses
        assert reverse("petitions:case", args=[loud.pk]) not in addresses
    with seen_by(caseworker):
        first = worklist.items(caseworker, today)[0]
        assert worklist.overdue_count(caseworker, today) == 1
        handling.accept(case_id=late.pk, by=caseworker, at=make.moment(today))
        assert worklist.overdue_count(caseworker, today) == 0
    assert first.due_on == today - datetime.timedelta(days=1)
    assert "《信访工作条例》" in str(first.basis)
