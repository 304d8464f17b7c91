"""The Excel engine: form, totals, merged households, and no text ever becoming a formula."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from foundation.ledger_forms import Column, Group, Ledger
from foundation.ledger_rows import clean_text
from foundation.spreadsheets import LedgerBook, write_ledger

FORM = Ledger(
    "L3",
    "低收入家庭台账",
    [
        Column("户主", 10),
        Column("身份证号", 20),
        Group(
            "保障情况",
            [
                Column("人口", 6, "integer", total=True),
                Group("金额", [Column("月", 10, "money", total=True), Column("年", 10, "money")]),
            ],
        ),
        Column("认定日期", 12, "date"),
        Column("有效期至", 10, "month"),
    ],
    frozen_columns=2,
)
ABOUT = {
    "region": "调兵山市",
    "cut_off": date(2021, 6, 18),
    "reported_by": "调兵山市民政局",
    "data_notes": {"筛选条件": "对象类别=低收入", "数据范围": "调兵山市"},
}
ROWS = [
    ["张喆", "211299197001010011", 3, Decimal("812.10"), Decimal("9745.20"),
     date(2021, 5, 1), None],
    ["李堃", "211299197001010022", 2, Decimal("0.05"), None, None, date(2022, 5, 1)],
]  # fmt: skip


def written(rows, form=FORM, **more):
    buffer = BytesIO()
    facts = write_ledger(buffer, form, rows, **ABOUT, **more)
    return facts, buffer


def test_the_form_of_a_ledger():
    facts, buffer = written(ROWS)
    book = openpyxl.load_workbook(buffer)
    sheet = book["低收入家庭台账"]
    assert sheet["A1"].value == "调兵山市低收入家庭台账"
    assert (sheet["A1"].font.b, sheet["A1"].font.sz) == (True, 18)
    assert [sheet[a].value for a in ("A2", "C2", "G2")] == [
        "填报单位(盖章):调兵山市民政局", "数据截止:2021年6月18日", "单位:户、人、元",
    ]  # fmt: skip
    areas = {str(area) for area in sheet.merged_cells.ranges}
    assert areas >= {"A1:H1", "A3:A5", "B3:B5", "D3:F3", "D4:D5", "E4:F4", "G3:G5", "A9:H9"}
    assert [c.value for c in sheet[5]][4:6] == ["月", "年"]
    assert [c.value for c in sheet[6]][:6] == [1, "张喆", "211299197001010011", 3, 812.1, 9745.2]
    assert sheet["C6"].number_format == "@"
    assert sheet["G6"].value.date() == date(2021, 5, 1)
    assert [c.value for c in sheet[8]][:6] == ["合计", None, None, 5, 812.15, None]
    assert sheet["A9"].value.startswith("单位负责人:")
    assert sheet["B6"].border.left.style == "thin"
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$1:$5"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert facts.row_count == 2
    assert facts.sums == {2: Decimal(5), 3: Decimal("812.15")}


def test_the_explanation_sheet_states_what_is_in_the_file():
    facts, buffer = written(ROWS)
    rows = openpyxl.load_workbook(buffer)["数据说明"].iter_rows(values_only=True)
    notes = dict(rows)
    assert notes["数据截止"] == "2021年6月18日"
    assert notes["筛选条件"] == "对象类别=低收入"
    assert notes["行数"] == "2"
    assert notes["合计:月"] == "812.15"
    assert notes["校验码(SM3)"] == facts.checksum_sm3
    digest = Hash(SM3())
    for row in ROWS:
        digest.update("\x1f".join("" if v is None else str(v) for v in row).encode() + b"\x1e")
    assert facts.checksum_sm3 == digest.finalize().hex()


def test_households_merge_over_their_members_and_count_once():
    form = Ledger(
        "L2",
        "成员名单",
        [
            Column("低保证号"),
            Column("户主"),
            Column("月保障金", 10, "money", total=True),
            Column("姓名"),
        ],
    )
    rows = [
        ["D1", "甲", Decimal(300), "甲"],
        ["D1", "甲", Decimal(300), "乙"],
        ["D1", "甲", Decimal(300), "丙"],
        ["D2", "丁", Decimal(200), "丁"],
        ["D3", "戊", Decimal(100), "戊"],
        ["D3", "戊", Decimal(100), "己"],
    ]
    facts, buffer = written(rows, form, merge_columns=[0, 1, 2])
    sheet = openpyxl.load_workbook(buffer).worksheets[0]
    areas = {str(area) for area in sheet.merged_cells.ranges}
    assert areas >= {"A4:A6", "B4:B6", "C4:C6", "D4:D6", "A8:A9", "D8:D9"}
    assert not {"A7:A7", "E4:E6"} & areas
    assert [sheet.cell(row, 1).value for row in range(4, 10)] == [1, None, None, 2, 3, None]
    assert facts.sums == {2: Decimal(600)}
    plain, _buffer = written(rows, form)
    assert plain.sums == {2: Decimal(1300)}


def test_several_sheets_get_their_own_lawful_names():
    buffer = BytesIO()
    with LedgerBook(buffer, **ABOUT) as book:
        names = [
            book.add(FORM, ROWS, sheet_name=name).sheet_name
            for name in ("城市/低保", "城市低保", "低" * 40, "数据说明")
        ]
    assert openpyxl.load_workbook(buffer).sheetnames == [*names, "数据说明"]
    assert names[:2] == ["城市低保", "城市低保(2)"]


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="2 values for 7 columns"):
        written([["甲", "乙"]])


def test_an_empty_ledger_still_has_its_form():
    facts, buffer = written([])
    sheet = openpyxl.load_workbook(buffer).worksheets[0]
    assert [c.value for c in sheet[6]][:4] == ["合计", None, None, 0]
    assert facts.row_count == 0


TEXTS = Ledger("T", "文字", [Column("文字")], numbered=False)
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "\uff1d1",
    "http://a.b/",
]


def cells_of(texts):
    _facts, buffer = written([[text] for text in texts], TEXTS)
    with zipfile.ZipFile(buffer) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"<f " not in xml
    buffer.seek(0)
    rows = CalamineWorkbook.from_filelike(buffer).get_sheet_by_index(0).to_python()
    return [row[0] for row in rows[3:-1]], buffer


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text):
    found, buffer = cells_of([text])
    assert found == [clean_text(text)]
    cell = openpyxl.load_workbook(buffer).worksheets[0]["A4"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.quotePrefix or text[0] in "h<_"
    assert cell.number_format == "@"
    assert cell.hyperlink is None


@given(st.lists(st.one_of(st.sampled_from(DANGEROUS), st.text()), min_size=1, max_size=20))
def test_any_text_comes_back_as_it_was(texts):
    found, _buffer = cells_of(texts)
    assert found == [clean_text(text) for text in texts]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6),
            st.decimals(-(10**8), 10**8, places=2),
        ),
        max_size=30,
    )
)
def test_sums_equal_the_cells(pairs):
    form = Ledger(
        "S", "合计", [Column("数", 8, "integer", total=True), Column("钱", 8, "money", total=True)]
    )
    facts, buffer = written(pairs, form)
    rows = list(openpyxl.load_workbook(buffer).worksheets[0].iter_rows(min_row=4, values_only=True))
    cells = [(row[1], Decimal(str(row[2])).quantize(Decimal("0.01"))) for row in rows[:-2]]
    assert cells == [(number, money) for number, money in pairs]
    assert facts.sums == {0: sum(n for n, _m in pairs), 1: sum(m for _n, m in pairs)}
    assert Decimal(str(rows[-2][2])).quantize(Decimal("0.01")) == facts.sums[1]


def test_overlong_text_is_cut_visibly():
    found, _buffer = cells_of(["长" * 40_000])
    assert len(found[0]) == 32_767
    assert found[0].endswith("…")
