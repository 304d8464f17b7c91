"""Damaged files, failure and cancelling: rows are named, and no temporary file or process stays."""

import csv
import os
import stat
from pathlib import Path

import pytest

from tests.verification.test_compare_vehicles import EXTRACT, read_members
from verification.engine import blocks, match
from verification.engine.layouts import FileLayout, LayoutInvalid, load_layout
from verification.engine.match import compare_extract
from verification.engine.reasons import ComparisonCancelled, FileProblem, FileRefused, Refusal
from verification.engine.transcode import private_workspace

LAYOUT = load_layout("vehicles")
LINES = EXTRACT.read_bytes().decode("gb18030").splitlines()


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "extract.csv"
    path.write_bytes(data)
    return path


@pytest.fixture
def parent(tmp_path):
    folder = tmp_path / "workspaces"
    folder.mkdir()
    before = children()
    yield folder
    assert list(folder.iterdir()) == []
    assert children() <= before


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_damaged_bytes_refuse_their_row_and_no_other(tmp_path, parent, encoding):
    rows = [line.encode(encoding) for line in LINES]
    rows[3] = rows[3].replace("小型普通客车".encode(encoding), b"\xff\xfe\xff")
    path = write(tmp_path, b"\r\n".join(rows))
    result = compare_extract(path, LAYOUT, read_members(), workspace_parent=parent)
    assert result.encoding == encoding
    assert result.refused_rows[0].row_number == 4
    assert result.refused_rows[0].reason is Refusal.UNDECODABLE
    whole = compare_extract(EXTRACT, LAYOUT, read_members())
    assert result.matches == [found for found in whole.matches if found.row_number != 4]


def test_without_iconv_the_python_codec_does_the_same(tmp_path, parent, monkeypatch):
    whole = compare_extract(EXTRACT, LAYOUT, read_members())
    monkeypatch.setenv("PATH", str(tmp_path))
    again = compare_extract(EXTRACT, LAYOUT, read_members(), workspace_parent=parent)
    assert again.matches == whole.matches


def test_without_anonymous_memory_blocks_are_private_files(parent, monkeypatch):
    whole = compare_extract(EXTRACT, LAYOUT, read_members())
    monkeypatch.delattr(os, "memfd_create")
    again = compare_extract(EXTRACT, LAYOUT, read_members(), workspace_parent=parent)
    assert again.matches == whole.matches


def test_workspace_is_private_and_removed_when_the_work_fails(parent):
    seen = []

    def work():
        with private_workspace(parent) as folder:
            seen.append(stat.S_IMODE(folder.stat().st_mode))
            (folder / "rows.csv").write_text("somebody")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert seen == [0o700]


def test_failure_in_the_middle_leaves_nothing(tmp_path, parent, monkeypatch):
    monkeypatch.delattr(os, "memfd_create")
    shrink_blocks(monkeypatch)
    calls = []

    def fail_on_second(fraction, rows):
        calls.append(len(list(parent.rglob("*.csv"))))
        if len(calls) == 2:
            raise RuntimeError("the database went away")

    path = write(tmp_path, "\r\n".join([*LINES, *LINES[1:] * 40]).encode("gb18030"))
    with pytest.raises(RuntimeError):
        compare_extract(
            path, LAYOUT, read_members(), progress=fail_on_second, workspace_parent=parent
        )


def test_cancelling_stops_and_leaves_nothing(tmp_path, parent, monkeypatch):
    shrink_blocks(monkeypatch)
    path = write(tmp_path, "\r\n".join([*LINES, *LINES[1:] * 40]).encode("gb18030"))
    asked, heard = [], []

    def cancelled():
        asked.append(1)
        return len(asked) > 4

    def compare(cancelled):
        return compare_extract(
            path,
            LAYOUT,
            read_members(),
            progress=lambda fraction, rows: heard.append((fraction, rows)),
            cancelled=cancelled,
            workspace_parent=parent,
        )

    with pytest.raises(ComparisonCancelled):
        compare(cancelled)
    assert heard
    assert max(fraction for fraction, _rows in heard) < 1
    heard.clear()
    result = compare(lambda: False)
    assert heard == sorted(heard)
    assert heard[-1] == (1.0, result.rows_read)


def test_blocks_of_any_size_give_the_same_rows(tmp_path, parent, monkeypatch):
    path = write(tmp_path, "\r\n".join([*LINES, *LINES[1:] * 5]).encode("gb18030"))
    whole = compare_extract(path, LAYOUT, read_members())
    for size in (40, 100, 1000):
        shrink_blocks(monkeypatch, size)
        again = compare_extract(path, LAYOUT, read_members(), workspace_parent=parent)
        assert again == whole


def test_line_break_inside_a_value_is_refused_and_later_rows_keep_their_number(tmp_path, parent):
    rows = list(csv.reader(LINES))
    rows[5][4] = "夏利\n牌"
    path = tmp_path / "extract.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    result = compare_extract(path, LAYOUT, read_members(), workspace_parent=parent)
    assert result.refused_rows[0].row_number == 6
    assert result.refused_rows[0].reason is Refusal.LINE_BREAK
    assert result.matches[-1].row_number == 27


def test_unclosed_quotation_refuses_the_file_with_its_row(tmp_path, parent):
    bad = '王建国,211299196001010010,辽M1,"小型轿车,大众,非营运,2018-03-05,正常'
    text = "\r\n".join([*LINES[:10], bad, *(LINES[1:6] * 3000)]).replace(
        '"比亚迪牌,""秦""PLUS"', "秦"
    )
    path = write(tmp_path, text.encode("gb18030"))
    with pytest.raises(FileRefused) as refusal:
        compare_extract(path, LAYOUT, read_members(), workspace_parent=parent)
    assert refusal.value.problem is FileProblem.NOT_A_TABLE
    assert refusal.value.row_number == 11
    assert "王建国" not in repr(refusal.value.__context__) + str(refusal.value)


def test_layout_that_contradicts_itself_is_refused():
    with pytest.raises(LayoutInvalid):
        FileLayout("a", "b", "csv", "auto", ",", True, {"name": ("姓名",)})


def shrink_blocks(monkeypatch, size=4096):
    monkeypatch.setattr(match, "cut_blocks", lambda read: blocks.cut_blocks(read, size))
