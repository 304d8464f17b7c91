"""Compare a made-up vehicles extract with 25,000 members, as a ratio to reading and decoding it.

Prints one JSON line per size: ``python -m benchmarks.comparison [rows] [rows ...]``. The target is
2.5 times the floor (alarm of the design); peak memory is that of a fresh process per size.
"""

import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from verification.engine.findings import drafts_for
from verification.engine.identity import MemberKey, check_character
from verification.engine.layouts import load_layout
from verification.engine.match import compare_extract
from verification.engine.vehicles import VehicleParams

MEMBERS = 25_000
DEFAULT_ROWS = (250_000, 1_000_000)
TARGET = 2.5
ROUNDS = 3
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国"
_KINDS = ("小型轿车", "小型普通客车", "轻型普通货车", "普通二轮摩托车", "电动三轮车")
_MODELS = ("大众牌SVW7167", "五菱牌LZW6390", '"解放牌,CA1040"', "豪爵牌HJ125", "宗申牌ZS150")
_STATUSES = ("正常",) * 17 + ("注销", "报废", "逾期未检验")


def identity_number(serial: int) -> str:
    """A number of the made-up region 211299 with a right check character, one per serial."""
    born = date(1940, 1, 1) + timedelta(days=serial % 25_000)
    first17 = f"211299{born:%Y%m%d}{serial // 25_000 % 1000:03d}"
    return first17 + check_character(first17)


def made_up_name(serial: int) -> str:
    """A name of two or three characters that belongs to nobody."""
    return (
        _FAMILY[serial % len(_FAMILY)]
        + _GIVEN[serial // 20 % len(_GIVEN)]
        + (_GIVEN[serial // 600 % len(_GIVEN)] if serial % 5 else "")
    )


def members() -> Iterator[MemberKey]:
    """The registry's side: every 40th serial of the population."""
    for place in range(MEMBERS):
        number = identity_number(place * 40)
        short = number[:6] + number[8:17] if number[6:8] == "19" else None
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        yield MemberKey(place, place // 2, 1, number, short, made_up_name(place * 40), born)


def write_extract(path: Path, rows: int, seed: int = 7) -> None:
    """An extract in GB18030, about one row in forty one of ours, one in fifty irregular."""
    chance = random.Random(seed)  # noqa: S311 (made-up data)
    with path.open("w", encoding="gb18030", newline="") as file:
        file.write("车主姓名,身份证号,号牌号码,车辆类型,品牌型号,使用性质,初次登记日期,状态\r\n")
        for row in range(rows):
            serial = chance.randrange(1_000_000)
            number = identity_number(serial)
            if row % 50 == 0:
                number = (f"'{number}", f" {number[:6]} {number[6:]}", number.lower())[row % 3]
            kind = chance.randrange(len(_KINDS))
            registered = date(2005, 1, 1) + timedelta(days=chance.randrange(5800))
            file.write(
                f"{made_up_name(serial)},{number},辽M{row % 100000:05d},{_KINDS[kind]},"
                f"{_MODELS[kind]},非营运,{registered},{_STATUSES[chance.randrange(20)]}\r\n"
            )


def read_and_decode(path: Path) -> float:
    """Seconds to read the bytes and decode them, and nothing else: the floor."""
    started = time.perf_counter()
    with path.open(encoding="gb18030", newline="") as file:
        while file.read(1 << 20):
            pass
    return time.perf_counter() - started


def processor_seconds() -> float:
    """Processor time of this process and of the transcoders it has ended: deaf to neighbours."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def compare(path: Path) -> tuple[float, int, int]:
    """Seconds to compare and judge, keys included; the matches and the findings."""
    layout = load_layout("vehicles")
    keys = list(members())
    started = time.perf_counter()
    result = compare_extract(path, layout, keys)
    drafts = drafts_for(layout, result.matches, VehicleParams())
    return time.perf_counter() - started, len(result.matches), len(drafts)


def measure(rows: int) -> None:
    """Best of three of each, in turns, so that both meet the same weather on the machine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        write_extract(path, rows)
        floors, runs = [], []
        floor_work, run_work = [], []
        for _round in range(ROUNDS):
            before = processor_seconds()
            floors.append(read_and_decode(path))
            between = processor_seconds()
            runs.append(compare(path))
            floor_work.append(between - before)
            run_work.append(processor_seconds() - between)
        size = path.stat().st_size
    floor, (seconds, matches, findings) = min(floors), min(runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = {
        "benchmark": "comparison",
        "rows": rows,
        "megabytes": round(size / 1e6, 1),
        "members": MEMBERS,
        "matches": matches,
        "findings": findings,
        "floor_seconds": round(floor, 3),
        "seconds": round(seconds, 3),
        "ratio": round(seconds / floor, 2),
        "target": TARGET,
        "processor_ratio": round(min(run_work) / min(floor_work), 2),
        "peak_megabytes": round(peak),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    """Measure each size named on the command line (8000000 for the full design size)."""
    fresh = multiprocessing.get_context("spawn")
    for rows in [int(argument) for argument in sys.argv[1:]] or DEFAULT_ROWS:
        process = fresh.Process(target=measure, args=(rows,))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
