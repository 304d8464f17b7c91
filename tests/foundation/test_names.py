"""Names: one spelling, initials by the surname's own reading, given names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.names import given_name, normalise_name, pinyin_initials, surname

NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 韩 淑 英 ", "韩淑英"),
        ("韩\u3000淑英\ufeff", "韩淑英"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("王鴜", "王鴜"),
        ("李𠮷", "李𠮷"),
        ("赵𬘡", "赵𬘡"),
        ("Jose\u0301", "Jos\u00e9"),
        ("", ""),
    ],
)
def test_one_spelling(text, name):
    assert normalise_name(text) == name


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("韩淑英", "hsy"),
        ("单雄信", "sxx"),
        ("仇英", "qy"),
        ("查良镛", "zly"),
        ("解晓东", "xxd"),
        ("区志强", "ozq"),
        ("曾国强", "zgq"),
        ("朴永哲", "pyz"),
        ("覃秀兰", "qxl"),
        ("乐嘉", "yj"),
        ("欧阳娜娜", "oynn"),
        ("尉迟恭", "ycg"),
        ("万俟明", "mqm"),
        ("单于刚", "cyg"),
        ("吕艳", "ly"),
        ("张重阳", "zcy"),
        ("王鴜", "wc"),
        ("阿依古丽·买买提", "ayglmmt"),
        ("John Smith", "johnsmith"),
        ("", ""),
    ],
)
def test_initials(name, initials):
    assert pinyin_initials(name) == initials


@pytest.mark.parametrize(
    ("name", "family", "given_part"),
    [
        ("韩淑英", "韩", "淑英"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("欧阳修", "欧阳", "修"),
        ("欧阳", "欧", "阳"),
        ("单于", "单", "于"),
        ("王", "", "王"),
        ("阿依古丽·买买提", "", "阿依古丽"),
        ("John", "", "John"),
        ("", "", ""),
    ],
)
def test_surname_and_given_name(name, family, given_part):
    assert (surname(name), given_name(name)) == (family, given_part)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text):
    once = normalise_name(text)
    assert normalise_name(once) == once
    assert not any(char.isspace() for char in once)


@given(NAMES)
def test_a_name_is_surname_and_given_name(name):
    assert surname(name) + given_name(name) == name
    initials = pinyin_initials(name)
    assert initials.isascii()
    assert initials == initials.lower()
    assert len(initials) <= len(name)


@given(st.text(max_size=20))
def test_initials_are_small_latin_letters_and_digits(text):
    assert all(char.isascii() and char.isalnum() for char in pinyin_initials(text))
