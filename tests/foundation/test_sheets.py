"""Sheets opened with their types: old Excel, text tables, what is said and what is refused."""

import csv
import datetime
import random
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.cell_values import ERROR, UNCALCULATED, BrokenCell
from foundation.workbooks import (
    SheetFacts,
    UnreadableWorkbook,
    open_book,
    open_sheet,
    read_workbook,
)
from tests.factories.old_excel import write_xls

DAMAGED_NUMBER = 2.1129919550312e17


@pytest.fixture
def path(tmp_path):
    return tmp_path / "upload.xlsx"


def sheets_of(path):
    with open_book(path, max_rows=1_048_576) as book:
        return book.sheets


def refusal(path, **limits):
    with pytest.raises(UnreadableWorkbook) as refused:
        list(open_sheet(path, **limits).rows())
    with pytest.raises(UnreadableWorkbook):
        sheets_of(path)
    return str(refused.value)


def add_part(path, name, content=b"x"):
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, content)


def test_cells_keep_their_types(path):
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["姓名", 3, 12.5, True])
        sheet.write_number(2, 1, DAMAGED_NUMBER)
        sheet.write_datetime(2, 2, datetime.date(1955, 3, 12), day)
        sheet.merge_range(3, 0, 5, 0, "户")
    opened = open_sheet(path)
    rows = list(opened.rows())
    assert rows[1] == (None, "姓名", 3, 12.5, True)
    assert [type(value) for value in rows[1][1:]] == [str, int, float, bool]
    assert rows[2][1:3] == (DAMAGED_NUMBER, datetime.date(1955, 3, 12))
    assert opened.merges == ((3, 0, 5, 0),)
    assert list(opened.rows()) == rows


def test_errors_and_formulas_without_value_are_marked(path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "=1+1"])
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(
        b"</row>",
        b'<c r="C1" t="e"><v>#N/A</v></c><c r="D1"><f>1+1</f><v>2</v></c>'
        b'<c r="E1" t="str"><f>""</f><v></v></c></row>',
    )
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    (row,) = open_sheet(path).rows()
    assert row[0] == "姓名"
    assert row[1] is UNCALCULATED
    assert row[2] is ERROR
    assert row[3:4] == (2,)
    assert len(row) == 4 or row[4] is None


def without_places(path, rows, change=lambda xml: xml):
    """A workbook whose cells and rows do not say where they stand."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(re.sub(rb' r="[A-Z]*\d+"', b"", parts[name]))
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)


def test_cells_that_do_not_say_where_they_stand_are_counted(path):
    error = b'<c t="e"><v>#N/A</v></c><c><f>1+1</f></c>'
    end = b"</row></sheetData>"
    without_places(path, [["姓名", "村"], ["张喆"]], lambda xml: xml.replace(end, error + end))
    opened = open_sheet(path)
    assert (opened.row_count, opened.column_count) == (2, 3)
    assert list(opened.rows())[1] == ("张喆", ERROR, UNCALCULATED)
    without_places(path, [["姓名"] * 257, ["张喆"]])
    refusal(path)


def test_sheets_to_choose_from_and_what_is_hidden(path):
    with xlsxwriter.Workbook(str(path)) as book:
        first = book.add_worksheet("城市")
        first.write_row(0, 0, ["姓名", "年龄"])
        first.write(1, 0, "张喆")
        first.set_row(1, None, None, {"hidden": True})
        hidden = book.add_worksheet("底数")
        hidden.write(4, 2, "x")
        hidden.hide()
    assert sheets_of(path) == (
        SheetFacts("城市", 2, 2, is_hidden=False),
        SheetFacts("底数", 5, 3, is_hidden=True),
    )
    first, hidden = open_sheet(path), open_sheet(path, "底数")
    assert first.hidden_rows == {1}
    assert [("底数" in text, "1" in text) for text in first.remarks] == [
        (True, False),
        (False, True),
    ]
    assert len(hidden.remarks) == 1
    with pytest.raises(UnreadableWorkbook):
        open_sheet(path, "农村")


def test_macros_are_said_and_never_run(path):
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    book.save(path)
    assert open_sheet(path).remarks == ()
    add_part(path, "xl/vbaProject.bin")
    opened = open_sheet(path)
    assert list(opened.rows()) == [("姓名",)]
    assert len(opened.remarks) == 1


def test_the_old_format_is_read(tmp_path):
    rows = [["姓名", "年龄"], ["张喆", 3], [None, DAMAGED_NUMBER]]
    path = write_xls(tmp_path / "旧.xls", rows, merges=[(1, 0, 2, 0)], name="低保")
    assert sheets_of(path) == (SheetFacts("低保", 3, 2, is_hidden=False),)
    opened = open_sheet(path)
    assert list(opened.rows()) == [tuple(row) for row in rows]
    assert opened.merges == ((1, 0, 2, 0),)
    assert read_workbook(path)[1] == ["张喆", "3"]
    with pytest.raises(UnreadableWorkbook):
        open_sheet(path, max_rows=2)


def test_error_cells_of_the_old_format_are_marked(tmp_path):
    """#N/A typed, and as the result of a formula; a wide sheet has a stream of many sectors."""
    filler = ["宝力村" * 20] * 9
    rows = [["姓名", "号码", "村", *filler], [ERROR, ERROR, "宝力村", *filler], ["张喆", 1, ERROR]]
    path = write_xls(tmp_path / "旧.xls", rows)
    read = list(open_sheet(path).rows())
    assert read[1][:3] == (ERROR, ERROR, "宝力村")
    assert read[2][:3] == ("张喆", 1, ERROR)
    assert all(isinstance(read[line][0], str) for line in range(3))
    assert [type(cell) for cell in read[1][:2]] == [BrokenCell, BrokenCell]


def test_a_password_is_named(tmp_path):
    path = write_xls(tmp_path / "旧.xls", [["姓名"]], has_password=True)
    assert "password" in refusal(path).lower() or "密码" in refusal(path)


@pytest.mark.parametrize(
    ("part", "word"),
    [("xl/workbook.bin", ".xlsb"), ("content.xml", ".ods"), ("word/a.xml", "Word")],
)
def test_other_packages_are_named(path, part, word):
    openpyxl.Workbook().save(path)
    add_part(path, part)
    assert word in refusal(path)


def test_a_zipped_workbook_is_to_be_unpacked(path):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("台账.xlsx", b"x")
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("a.txt", b"x")
    assert refusal(path) != refusal(other)


@pytest.mark.parametrize(
    "content",
    ["<html><table><tr><td>姓名</td></tr></table></html>", '<?xml version="1.0"?><Workbook/>'],
)
def test_web_pages_under_the_name_of_a_workbook(tmp_path, content):
    path = tmp_path / "a.xls"
    path.write_text(content, encoding="utf-8")
    plain = tmp_path / "b.xls"
    plain.write_bytes(b"\x81\x00\x01\x02")
    assert refusal(path) != refusal(plain)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_text_tables_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("Name姓名,号码\r\n鴜鷺𠮷,12\r\n".encode(encoding))
    assert sheets_of(path) == (SheetFacts("", 2, 2, is_hidden=False),)
    assert list(open_sheet(path).rows()) == [("Name姓名", "号码"), ("鴜鷺𠮷", "12")]


def test_numbers_a_system_has_guarded_in_a_text_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,号码\n张喆,="0123"\n', encoding="utf-8")
    assert list(open_sheet(path).rows())[1] == ("张喆", "0123")


HEADING, COUNT = "村,姓名,身份证号,与户主关系,备用", 5


def unpaired(path, lines):
    """The row a refusal names as having a quotation mark without partner."""
    path.write_text("\n".join(lines), encoding="utf-8")
    found = re.search(r"\d+", refusal(path))
    return int(found[0])


def ditto_at(*places):
    """Six rows under a heading, with the office's ditto mark at some (row, column)."""
    rows = [[f"{word}{line}" for word in "村名号系备"] for line in range(6)]
    for line, column in places:
        rows[line][column] = '"'
    return [HEADING, *(",".join(row) for row in rows)]


@pytest.mark.parametrize(
    "places",
    [
        [(1, 2), (1, 3), (1, 4), (2, 3)],
        [(1, 4)], [(1, 4), (2, 4)], [(1, 0), (2, 0)], [(1, 2), (2, 2)], [(1, 4), (2, 0)],
        [(1, 1), (5, 1)], [(1, 0)], [(1, 0), (1, 1)], [(1, 3), (2, 1)], [(1, 0), (2, 4), (3, 0)],
    ],
)  # fmt: skip
def test_a_ditto_mark_in_a_text_table_swallows_no_row(tmp_path, places):
    assert unpaired(tmp_path / "a.csv", ditto_at(*places)) == 3


def test_quotation_marks_without_partner_are_refused_at_the_end_and_after_long_texts(tmp_path):
    path = tmp_path / "a.csv"
    assert unpaired(path, ditto_at((5, 4))) == 7
    assert unpaired(path, [*ditto_at((0, 4)), *["x" * 200] * 1000]) == 2
    assert unpaired(path, [HEADING, '村,"名,号,系,备', '村,"名,号,系,备', "村,名,号,系,备"]) == 2


def test_line_breaks_and_delimiters_in_quoted_cells_are_read(tmp_path):
    path = tmp_path / "a.csv"
    cells = ["宝力村\n3组", "张喆", '5"', "a,b,c,d,e,f", "一\n二,三\n四"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["村\n社区", *HEADING.split(",")[1:]], cells, cells])
        file.write('村,"名"字,号"码,系,')
    rows = list(open_sheet(path).rows())
    assert rows[1] == rows[2] == tuple(cells)
    assert rows[3] == ("村", "名字", '号"码', "系", None)


CELLS = st.sampled_from(["", "张喆", '"', '""', '5"', '"名"', '"1,2"', "1 2"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=COUNT, max_size=COUNT), max_size=6))
def test_no_line_of_a_text_table_is_lost_whatever_marks_it_has(tmp_path_factory, rows):
    """Whole lines of five cells: each is a row of the table, or the file is refused."""
    path = tmp_path_factory.mktemp("marks") / "a.csv"
    path.write_text("\n".join([HEADING, *map(",".join, rows)]), encoding="utf-8")
    try:
        read = list(open_sheet(path).rows())
    except UnreadableWorkbook:
        return
    assert len(read) == len(rows) + 1
    assert max(len(row) for row in read) == COUNT


def test_text_in_no_known_encoding_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\n\xff\xff\xff,1\r\n")
    refusal(path)


def test_a_long_text_table_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n" * 11, encoding="utf-8")
    assert open_sheet(path, max_rows=11).row_count == 11
    with pytest.raises(UnreadableWorkbook):
        open_sheet(path, max_rows=10)
    path.write_text("a," * 300, encoding="utf-8")
    refusal(path)


def test_one_long_text_shown_in_many_cells_is_refused(path):
    """A small file whose cells would take all memory: one shared text, shown again and again."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row in range(3000):
            sheet.write_string(row, 0, "x" * 30_000)
    assert path.stat().st_size < 200_000
    with pytest.raises(UnreadableWorkbook):
        open_sheet(path, max_bytes=10_000_000)
    assert open_sheet(path).row_count == 3000


@pytest.fixture(scope="module")
def real_files(tmp_path_factory):
    """A folder with a real .xlsx, .xls and .csv."""
    folder = tmp_path_factory.mktemp("real")
    rows = [["姓名", "身份证号"], ["张喆", "211299195503120019"], ["李堃", 3]]
    with xlsxwriter.Workbook(str(folder / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        sheet.merge_range(4, 0, 5, 0, "户")
    write_xls(folder / "a.xls", rows, merges=[(1, 0, 2, 0)])
    (folder / "a.csv").write_bytes("\n".join(",".join(map(str, r)) for r in rows).encode("gb18030"))
    return folder


def read_mutated(folder, kind, seed):
    chance = random.Random(seed)
    content = bytearray((folder / f"a.{kind}").read_bytes())
    for _change in range(chance.randint(0, 3)):
        place = chance.randrange(len(content))
        content[place : place + chance.randint(0, 8)] = chance.randbytes(chance.randint(0, 8))
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    path = folder / f"mutated.{kind}"
    path.write_bytes(content)
    try:
        return [list(open_sheet(path, facts.name).rows()) for facts in sheets_of(path)]
    except UnreadableWorkbook as refused:
        return str(refused)


@settings(max_examples=120, deadline=None)
@given(kind=st.sampled_from(["xlsx", "csv"]), seed=st.integers(0, 2**32))
def test_whatever_happens_to_the_bytes_the_answer_is_rows_or_a_refusal(real_files, kind, seed):
    assert read_mutated(real_files, kind, seed) == read_mutated(real_files, kind, seed)


@pytest.mark.parametrize("seed", range(8))
def test_old_workbooks_over_which_the_reader_dies_are_refused(real_files, seed):
    """Panics, endless memory: the reader of .xls may die, in a process of its own."""
    assert read_mutated(real_files, "xls", seed) is not None
