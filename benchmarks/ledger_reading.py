"""Reading a ledger of 100,000 rows and 40 columns against python-calamine alone, in one run.

One JSON line with seconds and peak memory of both: calamine turning every cell into a Python
value, and ours from the size checks to validated households. The ratio is of processor seconds.
Target: at most 30 seconds of ours.
"""

import argparse
import csv
import datetime
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import django
import xlsxwriter
from python_calamine import CalamineWorkbook
from stdnum import luhn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from accounts.management.commands.load_areas import SHIPPED as SOURCE  # noqa: E402
from foundation.identity import make_identity  # noqa: E402
from foundation.workbooks import open_sheet  # noqa: E402
from households.importing.mapping import guess_header, guess_mapping  # noqa: E402
from households.importing.places import Places  # noqa: E402
from households.importing.rows import ReadOptions, read_households  # noqa: E402

ON = datetime.date(2026, 1, 1)
HEADINGS = (
    "序号", "县(市)区", "乡镇(街道)", "村(社区)", "户编号", "户主姓名", "姓名", "与户主关系",
    "身份证号", "性别", "出生日期", "民族", "婚姻状况", "文化程度", "健康状况", "户籍类别",
    "劳动能力", "就业状况", "残疾类别", "残疾等级", "残疾证号", "医疗保险", "养老保险", "家庭住址",
    "联系电话", "城乡类别", "享受类别", "享受起始年月", "致贫原因", "家庭人口", "保障人口",
    "月保障金额", "类别(A/B/C)", "低保证号", "账户姓名", "开户行", "账号", "包保干部", "核查结论",
    "备注",
)  # fmt: skip
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜关佟那"
GIVEN = "淑英 桂兰 守山 国栋 凤霞 春生 玉珍 德胜 秀芹 立新 小宝 明远 丽娟 长有 海波 雅文".split()  # noqa: SIM905
ADULTS = ("本人", "妻", "父亲", "母亲")
Village = tuple[str, str, str]


def villages(county: str = "211224") -> list[Village]:
    """(county, township, village) by name, of one county."""
    with Path(SOURCE).open(encoding="utf-8", newline="") as source:
        rows = {row["code"]: row for row in csv.DictReader(source)}
    return [
        (rows[code[:6] + "000000"]["name"], rows[row["parent"]]["name"], row["name"])
        for code, row in rows.items()
        if code.startswith(county) and row["level"] == "village"
    ]


def people(count: int, places: Sequence[Village]) -> Iterator[list[str | int]]:
    """The same ``count`` rows in every run: fictitious people in households of one to four."""
    number = home = 0
    while number < count:
        size = min(1 + home * 7 % 4, count - number)
        head = _name(number)
        for place in range(size):
            yield _person(number, home, place, size, head, places[home * 31 % len(places)])
            number += 1
        home += 1


def write_ledger(path: Path, count: int = 100_000, places: Sequence[Village] | None = None) -> None:
    """Write the workbook of ``count`` rows; every identity number is of region 211299."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("低保对象")
        sheet.write_row(0, 0, ["低保对象及家庭成员台账"])
        sheet.write_row(1, 0, HEADINGS)
        for line, row in enumerate(people(count, places or villages()), start=2):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                elif value:
                    sheet.write_string(line, column, value)


def _name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]


def _person(
    number: int, home: int, place: int, size: int, head: str, village: Village
) -> list[str | int]:
    born = datetime.date(1936, 1, 1) + datetime.timedelta(days=number * 37 % 20_000)
    is_man = place in (0, 2)
    sequence = number // 20_000 * 20 + place * 2 + is_man
    identity = make_identity("211299", born, sequence)
    is_disabled = number % 6 == 0
    account = _account(home)
    return [
        home + 1, *village, f"H{home:07d}", head, _name(number) if place else head,
        ADULTS[place] if size > 1 or place else "户主", identity, "男" if is_man else "女性",
        born.strftime("%Y.%m.%d") if number % 3 else f"{born.year}年{born.month}月{born.day}日",
        ("汉族", "满", "汉", "朝鲜族")[number % 4], ("已婚", "丧偶", "未婚")[number % 3],
        ("小学", "初中", "文盲", "高中")[number % 4],
        ("健康", "有慢性病", "肢体残疾、有慢性病")[number % 3],
        ("农业", "城镇")[number % 2], ("有", "部分丧失", "无")[number % 3],
        ("务农", "外出务工", "无业")[number % 3],
        "肢体" if is_disabled else "", "二级" if is_disabled else "",
        f"{identity}42" if is_disabled else "", "城乡居民医保", "居民养老保险",
        f"{village[1]}{village[2][:2]}{home % 9 + 1}组{home % 400 + 1}号", f"139{home:08d}",
        "农村", "低保", f"20{15 + home % 10}.{home % 9 + 1:02d}",
        ("因病", "残疾", "缺劳动力", "因学")[home % 4], size, size, 380 * size,
        "ABC"[home % 3], f"2112{home:08d}", head, "铁岭农商银行", account, f"干部{home % 60}",
        "维持", "" if number % 5 else "2025年核查时情况无变化，继续保障",
    ]  # fmt: skip


def _account(home: int) -> str:
    digits = f"6214490000{home:08d}"
    return digits + luhn.calc_check_digit(digits)


def read_alone(path: Path) -> int:
    """What python-calamine does: every cell of every row as a Python value."""
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        return sum(1 for _row in book.get_sheet_by_index(0).iter_rows())


def read_ours(path: Path) -> int:
    """From the size checks to validated households; how many rows they are."""
    sheet = open_sheet(path)
    guess = guess_header(islice(sheet.rows(), 30), sheet.merges)
    with Path(SOURCE).open(encoding="utf-8", newline="") as source:
        areas = [(r["code"], r["name"], "", r["parent"]) for r in csv.DictReader(source)]
    options = ReadOptions(
        guess_mapping(guess.names), guess.last, "211224000000", ON, Places(areas), names=guess.names
    )
    reading = read_households(sheet.rows(), sheet.merges, options)
    refused = sum(len(home.row_numbers) for home in reading if home.faults)
    if refused:
        raise SystemExit(f"{refused} rows of the made-up ledger are refused")
    return reading.row_count


def measured(which: str, path: Path) -> dict[str, float]:
    """Seconds and peak megabytes of one way of reading, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ledger_reading", "--only", which, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def run_one(which: str, path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, used = time.perf_counter(), time.process_time()
    rows = {"alone": read_alone, "ours": read_ours}[which](path)
    seconds = round(time.perf_counter() - started, 2)
    cpu = round(time.process_time() - used, 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {"rows": rows, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak // 1024}
    print(json.dumps({**figures, "grown_mb": (peak - before) // 1024}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", nargs=2, metavar=("WAY", "FILE"), help="one reading, for itself")
    asked = parser.parse_args()
    if asked.only:
        run_one(asked.only[0], Path(asked.only[1]))
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_ledger(path, asked.rows)
        alone, ours = measured("alone", path), measured("ours", path)
    print(
        json.dumps(
            {
                "benchmark": "ledger_reading",
                "rows": asked.rows,
                "columns": len(HEADINGS),
                "alone": alone,
                "ours": ours,
                "ratio": round(ours["cpu_seconds"] / alone["cpu_seconds"], 2),
            }
        )
    )


if __name__ == "__main__":
    main()
