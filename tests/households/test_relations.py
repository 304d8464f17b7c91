"""Whether what people are to the head fits sex, ages and each other."""

import datetime

import pytest

from households import relations
from households.derivations import years_before
from households.models import Member

ON = datetime.date(2026, 1, 5)
HEAD_BORN = datetime.date(1980, 1, 1)


def person(relation: str, sex: str = "0", older: float | None = None, **facts) -> Member:
    """Somebody so many years older than the head; unknown without."""
    day = None if older is None else HEAD_BORN - datetime.timedelta(days=round(older * 365.2425))
    return Member(name="韩小", relation=relation, sex=sex, birth_on=day, **facts)


def head(sex: str = "1", **facts) -> Member:
    return Member(**{
        "name": "韩淑英", "relation": "02", "sex": sex, "birth_on": HEAD_BORN, **facts
    })  # fmt: skip


def codes(member: Member, *others: Member, to: Member | None = None) -> set[str]:
    first = to or head()
    found = relations.doubts(member, first, [first, member, *others])
    return {code for code, _field, _words in found}


@pytest.mark.parametrize(
    ("relation", "sex", "is_doubtful"),
    [
        ("20", "1", False), ("20", "2", True), ("28", "2", True), ("30", "2", False),
        ("30", "1", True), ("38", "1", True), ("51", "1", False), ("51", "2", True),
        ("52", "1", True), ("71", "2", True), ("75", "2", False), ("40", "2", False),
        ("50", "1", False), ("99", "2", False), ("20", "0", False),
    ],
)  # fmt: skip
def test_the_relation_fits_the_sex(relation, sex, is_doubtful):
    assert ("relation_sex" in codes(person(relation, sex))) is is_doubtful


@pytest.mark.parametrize(
    ("relation", "older", "is_doubtful"),
    [
        ("20", -15, False), ("20", -13, True), ("30", -13, True), ("27", -2, False),
        ("27", 0, True), ("41", -29, False), ("41", -27, True), ("51", 15, False),
        ("51", 13, True), ("53", 2, False), ("53", 0, True), ("61", 29, False),
        ("61", 27, True), ("71", 1, False), ("71", -1, True), ("73", -1, False),
        ("73", 1, True), ("80", -60, False), ("99", 60, False), ("20", None, False),
    ],
)  # fmt: skip
def test_the_relation_fits_the_ages(relation, older, is_doubtful):
    assert ("relation_age" in codes(person(relation, older=older))) is is_doubtful


def test_every_code_of_a_sex_is_of_that_sex_only():
    assert not relations.MALE & relations.FEMALE


def test_a_spouse_has_the_other_sex_is_married_and_single():
    assert codes(person("10", "1", marital_status="20")) == {"spouse_sex"}
    assert codes(person("10", "2", marital_status="20")) == set()
    assert codes(person("12", "2", marital_status="40")) == {"spouse_unmarried"}
    second = person("12", "2", marital_status="20")
    assert codes(person("12", "2", marital_status="20"), second) == {"two_spouses"}


def test_a_head_called_single_has_no_spouse_in_the_household():
    lone = head(marital_status="10")
    assert {c for c, *_rest in relations.doubts(lone, lone, [lone])} == set()
    wife = person("12", "2")
    assert {c for c, *_rest in relations.doubts(lone, lone, [lone, wife])} == {"head_unmarried"}
    married = head(marital_status="20")
    assert {c for c, *_rest in relations.doubts(married, married, [married, wife])} == set()


def test_years_before_and_the_gap_agree_on_a_year():
    parent = Member(relation="51", sex="1", birth_on=years_before(HEAD_BORN, 14))
    assert round(relations.years_older(parent, head()) or 0) == 14
