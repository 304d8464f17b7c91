"""Makes uploaded rosters for tests: workbooks and text files with the heads offices write."""

from collections.abc import Sequence
from io import BytesIO

import openpyxl

HEADS = ("姓名", "单位", "职务", "级别", "所属地区", "账号", "列入日期", "增加原因")
Merge = tuple[int, int, int, int]


def book(*rows: Sequence[object], heads: Sequence[str] = HEADS, above: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet; ``above`` are lines over the heading."""
    return book_of({"花名册": [*([line] for line in above), heads, *rows]})


def book_of(sheets: dict[str, Sequence[Sequence[object]]], merges: Sequence[str] = ()) -> bytes:
    """A workbook of several sheets; ``merges`` (``B2:B3``) are of the first."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for merge in merges:
        made.worksheets[0].merge_cells(merge)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def table(content: bytes) -> list[tuple[object, ...]]:
    """The first sheet of a workbook as values."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return list(sheet.iter_rows(values_only=True))
