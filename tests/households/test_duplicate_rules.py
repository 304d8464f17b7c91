"""The rules of resembling records: a table of cases, and what holds for any two."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.variants import folded, spellings
from households.duplicates import Person, common_area, compare

BORN = datetime.date(1962, 5, 4)
BASE = Person("韩淑英", "hanshuying", BORN, "2", "211224105200", False)
TOWN, COUNTY, ELSEWHERE = "211224105201", "211224101200", "211282100200"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ("same", "same", "village", "none")),
        ({"has_number": True}, ("same", "same", "village", "one")),
        ({"area": TOWN}, ("same", "same", "township", "none")),
        ({"area": COUNTY}, ("same", "same", "county", "none")),
        ({"area": ELSEWHERE}, None),
        ({"sex": "0"}, ("same", "same", "village", "none")),
        ({"sex": "1"}, None),
        ({"name": "韓淑英"}, ("variant", "same", "village", "none")),
        ({"name": "韓淑英", "area": COUNTY}, ("variant", "same", "county", "none")),
        ({"name": "韩叔英"}, ("sound", "same", "village", "none")),
        ({"name": "韩叔英", "area": TOWN}, None),
        ({"name": "韩淑芳", "pinyin": "hanshufang"}, ("one", "same", "village", "none")),
        ({"name": "韩秀芳", "pinyin": "hanxiufang"}, None),
        ({"name": "韩淑", "pinyin": "hanshu"}, None),
        ({"birth_on": datetime.date(1963, 5, 4)}, ("same", "one", "village", "none")),
        ({"birth_on": datetime.date(1962, 4, 5)}, ("same", "one", "village", "none")),
        ({"birth_on": datetime.date(1963, 6, 4)}, None),
        ({"birth_on": datetime.date(1963, 5, 4), "area": TOWN}, None),
        ({"birth_on": None}, ("same", "unknown", "village", "none")),
        ({"birth_on": None, "name": "韩淑芳", "pinyin": "x"}, None),
        ({"name": "", "pinyin": ""}, None),
    ],
)
def test_what_may_be_one_person(change, words):
    found = compare(BASE, replace(BASE, **change))
    assert (found and (found.name, found.birth, found.place, found.numbers)) == words


def test_two_numbers_count_only_against_an_exact_match():
    numbered = replace(BASE, has_number=True)
    assert compare(numbered, numbered).numbers == "differ"
    assert compare(numbered, replace(numbered, area=TOWN)) is None
    assert compare(numbered, replace(numbered, birth_on=None)) is None


def test_two_characters_are_too_few_for_one_to_differ():
    one = replace(BASE, name="王丽", pinyin="wangli")
    assert compare(one, replace(one, name="王敏", pinyin="wangmin")) is None


PEOPLE = st.builds(
    Person,
    name=st.text("韩韓淑叔英芳", max_size=3),
    pinyin=st.sampled_from(["", "hanshuying", "hanshufang"]),
    birth_on=st.none() | st.dates(datetime.date(1962, 4, 4), datetime.date(1963, 6, 6)),
    sex=st.sampled_from("012"),
    area=st.sampled_from([BASE.area, TOWN, COUNTY, ELSEWHERE]),
    has_number=st.booleans(),
)


@given(PEOPLE, PEOPLE)
def test_the_order_does_not_matter_and_numbers_never_make_a_pair(one, other):
    found = compare(one, other)
    assert found == compare(other, one)
    if found:
        area = common_area(one.area, other.area)
        assert area == common_area(other.area, one.area)
        assert area[:6] == one.area[:6] == other.area[:6]
        assert found.words
        assert compare(replace(one, has_number=False), replace(other, has_number=False))


@given(PEOPLE)
def test_everybody_with_a_name_resembles_themselves(one):
    found = compare(one, one)
    assert (found is None) == (not one.name or (one.birth_on is None and one.has_number))


@given(st.text("王昇升陞閆闫李", max_size=4))
def test_variants_fold_to_one_and_spellings_keep_it(name):
    assert folded(folded(name)) == folded(name)
    assert spellings(name)[0] == name
    assert all(folded(other) == folded(name) for other in spellings(name))
