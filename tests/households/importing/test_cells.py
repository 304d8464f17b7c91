"""Single cells: dates, words for codes, amounts, blanks, places."""

import dataclasses
import datetime
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.faults import InputError
from households.importing.cells import is_blank, reader_for
from households.importing.dates import read_date
from households.importing.places import Ambiguous, Places
from households.importing.targets import TARGETS

ON = datetime.date(2026, 11, 24)
DAY = datetime.date(1955, 3, 12)


def read(key, value, **ext):
    notes = []
    found = reader_for(TARGETS[key], ON, ext)(value, notes)
    return found, [code for code, _message in notes]


@pytest.mark.parametrize(
    "typed",
    [
        "1955-03-12", "1955.3.12", "1955/3/12", "1955年3月12日", "１９５５．３．１２", "19550312",
        19550312, 19550312.0, "1955-03-12 00:00:00", " 1955 年 3 月 12 日 ", "一九五五年三月十二日",
        20160, "20160", 20160.0, DAY, datetime.datetime(1955, 3, 12, 8, tzinfo=datetime.UTC),
    ],
)  # fmt: skip
def test_dates_in_all_spellings(typed):
    assert read_date(typed).day == DAY


@pytest.mark.parametrize("typed", ["1955.3", "1955-03", "1955年3月", "195503", 195503, 1955.03])
def test_months_without_a_day(typed):
    found = read_date(typed)
    assert (found.day, found.has_day) == (DAY.replace(day=1), False)


@pytest.mark.parametrize(
    "typed", ["55.3.12", "3/12/1955", "1955", 1955, "1955-13-01", "不详日期", True, "1655-03-12", 7]
)
def test_what_is_no_date_says_how_to_write_it(typed):
    with pytest.raises(InputError) as refused:
        read_date(typed)
    assert "1955-03-12" in str(refused.value)


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("member.sex", "男性", "1"), ("member.sex", 2, "2"), ("member.sex", 2.0, "2"),
        ("member.sex", "女 ", "2"), ("member.relation", "妻子", "12"),
        ("member.relation", "爱人", "10"),
        ("member.relation", 2, "02"), ("member.relation", "98", "99"),
        ("member.ethnic", "满", "11"),
        ("member.labour_capacity", "无", "4"), ("member.disability_grade", "Ⅱ级", "2"),
        ("member.disability_grade", "贰级", "2"), ("household.poverty_cause", "疾病", "1"),
        ("household.dm_class", "b类", "B"), ("household.kinds", "农村低保", ("01",)),
        ("household.kinds", "低保、残疾人；低保户", ("01", "05")),
        ("household.kinds", "01,05", ("01", "05")),
        ("household.poverty_cause", "缺土地、技术、资金", "8"),
        ("member.education", "高中", "60"), ("member.marital_status", "丧偶", "30"),
        ("member.disability_category", "肢体残疾", "4"),
        ("member.health", "肢体残疾 慢性病", ("64", "30")),
    ],
)  # fmt: skip
def test_words_for_codes(key, typed, code):
    assert read(key, typed) == (code, [])


def test_an_unknown_word_names_the_accepted_ones():
    with pytest.raises(InputError) as refused:
        read("household.kinds", "富裕户")
    assert refused.value.code == "unknown_code"
    assert "低保" in str(refused.value)


@pytest.mark.parametrize(
    "typed", [None, "", "  ", "\u3000", "\u00a0", "\u200b", "无", "—", "－", "N/A"]
)
def test_blanks_of_all_kinds(typed):
    assert is_blank(typed)
    assert read("household.residence_address", typed) == (None, [])


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,200.50元", "1200.50"),
        ("￥300", "300"),
        (350, "350"),
        ("３５０", "350"),
        ("380元/月", "380"),
    ],
)
def test_amounts(typed, amount):
    assert read("stated.monthly_amount", typed) == (Decimal(amount), [])


@pytest.mark.parametrize("key", ["member.monthly_wage", "member.monthly_pension"])
@pytest.mark.parametrize(
    "typed", ["6000元/年", "６０００元／年", "6000元每年", "6000/年", "￥6,000元/年"]
)
def test_a_years_amount_is_refused_where_a_months_belongs(key, typed):
    with pytest.raises(InputError) as refused:
        read(key, typed)
    assert refused.value.code == "per_year"
    assert typed in str(refused.value)


@pytest.mark.parametrize(("typed", "code"), [("500元/月", "per_month"), ("500元每月", "per_month")])
def test_a_months_amount_is_refused_where_a_years_belongs(typed, code):
    yearly = dataclasses.replace(TARGETS["member.monthly_wage"], per="year")
    with pytest.raises(InputError) as refused:
        reader_for(yearly, ON)(typed, [])
    assert refused.value.code == code
    assert reader_for(yearly, ON)("6000元/年", []) == Decimal(6000)


def test_every_amount_says_what_time_it_is_for():
    assert {target.per for target in TARGETS.values() if target.kind == "money"} == {"month"}


@pytest.mark.parametrize(
    "typed", ["买买提.阿不都", "买买提•阿不都", "买买提 · 阿不都", "买买提・阿不都"]
)
def test_one_spelling_of_minority_names(typed):
    assert read("member.name", typed)[0] == "买买提·阿不都"


def test_rare_characters_survive_and_lost_ones_do_not():
    assert read("member.name", "张𠮷鷺")[0] == "张𠮷鷺"
    with pytest.raises(InputError):
        read("member.name", "张?")


def test_doubts_are_noted():
    assert read("household.account_no", "6214490000123456789")[1] == ["account_doubt"]
    assert read("member.identity_number", "211224550312001")[1] == ["converted"]
    assert read("member.birth_on", 20160)[1] == ["serial_date"]
    assert read("household.phone", "13812342207、13812342208") == (
        "13812342207",
        ["several_phones"],
    )


@pytest.fixture(scope="module")
def places():
    return Places([
        ("211224000000", "昌图县", "", None),
        ("211224105000", "宝力镇", "", "211224000000"),
        ("211224105200", "宝力村民委员会", "", "211224105000"),
        ("211224105201", "太平村民委员会", "", "211224105000"),
        ("211224101000", "老城镇", "", "211224000000"),
        ("211224101201", "太平村民委员会", "", "211224101000"),
        ("211224101001", "青年社区", "", "211224101000"),
        ("211224101202", "青年村民委员会", "", "211224101000"),
        ("211224300000", "聂家满族乡", "", "211224000000"),
        ("211224300200", "腰堡村民委员会", "", "211224300000"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("town", "village", "code"),
    [
        ("宝力镇", "宝力村", "211224105200"), ("宝力", "宝力", "211224105200"),
        ("", "宝力村委会", "211224105200"), ("", "昌图县宝力镇宝力村", "211224105200"),
        ("昌图县宝力镇", "太平村", "211224105201"), ("", "宝力镇太平", "211224105201"),
        ("", "青年社区居民委员会", "211224101001"), ("", "211224105201", "211224105201"),
        ("老城镇", "青年村", "211224101202"), ("老城镇", "青年社区", "211224101001"),
        ("聂家乡", "腰堡村", "211224300200"), ("聂家满族乡", "腰堡", "211224300200"),
        ("老城镇", "宝力村", None), ("", "没有村", None), ("没有镇", "太平村", None),
    ],
)  # fmt: skip
def test_places_by_the_names_offices_write(places, town, village, code):
    assert places.find(town, village) == code


def test_an_ambiguous_village_names_its_townships(places):
    found = places.find("", "太平村")
    assert isinstance(found, Ambiguous)
    assert found.names == ("老城镇太平村民委员会", "宝力镇太平村民委员会")
    assert places.find("", "太平村", within="211224105000") == "211224105201"


DIGITS = st.text("0123456789", min_size=1, max_size=500)


@given(
    key=st.sampled_from(["member.monthly_wage", "stated.monthly_amount", "stated.family_size"]),
    typed=st.one_of(
        DIGITS, st.tuples(DIGITS, DIGITS).map(".".join), st.integers(), st.floats(), DIGITS.map(int)
    ),
)
def test_whatever_number_stands_there_it_is_read_or_refused(key, typed):
    found = None
    with suppress(InputError):
        found, _notes = read(key, typed)
    assert found is None or 0 <= found < 10**8
