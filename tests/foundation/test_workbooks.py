"""Uploads: read as text, and refused with a way out when they are not what they should be."""

import time
import zipfile
from datetime import date

import openpyxl
import pytest

from foundation.workbooks import UnreadableWorkbook, read_workbook


@pytest.fixture
def excel(tmp_path):
    def save(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "upload.xlsx"
        book.save(path)
        return path

    return save


def repack(path, member, change):
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_every_cell_comes_as_text(excel):
    path = excel(["姓名", "人口"], ["张喆", 3.0, 12.5, date(2021, 6, 18), True, None], [None])
    assert read_workbook(path) == [
        ["姓名", "人口", "", "", ""],
        ["张喆", "3", "12.5", "2021-06-18", "1"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_agencies_send(tmp_path, encoding, delimiter):
    path = tmp_path / "车辆.csv"
    lines = [delimiter.join(row) for row in (["姓名", "号牌"], ["李堃", '"辽M,1"'])]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert read_workbook(path) == [["姓名", "号牌"], ["李堃", "辽M,1"]]


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04 not a zip",
        b"\x89PNG\r\n\x1a\n\x00\x00\xff",
    ],
)
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path)


def test_a_package_without_sheets_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path)


def test_too_many_rows_are_refused_at_exactly_one_more(excel, tmp_path):
    path = excel(["a"], ["b"], ["c"])
    assert len(read_workbook(path, max_rows=3)) == 3
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path, max_rows=2)
    plain = tmp_path / "x.csv"
    plain.write_text("a\nb\nc\n")
    assert len(read_workbook(plain, max_rows=3)) == 3
    with pytest.raises(UnreadableWorkbook):
        read_workbook(plain, max_rows=2)


def test_a_zip_bomb_is_refused_before_it_is_opened(excel):
    path = repack(excel(["a"]), "xl/styles.xml", lambda xml: xml + b" " * 30_000_000)
    assert path.stat().st_size < 100_000
    assert read_workbook(path, max_bytes=40_000_000) == [["a"]]
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path, max_bytes=20_000_000)


@pytest.mark.parametrize("place", [b"A1048576", b"XFD1"])
def test_a_cell_absurdly_far_out_is_refused(excel, place):
    path = excel(["a"])
    repack(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="A1"', b'r="%s"' % place))
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path)


def test_a_sheet_by_another_name_is_counted_too(excel):
    path = excel(["a"])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts.pop("xl/worksheets/sheet1.xml").replace(b'r="A1"', b'r="XFD1048576"')
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(b"sheet1.xml", b"sheet1.png"))
        package.writestr("xl/worksheets/sheet1.png", sheet)
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path)


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_formats_whose_cells_cannot_be_counted_are_refused(excel, part):
    path = excel(["a"])
    assert read_workbook(path) == [["a"]]
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(part, "x")
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path)


def test_a_damaged_package_is_refused(excel):
    path = excel(["a" * 500])
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = b"x" * 40
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path)


@pytest.mark.parametrize(
    "cells", [b'<c s=">" r="XFD1048576"/>', b"<c " * 300_000], ids=["far", "endless"]
)
def test_neither_hidden_far_cells_nor_endless_tags_harm(tmp_path, cells):
    """A ">" inside an attribute hides no reference; tags never closed take no time."""
    path = tmp_path / "upload.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", cells)
    started = time.monotonic()
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path, max_rows=1000)
    assert time.monotonic() - started < 5
