"""Makes the ledgers offices keep, in Excel: households of one to three people of 宝力镇."""

import datetime
import random
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import xlsxwriter

from foundation.identity import make_identity

HEADINGS = (
    "序号", "乡镇", "村（社区）", "户编号", "姓名", "身份证号", "与户主关系", "民族",
    "健康状况", "家庭住址", "联系电话", "致贫原因", "对象类别", "享受起始年月",
)  # fmt: skip
VILLAGES = ("八宝村", "房家村")
SURNAMES, GIVEN = (
    "赵钱孙李周吴郑王韩刘",
    ("淑英", "守山", "小宝", "桂兰", "国栋", "凤霞", "喆", "春生"),
)
Row = list[str]


def people(seed: int, *, birth: datetime.date = datetime.date(1950, 1, 1)) -> Iterator[list[str]]:
    """Endless (name, identity number) pairs, each number once for each seed."""
    chance, day, sequence = random.Random(seed), birth, 0
    while True:
        sequence += 1
        if sequence > 998:
            day, sequence = day + datetime.timedelta(days=1), 1
        name = chance.choice(SURNAMES) + chance.choice(GIVEN)
        yield [name, make_identity("211299", day, sequence)]


def households(
    count: int, *, seed: int = 1, villages: Sequence[str] = VILLAGES, town: str = "宝力镇"
) -> list[list[Row]]:
    """Households with their rows, as ``HEADINGS`` says."""
    chance, found = random.Random(seed), []
    everybody = iter(people(seed, birth=datetime.date(1940 + seed, 1, 1)))
    for number in range(1, count + 1):
        village = chance.choice(villages)
        rows = []
        for place in range(chance.choice((1, 1, 2, 3))):
            name, identity = next(everybody)
            relation = ("户主", "配偶", "子")[place]
            rows.append([
                str(number), town, village, f"H{seed}-{number:05d}", name, identity, relation,
                "汉族", "健康", f"{number % 9 + 1}组", f"138{seed % 100:02d}{number:06d}",
                "因病", "低保", "2021-04",
            ])  # fmt: skip
        found.append(rows)
    return found


def made(homes: Iterable[list[Row]], **kwargs) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    write(out, homes, **kwargs)
    return out.getvalue()


def read(content: bytes) -> list[list[str]]:
    """All cells of a workbook's first sheet."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def write(
    path: Path | BytesIO,
    homes: Iterable[list[Row]],
    *,
    headings: Sequence[str] = HEADINGS,
    title: str = "",
) -> None:
    """Write a workbook, every cell as text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        # Otherwise the same ledger has other bytes a second later.
        book.set_properties({"created": datetime.datetime(2026, 1, 5)})  # noqa: DTZ001
        sheet = book.add_worksheet("台账")
        line = 0
        if title:
            sheet.write_string(0, 0, title)
            line = 1
        for row in ([list(headings)], *homes):
            for cells in row:
                for column, value in enumerate(cells):
                    if value:
                        sheet.write_string(line, column, value)
                line += 1
