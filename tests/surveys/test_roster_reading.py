"""Rosters as offices send them: heads in any order, merged cells, totals, formats, damage."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.cell_values import ERROR
from foundation.faults import InputError
from foundation.workbook_checks import UnreadableWorkbook
from surveys import roster_reading
from surveys.roster_reading import read_roster
from tests.factories.old_excel import write_xls
from tests.surveys.roster_books import HEADS, book, book_of

ROW = ("王村长", "宝力村委会", "主任", "村级", "宝力村", "", "", "")


def read(tmp_path, content, name="a.xlsx"):
    path = tmp_path / name
    path.write_bytes(content)
    return read_roster(path)


def test_heads_in_any_order_with_other_words_and_a_title_above(tmp_path):
    heads = (
        "序号",
        "包保干部姓名",
        "手机",
        "层级（市县乡村）",
        "工作单位",
        "县（市、区）",
        "乡镇",
        "村（社区）",
    )
    row = (1, "王村长", "13800000000", "村级", "宝力村委会", "昌图县", "宝力镇", "宝力村")
    found = read(
        tmp_path, book(row, heads=heads, above=["2021年包保干部花名册", "填报单位：宝力镇"])
    )
    (one,) = found.rows
    assert one.number == 4
    assert one.cells == {
        "name": "王村长", "level": "村级", "unit": "宝力村委会", "area": "昌图县宝力镇宝力村",
    }  # fmt: skip
    assert found.unused == ["手机"]


def test_merged_cells_speak_for_all_their_rows(tmp_path):
    rows = [HEADS, ROW, ("李会计", None, *ROW[2:]), ("赵委员", "老城村委会", *ROW[2:])]
    found = read(tmp_path, book_of({"花名册": rows}, merges=["B2:B3"]))
    assert [one.cells["unit"] for one in found.rows] == ["宝力村委会", "宝力村委会", "老城村委会"]


def test_a_heading_two_rows_high_and_repeated_on_the_next_page(tmp_path):
    rows = [("姓名", "单位职务", None, "级别", "所属地区"), (None, "单位", "职务", None, None),
            ROW[:5], HEADS[:5], ROW[:5]]  # fmt: skip
    found = read(tmp_path, book_of({"表": rows}, merges=["A1:A2", "D1:D2", "E1:E2", "B1:C1"]))
    assert [one.number for one in found.rows] == [3, 5]
    assert found.passed_over == [("", 4)]


def test_every_visible_sheet_with_the_heads_is_read(tmp_path):
    sheets = {"说明": [("本表一人一行",)], "乡级": [HEADS, ROW], "村级": [HEADS, ROW, ROW]}
    found = read(tmp_path, book_of(sheets))
    assert [(one.sheet, one.number) for one in found.rows] == [
        ("乡级", 2), ("村级", 2), ("村级", 3),
    ]  # fmt: skip


def test_totals_signatures_and_numbered_blank_rows_are_no_cadres(tmp_path):
    heads = ("序号", *HEADS)
    rows = [(1, *ROW), (2,), ("合计", 1), ("填表人：赵立强", None, "审核人："), (3, "李会计")]
    found = read(tmp_path, book(*rows, heads=heads))
    assert [one.number for one in found.rows] == [2, 6]
    assert found.passed_over == [("", 4), ("", 5)]


def test_a_unit_that_begins_like_a_signature_is_a_unit(tmp_path):
    heads = ("单位", "姓名", "级别", "所属地区")
    found = read(tmp_path, book(("审核审批科", "王科长", "县级", "昌图县"), heads=heads))
    assert len(found.rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_the_encodings_offices_use(tmp_path, encoding):
    text = "\r\n".join(",".join(row) for row in (HEADS, (*ROW[:2], "主任㐂", *ROW[3:])))
    (one,) = read(tmp_path, text.encode(encoding), "a.csv").rows
    assert one.cells["duty"] == "主任㐂"


def test_an_old_workbook_and_cells_that_show_an_error(tmp_path):
    path = write_xls(tmp_path / "a.xls", [HEADS[:5], ("王村长", "单位", ERROR, "村级", "宝力村")])
    (one,) = read_roster(path).rows
    assert one.cells["duty"] is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (book(ROW, heads=("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")), "heads"),
        (book(ROW, heads=("姓名", "单位", "职务", "层", "所属地区", "", "", "")), "heads"),
        (book(ROW, heads=(*HEADS[:5], "姓名", "", "")), "heads"),
        (book(), "empty"),
        (book(*[ROW] * (roster_reading.MOST_ROWS + 1)), "too_many"),
    ],
    ids=["none", "one missing", "one twice", "no rows", "too many"],
)
def test_files_that_are_no_roster_are_refused_with_words(tmp_path, content, code):
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code
    assert str(caught.value)


def test_a_bomb_is_not_unpacked(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(ROW))) as whole, zipfile.ZipFile(
        out, "w", zipfile.ZIP_DEFLATED
    ) as bomb:  # fmt: skip
        for part in whole.namelist():
            padding = b" " * (60 << 20) if part.endswith("sheet1.xml") else b""
            bomb.writestr(part, whole.read(part) + padding)
    with pytest.raises(UnreadableWorkbook):
        read(tmp_path, out.getvalue())


GOOD_BOOK = book(ROW, ROW, above=["花名册"])
CELL = st.one_of(
    st.none(), st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.dates(), st.text(max_size=12).map(
        lambda text: "".join(c for c in text if c.isprintable())
    ),
    st.sampled_from([*HEADS, *ROW, "合计", "=1+1", "#N/A", "填表人", "宝力", "li.xiaomei"]),
)  # fmt: skip


def read_if_any(tmp_path, content):
    """The rows, or None where the file is refused in words."""
    try:
        return read(tmp_path, content)
    except (InputError, UnreadableWorkbook) as refused:
        return None if str(refused) else pytest.fail("refused without a word")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(GOOD_BOOK) - 1), st.integers(0, 255)), max_size=8))
def test_damaged_files_are_read_or_refused(tmp_path, damage):
    content = bytearray(GOOD_BOOK)
    for place, value in damage:
        content[place] = value
    found = read_if_any(tmp_path, bytes(content))
    assert found is None or found.rows


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(CELL, max_size=10), max_size=8))
def test_no_row_is_lost_whatever_stands_in_the_cells(tmp_path, rows):
    found = read_if_any(tmp_path, book(*rows, ROW))
    if found is not None:
        met = [one.number for one in found.rows] + [number for _sheet, number in found.passed_over]
        assert len(set(met)) == len(met)
        assert len(rows) + 2 in met
