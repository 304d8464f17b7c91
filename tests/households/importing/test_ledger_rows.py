"""Ledgers read as households: grouping, heads, damage, and no row ever lost."""

import datetime
import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foundation.cell_values import ERROR, UNCALCULATED, BrokenCell, as_text
from foundation.identity import make_identity
from foundation.plain import narrow
from foundation.spreadsheets import write_ledger
from foundation.workbooks import open_sheet
from households.importing.cells import is_blank
from households.importing.mapping import guess_header, guess_mapping
from households.importing.places import Places
from households.importing.rows import ReadOptions, SeenNumbers, read_households
from reports.ledgers.l1 import LEDGER

ON = datetime.date(2026, 11, 24)
TOWN, BAOLI, CHANGQING = "211224105000", "211224105200", "211224105001"
PLACES = Places(
    [
        ("211224000000", "昌图县", "", "211200000000"),
        (TOWN, "宝力镇", "", "211224000000"),
        (BAOLI, "宝力村民委员会", "", TOWN),
        (CHANGQING, "长青社区", "", TOWN),
    ]
)


def number(sequence, born=datetime.date(1955, 3, 12)):
    return make_identity("211299", born, sequence)


MAN, WOMAN, SON = number(1), number(2), number(3, datetime.date(1980, 5, 1))


def reading(names, rows, *, merges=(), **options):
    kept = {"default_area": BAOLI, "on": ON, "places": PLACES, "names": names, **options}
    mapping = kept.pop("mapping", guess_mapping(names))
    sheet = [tuple(names), *(tuple(row) for row in rows)]
    return read_households(sheet, merges, ReadOptions(mapping, 0, **kept))


def codes(home):
    return sorted((fault.row, fault.code) for fault in home.faults)


def test_one_row_is_one_household_where_only_the_head_is_named():
    found = list(
        reading(
            [
                "户主姓名",
                "身份证号",
                "村（社区）",
                "联系电话",
                "对象类别",
                "享受起始年月",
                "家庭人口",
            ],
            [
                ["韩 淑英", f" {WOMAN} ", "长青社区", 13812342207, "低保、残疾人", 202104, "3人"],
                ["张喆", MAN, "宝力镇宝力村", "０２４－72612345", "特困", "2021年4月", 1],
            ],
        )
    )
    first, second = found
    assert [home.faults for home in found] == [[], []]
    assert (first.area_code, second.area_code) == (CHANGQING, BAOLI)
    assert first.members[0].data == {
        "name": "韩淑英", "identity_number": WOMAN, "identity_kind": "1", "sex": "2",
        "birth_on": datetime.date(1955, 3, 12), "relation": "02",
    }  # fmt: skip
    assert first.members[0].touched == {"name", "identity_number"}
    assert first.fields["phone"] == "13812342207"
    april = datetime.date(2021, 4, 1)
    assert first.kinds == [{"kind": "01", "since": april}, {"kind": "05", "since": april}]
    assert (first.stated["family_size"], second.kinds[0]["kind"]) == (3, "02")


MEMBERS = ["序号", "户主姓名", "村", "姓名", "与户主关系", "身份证号"]


def test_merged_cells_make_one_household():
    rows = [
        [1, "张喆", "宝力村", "张喆", "户主", MAN],
        [None, None, None, "韩淑英", "妻", WOMAN],
        [2, "王芳", "长青社区", "王芳", "本人", SON],
    ]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)]
    first, second = reading(MEMBERS, rows, merges=merges)
    assert (first.row_numbers, second.row_numbers) == ((2, 3), (4,))
    assert [member.data["relation"] for member in first.members] == ["02", "12"]
    assert (first.faults, second.faults) == ([], [])


MERGED_OVER_ALL = ["村", "对象类别", "享受起始年月", "姓名", "身份证号"]


def test_values_merged_over_several_households_hold_for_each():
    """村, 对象类别 and 享受起始年月 merged A2:A4: all three rows have them."""
    rows = [
        ["长青社区", "特困", "2019-03", "张喆", MAN],
        [None, None, None, "韩淑英", WOMAN],
        [None, None, None, "张小宝", SON],
    ]
    merges = [(1, column, 3, column) for column in range(3)]
    found = list(reading(MERGED_OVER_ALL, rows, merges=merges, default_kinds=("01",)))
    assert [(home.row_numbers, home.area_code) for home in found] == [
        ((2,), CHANGQING), ((3,), CHANGQING), ((4,), CHANGQING)
    ]  # fmt: skip
    march = datetime.date(2019, 3, 1)
    assert [home.kinds for home in found] == [[{"kind": "02", "since": march}]] * 3
    assert [home.faults for home in found] == [[]] * 3


def test_a_household_that_begins_inside_a_merge_keeps_what_stands_above_it():
    """The merge ends in the household's first row; its second row has a village of its own."""
    rows = [
        ["长青社区", "张喆", "户主", MAN],
        [None, "韩淑英", "户主", WOMAN],
        ["宝力村", "张小宝", "子", SON],
    ]
    merges = [(1, 0, 2, 0)]
    first, second = reading(["村", "姓名", "与户主关系", "身份证号"], rows, merges=merges)
    assert (first.area_code, second.area_code) == (CHANGQING, CHANGQING)
    assert [fault.code for fault in second.warnings] == ["rows_differ"]


@pytest.mark.parametrize(
    ("word", "has_relations"),
    [("对象类别", True), ("对象类别", False), ("家庭住址", True), ("联系电话", True)],
)
def test_a_merge_of_what_families_may_share_makes_no_family(word, has_relations):
    """One kind, hamlet or telephone of the village merged over three families, below the first."""
    value = {"对象类别": "低保", "家庭住址": "3组", "联系电话": "13812342207"}[word]
    names = [word, "姓名", "身份证号", "与户主关系"]
    rows = [
        [value, "王芳", number(7), "户主"],
        [value, "张喆", MAN, "户主"],
        [None, "韩淑英", WOMAN, "户主"],
        [None, "张小宝", SON, "户主"],
    ]
    if not has_relations:
        names, rows = names[:3], [row[:3] for row in rows]
    found = list(reading(names, rows, merges=[(2, 0, 4, 0)]))
    assert [home.row_numbers for home in found] == [(2,), (3,), (4,), (5,)]
    assert [home.faults for home in found] == [[]] * 4


def test_people_of_one_merged_address_are_not_taken_for_families_of_one():
    """Nothing says who is the head: refused, since splitting them would make two files of one."""
    rows = [["宝力村3组", "张喆", MAN], [None, "韩淑英", WOMAN]]
    (home,) = reading(["家庭住址", "姓名", "身份证号"], rows, merges=[(1, 0, 2, 0)])
    assert codes(home) == [(2, "no_head")]


def test_the_first_block_of_merged_cells_is_a_household_too():
    """Without a single 户主 the merged serial number alone says who lives together."""
    rows = [[1, "张喆", "子", MAN], [None, "韩淑英", "妻", WOMAN], [2, "王芳", "户主", SON]]
    names = ["序号", "姓名", "与户主关系", "身份证号"]
    found = reading(names, rows, merges=[(1, 0, 2, 0)])
    assert [home.row_numbers for home in found] == [(2, 3), (4,)]
    rows[0][2], rows[1][2] = "户主", "户主"
    found = list(reading(names, rows, merges=[(1, 0, 2, 0)]))
    assert [home.row_numbers for home in found] == [(2, 3), (4,)]
    assert codes(found[0]) == [(3, "two_heads")]


@pytest.mark.parametrize(
    "names", [["户编号", *MEMBERS[3:]], ["户主姓名", *MEMBERS[3:]], ["备注", *MEMBERS[3:]]]
)
@pytest.mark.parametrize("is_repeated", [True, False])
def test_households_without_merged_cells(names, is_repeated):
    """By number, by the head's name, or by 户主 alone; repeated in every row or in the first."""
    follow = (lambda text: text) if is_repeated else (lambda _text: None)
    rows = [
        ["张喆", "张喆", "户主", MAN],
        [follow("张喆"), "韩淑英", "妻", WOMAN],
        ["李堃", "李堃", "户主", SON],
    ]
    found = list(reading(names, rows))
    assert [home.row_numbers for home in found] == [(2, 3), (4,)]
    assert [home.faults for home in found] == [[], []]


def test_the_head_may_stand_in_columns_of_its_own():
    names = ["户主姓名", "身份证号", "家庭成员姓名", "与户主关系", "身份证号"]
    rows = [["张喆", MAN, "韩淑英", "妻", WOMAN], ["张喆", MAN, "张小宝", "子", SON]]
    (home,) = reading(names, rows)
    assert home.faults == []
    assert [(m.data["name"], m.data["relation"]) for m in home.members] == [
        ("张喆", "02"), ("韩淑英", "12"), ("张小宝", "20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2.1129919550312e17, "lost_digits"),
        ("2.11299E+17", "lost_digits"),
        ("211299195503130000", "lost_digits"),
        (20160, "length"),
        (datetime.date(1955, 3, 12), "not_text"),
        (MAN[:17] + "5", "check_digit"),
        ("2112**********0018", "masked"),
        (ERROR, "error_cell"),
        (UNCALCULATED, "uncalculated"),
        (True, "length"),
    ],
)
def test_what_excel_does_to_numbers_is_found(value, code):
    (home,) = reading(["姓名", "身份证号"], [["张喆", value]])
    if value is True:
        assert home.faults
    else:
        assert codes(home) == [(2, code)]
        fault = home.faults[0]
        assert (fault.column, fault.field) == (1, "member.identity_number")
        assert "2" in str(fault)
        assert "身份证号" in str(fault)


@pytest.mark.parametrize(
    ("names", "rows", "expected"),
    [
        (["姓名", "身份证号"], [["张喆", MAN], ["韩淑英", MAN]], [[], [(3, "twice_in_file")]]),
        (
            ["户编号", "姓名", "与户主关系", "身份证号"],
            [["7", "张喆", "户主", MAN], ["7", "张小宝", "子", MAN]],
            [[(3, "twice_in_household")]],
        ),
        (
            ["户编号", "姓名", "与户主关系", "身份证号"],
            [["7", "张喆", "户主", MAN], ["7", "韩淑英", "户主", WOMAN]],
            [[(3, "two_heads")]],
        ),
        (
            ["户编号", "姓名", "与户主关系", "身份证号"],
            [["7", "张喆", "子", MAN], ["7", "韩淑英", "妻", WOMAN]],
            [[(2, "no_head")]],
        ),
        (["姓名", "身份证号", "性别"], [["张喆", MAN, "女"]], [[(2, "sex")]]),
        (
            ["姓名", "身份证号", "民族"],
            [["", MAN, "火星"]],
            [[(2, "no_name"), (2, "unknown_code")]],
        ),
        (["姓名", "村"], [["张喆", "没有村"]], [[(2, "unknown_village")]]),
        (["姓名", "乡镇", "村"], [["张喆", "老城镇", "宝力村"]], [[(2, "unknown_town")]]),
        (["姓名", "月保障金额"], [["张喆", -350]], [[(2, "negative")]]),
        (["姓名", "家庭住址"], [["张喆", "长" * 201]], [[(2, "too_long")]]),
        (["姓名", "民族"], [["张?", "同上"]], [[(2, "ditto"), (2, "lost_character")]]),
        (["姓名", "出生日期"], [["张喆", 1955.1]], [[(2, "doubtful_month")]]),
        (["姓名", "户编号"], [["甲", "1"], ["乙", "2"], ["丙", "1"]], [[], [], [(4, "scattered")]]),
    ],
)
def test_every_fault_of_a_row_is_said(names, rows, expected):
    assert [codes(home) for home in reading(names, rows)] == expected


@pytest.mark.parametrize(
    ("names", "cells", "default", "area", "code"),
    [
        ("县区 村", ("开原市", "宝力村"), TOWN, "", "other_county"),
        ("县区 村", ("昌图", "宝力村"), TOWN, BAOLI, ""),
        ("县区 村", ("铁岭市昌图县", "宝力村"), BAOLI, BAOLI, ""),
        ("区划代码 备注", ("211282101201", ""), BAOLI, "", "unknown_division"),
        ("区划代码 备注", ("某村", ""), BAOLI, "", "unknown_division"),
        ("区划代码 备注", (CHANGQING, ""), BAOLI, CHANGQING, ""),
        ("区划代码 村", (CHANGQING, "宝力村"), TOWN, "", "code_differs"),
        ("区划代码 村", ("211224105", "宝力村"), TOWN, BAOLI, ""),
        ("乡镇 备注", ("老城镇", ""), BAOLI, "", "no_village"),
        ("乡镇 备注", ("宝力镇", ""), BAOLI, BAOLI, ""),
        ("乡镇 备注", ("", ""), BAOLI, BAOLI, ""),
    ],
)
def test_what_a_row_says_of_its_place_is_never_passed_over(names, cells, default, area, code):
    (home,) = reading(
        [*names.split(), "姓名", "身份证号"], [[*cells, "张喆", MAN]], default_area=default
    )
    assert (home.area_code, [fault.code for fault in home.faults]) == (area, [code] if code else [])


def test_a_row_with_nobody_in_it_gives_the_household_above_nothing_unsaid():
    names = ["村", "姓名", "身份证号", "与户主关系", "对象类别", "联系电话", "银行账号"]
    rows = [
        ["宝力村", "张喆", MAN, "户主", "低保", None, None],
        ["宝力村", None, None, None, "特困", "13812345678", "6214490000123456780"],
        ["宝力村", "王芳", WOMAN, "户主", "低保", None, None],
    ]
    first, second = reading(names, rows)
    assert (first.row_numbers, codes(first), second.faults) == ((2, 3), [(3, "no_name")], [])


@pytest.mark.parametrize(
    "cells", [["2"], [3], ["以下空白"], [None, "——以下空白——"], ["4", "以下空白"]]
)
def test_rows_numbered_beforehand_or_left_empty_are_passed_over(cells):
    names = ["序号", "姓名", "身份证号", "与户主关系"]
    found = reading(names, [["1", "张喆", MAN, "户主"], cells])
    assert [home.row_numbers for home in found] == [(2,)]
    assert [(one.row, one.kind) for one in found.skipped] == [(3, "empty")]


def test_a_row_that_is_only_merged_from_above_is_blank():
    rows = [["长青社区", "张喆", MAN], [None, None, None]]
    (home,) = reading(["村", "姓名", "身份证号"], rows, merges=[(1, 0, 2, 0)])
    assert (home.row_numbers, home.faults) == ((2,), [])


def test_household_numbers_may_begin_anew_in_every_village():
    names = ["村", "户编号", "姓名", "身份证号", "与户主关系"]
    rows = [
        ["宝力村", "1", "张喆", MAN, "户主"], ["宝力村", "2", "李堃", number(7), "户主"],
        ["长青社区", "2", "王芳", WOMAN, "户主"], ["长青社区", "1", "张小宝", SON, "户主"],
        ["长青社区", "2", "李四", number(9), "户主"],
    ]  # fmt: skip
    found = list(reading(names, rows, default_area=TOWN))
    assert [home.row_numbers for home in found] == [(2,), (3,), (4,), (5,), (6,)]
    assert [codes(home) for home in found] == [[], [], [], [], [(6, "scattered")]]


def test_totals_signatures_and_repeated_headings_are_no_data():
    names = ["序号", "姓名", "身份证号"]
    rows = [
        ["合计", None, 2], [1, "张喆", MAN], names, [2, "韩淑英", WOMAN], [None, " ", None],
        ["单位负责人:  审核人:  填表人:", None, None],
    ]  # fmt: skip
    found = reading(names, rows)
    assert [home.row_numbers for home in found] == [(3,), (5,)]
    assert [(s.row, s.kind) for s in found.skipped] == [(2, "total"), (4, "heading"), (7, "foot")]
    assert found.row_count == 2


def test_partner_codes_come_first_and_defaults_fill_in():
    (home,) = reading(
        ["姓名", "民族"], [["张喆", "A7"]], ext_codes={"ethnic": {"A7": "11"}},
        default_kinds=("01",), default_urban_rural="1", default_area=CHANGQING,
    )  # fmt: skip
    assert home.members[0].data["ethnic"] == "11"
    assert home.kinds == [{"kind": "01", "since": ON}]
    assert (home.fields["urban_rural"], home.area_code) == ("1", CHANGQING)


def test_doubts_refuse_nothing():
    names = ["户主姓名", "姓名", "与户主关系", "身份证号", "婚姻状况", "家庭人口", "账户姓名"]
    young = number(5, datetime.date(2012, 1, 1))
    (home,) = reading(names, [["张哲", "张喆", "户主", young, "已婚", 4, "别人"]])
    assert home.faults == []
    found = {fault.code for fault in home.warnings}
    assert found == {"head_differs", "married_young", "family_size", "payee"}


def test_a_kind_may_say_that_the_household_is_urban():
    homes = reading(
        ["姓名", "救助类别"], [["张喆", "城市低保"], ["李堃", "农村低保"], ["王芳", "低保"]]
    )
    assert [home.fields.get("urban_rural") for home in homes] == ["1", "2", None]


def test_our_own_l1_ledger_reads_back(tmp_path):
    path = tmp_path / "l1.xlsx"
    who = [
        "昌图县",
        "宝力镇",
        "宝力村民委员会",
        "张喆",
        MAN,
        "13812342207",
        "宝力村3组",
        "农业（农村）",
    ]
    row = [*who, "低保、孤儿（事实无人抚养儿童）", 3]
    row += [
        None if leaf.kind in ("integer", "money", "date") else "" for leaf in LEDGER.leaves[10:]
    ]
    row[-1] = "备注一"
    write_ledger(
        path, LEDGER, [row], region="宝力镇", cut_off=ON, reported_by="宝力镇", data_notes={}
    )
    sheet = open_sheet(path)
    guess = guess_header(itertools.islice(sheet.rows(), 30), sheet.merges)
    mapping = guess_mapping(guess.names)
    options = ReadOptions(mapping, guess.last, TOWN, ON, PLACES, names=guess.names)
    found = read_households(sheet.rows(), sheet.merges, options)
    (home,) = found
    assert home.faults == []
    assert (home.area_code, home.fields["note"]) == (BAOLI, "备注一")
    assert [kind["kind"] for kind in home.kinds] == ["01", "03"]
    assert home.members[0].data["hukou_kind"] == "2"
    assert home.stated["family_size"] == 3
    assert "member.employment_status" not in mapping.values()
    assert {skipped.kind for skipped in found.skipped} == {"total", "foot"}


NAMES = ["序号", "户编号", "户主姓名", "姓名", "与户主关系", "身份证号", "出生日期", "村", "备注"]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=8),
    st.dates(), st.datetimes(), st.sampled_from([ERROR, UNCALCULATED, "合计", MAN, "同上"]),
    st.sampled_from(["户主", "妻"]),
    st.sampled_from(["张喆", "宝力村", "1", "1955.3.12", "　", "-", "制表:"]),
)  # fmt: skip


def apart(merges):
    """Those that no earlier one overlaps, as a spreadsheet has them."""
    kept = []
    for top, left, bottom, right in merges:
        if not any(t <= bottom and top <= b and x <= right and left <= y for t, x, b, y in kept):
            kept.append((top, left, bottom, right))
    return kept


MERGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(0, 2)).map(
        lambda m: (m[0], m[1], m[0] + m[2], m[1] + m[3])
    ),
    max_size=5,
).map(apart)


def seen_in(sheet, merges, column):
    """By Excel's row, what people see in a column: under the heading, merged values in each row.

    What is merged over several columns is the leftmost column's.
    """
    seen = {line: row[column] if column < len(row) else None for line, row in enumerate(sheet, 1)}
    for top, left, bottom, _right in merges:
        if column != left or bottom < 1:
            continue
        first = sheet[max(top, 1)] if max(top, 1) < len(sheet) else ()
        value = first[left] if left < len(first) else None
        for line in range(max(top, 1) + 1, bottom + 2):
            if seen.get(line) is None:
                seen[line] = value
    return seen


def named_village(home, seen):
    """The code of the first village a household's rows name; None for no place of that name."""
    for line in home.row_numbers:
        value = seen.get(line)
        if is_blank(value) or isinstance(value, BrokenCell) or value == "同上":
            continue
        found = PLACES.find("", narrow(as_text(value)), within=TOWN)
        return found if isinstance(found, str) else None
    return CHANGQING


@settings(max_examples=200, deadline=None)
@given(
    names=st.permutations(NAMES).flatmap(lambda n: st.integers(1, len(n)).map(lambda k: n[:k])),
    rows=st.lists(st.lists(JUNK, max_size=10), max_size=9),
    merges=MERGES,
)
@example(names=["序号", "户编号", "村"], rows=[[], [], [], [], [-1]], merges=[(5, 0, 5, 2)])
@example(names=["户编号", "村"], rows=[["3", None], []], merges=[(1, 0, 2, 1)])
def test_no_row_is_ever_lost(names, rows, merges):
    """Each row is in exactly one household, or skipped and said so, or blank (dashes, 无).

    Each household is filed in the village that people see in its rows, merged or not.
    """
    found = reading(names, rows, merges=merges, default_area=CHANGQING)
    homes = list(found)
    counted = [row for home in homes for row in home.row_numbers]
    skipped = [one.row for one in found.skipped]
    together = counted + skipped
    assert sorted(together) == sorted(set(together))
    assert found.row_count == len(counted)
    full = {line for line, row in enumerate(rows, 2) if not all(map(is_blank, row))}
    assert full <= set(together)
    for home in homes:
        assert home.faults or home.members
        assert all(str(fault) for fault in home.faults + home.warnings)
        assert {fault.row for fault in home.faults} <= set(home.row_numbers)
    if "村" in names:
        seen = seen_in([names, *rows], merges, names.index("村"))
        assert [home.area_code or None for home in homes] == [named_village(h, seen) for h in homes]
    again = list(reading(names, rows, merges=merges, default_area=CHANGQING))
    assert [repr(home.members) for home in homes] == [repr(home.members) for home in again]
    assert [codes(home) for home in homes] == [codes(home) for home in again]


ANYWHERE = st.sampled_from([None, None, "宝力村", "长青社区", "没有村", " "])
BLOCKS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 4)).map(lambda m: (m[0], 0, m[0] + m[1], 0)),
    max_size=3,
).map(apart)


@settings(max_examples=100, deadline=None)
@given(
    villages=st.lists(ANYWHERE, min_size=1, max_size=9),
    relations=st.lists(st.sampled_from(["户主", "户主", "妻"]), min_size=9, max_size=9),
    merges=BLOCKS,
    has_relations=st.booleans(),
)
def test_every_household_is_filed_where_its_merged_village_says(
    villages, relations, merges, has_relations
):
    names = ["村", "姓名", "与户主关系"] if has_relations else ["村", "姓名"]
    # A merge holds one value; the cells it covers are empty in every spreadsheet.
    covered = {line for top, _l, bottom, _r in merges for line in range(top + 1, bottom + 1)}
    seen_villages = [None if line in covered else v for line, v in enumerate(villages, 1)]
    lines = zip(seen_villages, relations, strict=False)
    rows = [[place, "张喆", relation][: len(names)] for place, relation in lines]
    homes = list(reading(names, rows, merges=merges, default_area=CHANGQING))
    seen = seen_in([names, *rows], merges, 0)
    assert [home.area_code or None for home in homes] == [named_village(h, seen) for h in homes]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(JUNK, max_size=8), max_size=12), MERGES)
def test_a_heading_is_guessed_whatever_the_rows(rows, merges):
    guess = guess_header(rows, merges)
    assert -1 <= guess.first <= guess.last
    mapping = guess_mapping(guess.names)
    assert len(set(mapping.values())) == len(mapping)


def test_numbers_seen_are_shared_by_the_sheets_of_a_file():
    seen = SeenNumbers()
    sheet = [("姓名", "身份证号"), ("张喆", MAN)]
    options = ReadOptions(guess_mapping(sheet[0]), 0, BAOLI, ON, PLACES)
    assert [len(home.faults) for home in read_households(sheet, (), options, seen)] == [0]
    assert [len(home.faults) for home in read_households(sheet, (), options, seen)] == [1]
