"""Refused rows come back in the office's own columns, and can be read again once mended."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from foundation.workbook_checks import PartFacts
from foundation.workbooks import Sheet, open_sheet
from households.importing.annotate import Refused, sheet_name, write_refused
from households.importing.faults import Fault, column_letters
from households.importing.mapping import guess_header, signature


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("低保")
        sheet.write_row(0, 0, ["户主姓名", "姓名", "身份证号"])
        sheet.write_row(1, 0, ["李堃", "李堃", "1"])
        sheet.merge_range(2, 0, 3, 0, "张喆")
        sheet.write_row(2, 1, ["张喆", 2.1129919550312e17])
        sheet.write_string(3, 1, "=HYPERLINK(1)")
        sheet.write_string(3, 2, "00123")
    return path


FAULTS = {3: [Fault(3, 2, "member.identity_number", "mend it", "lost_digits", "身份证号")], 4: []}


def test_refused_rows_with_reasons_comments_and_merges(source, tmp_path):
    out = tmp_path / "out.xlsx"
    assert write_refused(source, "低保", out, FAULTS, 0) == 2
    sheet = openpyxl.load_workbook(out)["低保"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:3] == ["张喆", "张喆", 2.1129919550312e17]
    assert rows[2][:3] == [None, "=HYPERLINK(1)", "00123"]
    assert "mend it" in rows[1][3]
    assert rows[2][3]
    assert sheet["C2"].comment.text == "mend it"
    assert sheet["B3"].data_type == "s"
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A2:A3"]
    assert len(rows) == 3


def test_a_returned_workbook_has_the_same_form_and_one_column_of_reasons(source, tmp_path):
    out, again = tmp_path / "out.xlsx", tmp_path / "again.xlsx"
    write_refused(source, "", out, FAULTS, 0)
    first, second = open_sheet(source), open_sheet(out)
    names = [guess_header(sheet.rows(), sheet.merges).names for sheet in (first, second)]
    assert signature(names[0]) == signature(names[1])
    write_refused(out, "", again, {2: []}, 0)
    assert open_sheet(again).column_count == open_sheet(out).column_count == 4


def test_a_text_table_comes_back_as_a_workbook(tmp_path):
    source, out = tmp_path / "a.csv", tmp_path / "out.xlsx"
    source.write_text("姓名,备注\n张喆,=1+1\n", encoding="gb18030")
    write_refused(source, "", out, {2: [Fault(2, None, "", "whole row", "x")]}, 0)
    rows = list(open_sheet(out).rows())
    assert rows[1] == ("张喆", "=1+1", "whole row")


@pytest.mark.parametrize("back", [[3, 4], [4], [5, 7], [2, 3, 4, 5, 6, 7], [7], [2, 6]])
def test_a_value_merged_over_rows_that_stay_comes_back_too(tmp_path, back):
    """One village over six households, some of which come back: each still has its village."""
    source, out = tmp_path / "a.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["村", "姓名"])
        sheet.merge_range(1, 0, 6, 0, "八宝村")
        for line in range(1, 7):
            sheet.write(line, 1, f"张{line}")
    write_refused(source, "", out, {row: [] for row in back}, 0)
    opened = open_sheet(out)
    rows = [row[:2] for row in opened.rows()]
    assert rows[1:] == [
        ("八宝村" if place == 0 else None, f"张{row - 1}") for place, row in enumerate(back)
    ]
    assert opened.merges == (((1, 0, len(back), 0),) if len(back) > 1 else ())


def test_column_letters():
    assert [column_letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value", [float("inf"), float("nan"), 1.7e308, 10**400, 5e-324, date(1899, 1, 2)]
)
def test_numbers_no_spreadsheet_keeps_come_back_as_text(tmp_path, value):
    out = tmp_path / "out.xlsx"
    sheet = Sheet("a", PartFacts(2, 2), ())
    sheet._values = lambda: iter([("姓名", "金额"), ("张喆", value)])
    with Workbook(str(out), {"constant_memory": True}) as book:
        assert Refused(book, sheet, {2: []}, 0).write() == 1
    assert list(open_sheet(out).rows())[1][:2] in (("张喆", str(value)), ("张喆", value))


@given(st.text(max_size=40))
def test_any_name_of_a_sheet_can_be_written(name):
    with Workbook(BytesIO()) as book:
        book.add_worksheet(sheet_name(name))


def test_names_of_sheets_stay_readable():
    assert [sheet_name(name) for name in ("低保[2024]", "a/b", "'x'", "", "History")] == [
        "低保 2024", "a b", "x", "Sheet1", "Sheet1",
    ]  # fmt: skip
