"""Generated extracts with every kind of irregularity: engine and reference must agree."""

import csv
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verification.reference_compare import reference_compare
from verification.engine.drafts import digest_of
from verification.engine.findings import drafts_for
from verification.engine.identity import MemberKey, check_character
from verification.engine.layouts import FileLayout, load_layout
from verification.engine.match import compare_extract
from verification.engine.vehicles import VehicleParams

VEHICLES = load_layout("vehicles")
CREMATIONS = FileLayout.from_mapping(
    {
        "agency": "民政殡葬",
        "item": "cremations",
        "format": "txt",
        "delimiter": "|",
        "columns": {
            "name": ["姓名"],
            "identity_number": ["证件号码"],
            "birth_on": ["出生日期"],
            "cremated_on": ["火化日期"],
        },
        "date_formats": ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "excel"],
    }
)


def made_up_member(serial: int) -> MemberKey:
    born = date(1935, 1, 1) + timedelta(days=serial * 613)
    first17 = f"211299{born:%Y%m%d}{serial:03d}"
    number = first17 + check_character(first17)
    short = number[:6] + number[8:17] if born.year < 2000 else None
    name = "王李张赵"[serial % 4] + ("伟", "芳", "买买提·吐尔逊"[:3])[serial % 3]
    return MemberKey(serial, serial // 2, 1, number, short, name, born)


MEMBERS = [made_up_member(serial) for serial in range(50)]


def widened(number: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in number)


DISTORTIONS = (
    str,
    str.lower,
    widened,
    lambda n: "'" + n,
    lambda n: f" {n[:6]}\u3000{n[6:]}\u00a0",
    lambda n: n[:6] + n[8:17],
    lambda n: n[:6] + n[8:17] + ".0",
    lambda n: n[:6] + "********" + n[14:],
    lambda n: n[:6] + "****" + n[14:],
    lambda n: n[:14] + "****",
    lambda n: n[:3] + "*" * 15,
    lambda n: n[:17],
    lambda n: n[:15] + "000",
    lambda n: "2.11299E+17",
    lambda n: n + ".0",
    lambda n: "",
    lambda n: "91211299MA0TEST00X",
    lambda n: n[:16] + str((int(n[16]) + 1) % 10) + n[17],
)
people = st.builds(made_up_member, st.integers(0, 90))
numbers = st.builds(
    lambda member, distort: (member, distort(member.identity_number)),
    people,
    st.sampled_from(DISTORTIONS),
)
names = st.sampled_from([None, None, None, "王某", "", "王*", "赵　伟"])
words = st.sampled_from(
    ["小型轿车", "普通二轮摩托车", '带"引号', "逗,号", "", " 空 格 ", "k33:轿车"]
)
damage = st.sampled_from([None] * 12 + ["short", "long", "blank", "spaces"])


@st.composite
def vehicle_rows(draw):
    member, number = draw(numbers)
    name = draw(names)
    status = draw(st.sampled_from(["正常", "注销", "报废", "正常 ", "查封", ""]))
    row = [member.name if name is None else name, number, f"辽M{draw(st.integers(0, 30)):05d}"]
    row += [draw(words), draw(words), "非营运", "2018-03-05", status]
    return damaged(row, draw(damage))


@st.composite
def cremation_rows(draw):
    member, number = draw(numbers)
    name = draw(names)
    born = member.birth_on
    excel = str((born - date(1899, 12, 30)).days)
    formats = [f"{born}", f"{born:%Y%m%d}", f"{born.year}/{born.month}/{born.day}", excel, "", "无"]
    row = [
        member.name if name is None else name,
        number,
        draw(st.sampled_from(formats)),
        "20210406",
    ]
    return damaged(row, draw(damage))


def damaged(row, how):
    changes = {"short": row[:-2], "long": [*row, "多"], "blank": [], "spaces": [" "]}
    return changes.get(how, row)


def write(path: Path, layout: FileLayout, rows, encoding: str, line_end: str, ends: bool) -> None:
    titles = [synonyms[0] for synonyms in layout.columns.values()]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=line_end)
        writer.writerow(titles)
        for row in rows:
            writer.writerow(row) if row else file.write(line_end)
    if not ends:
        data = path.read_bytes()
        path.write_bytes(data.removesuffix(line_end.encode(encoding)))


def agree(layout: FileLayout, rows, encoding: str, line_end: str, ends: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        write(path, layout, rows, encoding, line_end, ends)
        result = compare_extract(path, layout, MEMBERS)
        matches, refused = reference_compare(path, layout, MEMBERS)
    if not result.digits_lost_en_masse:
        assert [(row.row_number, row.reason.value) for row in result.refused_rows] == refused
    order = [(match.row_number, match.member.member_id) for match in matches]
    assert [(match.row_number, match.member.member_id) for match in result.matches] == order
    assert result.matches == matches
    if layout is VEHICLES:
        ours = drafts_for(layout, result.matches, VehicleParams())
        theirs = drafts_for(layout, matches, VehicleParams())
        assert digest_of(ours) == digest_of(theirs)


def encodings():
    return st.sampled_from(["gb18030", "utf-8", "utf-8-sig"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(vehicle_rows(), max_size=30),
    encodings(),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_vehicles_agree_with_the_reference(rows, encoding, line_end, ends):
    agree(VEHICLES, rows, encoding, line_end, ends)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(cremation_rows(), max_size=30),
    encodings(),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_names_with_birth_dates_agree_with_the_reference(rows, encoding, line_end, ends):
    agree(CREMATIONS, rows, encoding, line_end, ends)


def test_names_without_number_are_tidied_and_nameless_rows_refused():
    latin = MemberKey(1, 1, 1, MEMBERS[3].identity_number, None, "Anna Li", MEMBERS[3].birth_on)
    born = str(latin.birth_on)
    rows = [["anna\u3000li", "", born, ""], ["", "", born, ""], ["Anna Li", "", "", ""]]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        write(path, CREMATIONS, rows, "utf-8", "\n", True)
        result = compare_extract(path, CREMATIONS, [latin])
        matches, refused = reference_compare(path, CREMATIONS, [latin])
    assert [match.row_number for match in result.matches] == [2]
    assert result.matches == matches
    assert refused == [(3, "no_identity"), (4, "no_identity")]
    assert [(row.row_number, row.reason.value) for row in result.refused_rows] == refused
