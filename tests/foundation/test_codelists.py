"""Code lists: complete, readable in both languages, as the standards number them."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from foundation import codelists

LISTS = codelists.names()
SIZES = {
    "sex": 4,
    "ethnic": 58,
    "marital_status": 8,
    "health": 22,
    "education": 8,
    "occupation": 13,
    "hukou_kind": 5,
    "student_stage": 10,
    "labour_capacity": 4,
    "employment_status": 10,
    "not_counted_reason": 7,
    "poverty_cause": 9,
    "relapse_kind": 4,
    "special_identity": 13,
    "attachment_kind": 11,
    "disability_category": 7,
    "disability_grade": 4,
    "support_mode": 2,
    "care_level": 3,
    "property_kind": 18,
    "visit_result": 7,
    "need_kind": 9,
    "need_disposition": 4,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_complete(name):
    entries = codelists.code_list(name).entries
    assert entries
    for code, entry in entries.items():
        assert re.fullmatch(r"[0-9A-Z]{1,3}|[a-z]+(_[a-z]+)*", code)
        assert re.search(r"[\u4e00-\u9fff]", entry.zh)
        assert entry.en.isascii()
        assert entry.en == entry.en.strip() != ""
    assert len({entry.zh for entry in entries.values()}) == len(entries)


def test_every_list_is_called_something_in_both_languages():
    files = {path.stem for path in Path(codelists.__file__).parent.glob("codes/*.csv")}
    assert set(LISTS) == files
    lists = [codelists.code_list(name) for name in LISTS]
    assert all(re.search(r"[\u4e00-\u9fff]", found.zh) and found.en.isascii() for found in lists)
    assert len({found.zh for found in lists}) == len({found.en for found in lists}) == len(lists)
    with translation.override("zh-hans"):
        assert str(codelists.code_list("sex")) == "性别"
    with translation.override("en"):
        assert str(codelists.code_list("sex")) == "Sex"
    assert codelists.name_of("性别") == codelists.name_of("sex") == "sex"
    with pytest.raises(KeyError):
        codelists.name_of("鞋码")


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_the_dictionary_is_taken_over_whole(name, size):
    assert len(codelists.codes(name)) == size


def test_relations_run_as_the_standard_numbers_them():
    codes = codelists.codes("relation")
    assert codes == sorted(codes)
    expected = {"01", "02", "10", "11", "12", "99"} | {str(code) for code in range(20, 98)}
    assert set(codes) == expected
    assert codelists.code_list("relation").standard == "GB/T 4761-2008"


def test_labels_follow_the_language_when_shown():
    label = codelists.label("relation", "02")
    choice = dict(codelists.choices("relation"))["38"]
    with translation.override("zh-hans"):
        assert (str(label), str(choice)) == ("户主", "儿媳")
    with translation.override("en"):
        assert (str(label), str(choice)) == ("Head of household", "Daughter-in-law")
    assert codelists.label_zh("sex", "2") == "女"
    assert codelists.label_zh("sex", "") == ""


@pytest.mark.parametrize("name", ["unknown", "../codelists", ""])
def test_unknown_lists_are_refused(name):
    with pytest.raises(KeyError):
        codelists.choices(name)


def test_unknown_codes_are_refused():
    with pytest.raises(KeyError):
        codelists.label("relation", "98")


def test_income_kinds_belong_to_a_category():
    categories = codelists.codes("income_category")
    assert {code[0] for code in codelists.codes("income_kind")} == set(categories)
