"""Ledger engine against openpyxl write-only on the same cells, in one run: one JSON line."""

import argparse
import json
import resource
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

from foundation.ledger_forms import Column, Group, Ledger
from foundation.spreadsheets import write_ledger

FORM = Ledger(
    "L1",
    "困难群众排查工作台账",
    [
        *(Column(title, 12) for title in ("县(市)区", "乡镇(街道)", "村(社区)", "户主姓名")),
        Column("身份证号", 20),
        *(Column(title, 14) for title in ("联系电话", "家庭住址", "户籍类别", "对象类别")),
        Group("一、家庭基本情况", [Column(f"人数{i}", 6, "integer", total=True) for i in range(7)]),
        Group(
            "二、家庭经济状况",
            [
                *(Column(f"收入{i}", 10, "money", total=True) for i in range(2)),
                *(Column(f"财产{i}", 10) for i in range(5)),
            ],
        ),
        Group("三、保障情况", [Column(f"保障{i}", 9, "money", total=True) for i in range(13)]),
        Group(
            "四、需要帮助解决问题",
            [*(Column(f"需求{i}", 12) for i in range(6)), Column("办结日期", 11, "date")],
        ),
        Column("走访人", 14),
        Column("走访日期", 11, "date"),
        Column("审核人", 10),
        Column("备注", 12),
    ],
)


def rows(count: int) -> Iterator[list[object]]:
    """Cells of a believable spread: text, numbers, money, dates and gaps."""
    day = date(2021, 6, 18)
    for i in range(count):
        money = Decimal(i % 90000) / 100
        yield [
            "银州区", "龙山乡", f"第{i % 1471}村", f"测试{i % 997}",
            f"211299********{i % 10000:04d}", "138****2207",
            f"第{i % 1471}村{i % 300}号", "农村", "低收入",
            *(j * i % 7 for j in range(7)), money, money,
            "承包地14亩", "", "", "", "砖瓦房1套60㎡C级",
            *(money if j % 3 == 0 else None for j in range(13)),
            "医疗", "申请医疗救助", "按程序办理", "乡镇", "2021-07-30", "", day,
            "张三、李四", day, "王五", "",
        ]  # fmt: skip


def write_with_openpyxl(path: Path, count: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for number, row in enumerate(rows(count), start=1):
        sheet.append([number, *row])
    book.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=120_000)
    count = parser.parse_args().rows
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        facts = write_ledger(
            Path(folder) / "ours.xlsx", FORM, rows(count), region="铁岭市",
            cut_off=date(2021, 6, 18), reported_by="铁岭市民政局", data_notes={},
        )  # fmt: skip
        seconds = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        started = time.perf_counter()
        write_with_openpyxl(Path(folder) / "theirs.xlsx", count)
        baseline = time.perf_counter() - started
    result = {
        "benchmark": "ledger_writer",
        "rows": facts.row_count,
        "columns": len(FORM.leaves) + 1,
        "seconds": round(seconds, 2),
        "baseline_seconds": round(baseline, 2),
        "ratio": round(seconds / baseline, 3),
        "peak_mib_of_ours": memory,
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
